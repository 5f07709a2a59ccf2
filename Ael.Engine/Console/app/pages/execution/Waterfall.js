import { Icon } from "../../components/Icon.js";
import { tone } from "../../components/Status.js";
import { duration } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { useNow } from "../../lib/now.js";
import { to } from "../../lib/route.js";
import { ticks } from "./axis.js";
import { rowsOf } from "./rows.js";

/** Steps, attempts and tool calls as bars on one time axis. @param {{ execution: import("./useExecution.js").Execution, ended: boolean, chosen?: string, onChoose: (step: string) => void }} props */
export function Waterfall({ execution, ended, chosen, onChoose }) {
  const now = useNow();
  const rows = rowsOf(execution);
  const { result, detail } = execution;
  const start = Math.min(Date.parse(result.started_at ?? detail.created_at), ...rows.flatMap((row) => (row.start === null ? [] : [row.start])));
  const last = Math.max(start + 1, ...rows.flatMap((row) => (row.end === null ? [] : [row.end])));
  const end = ended ? Math.max(last, result.completed_at ? Date.parse(result.completed_at) : last) : Math.max(now, last);
  const length = Math.max(end - start, 1);
  const place = (/** @type {number} */ at) => `${Math.min(100, Math.max(0, ((at - start) / length) * 100))}%`;
  return html`
    <div class="waterfall" role="table" aria-label="Timeline">
      <div class="waterfall-axis" role="row"><span role="columnheader">Step</span><span class="track" role="columnheader" aria-label="Time">${ticks(length).map((at) => html`<span class="tick" key=${at} style=${{ left: place(start + at) }}>${at === 0 ? "0" : duration(at)}</span>`)}</span><span role="columnheader" class="number">Took</span></div>
      ${rows.map((row) => html`<${Bar} key=${row.key} row=${row} now=${end} place=${place} ended=${ended} chosen=${chosen === row.step && row.kind === "step"} onChoose=${onChoose} />`)}
    </div>`;
}

/** @param {{ row: import("./rows.js").Row, now: number, place: (at: number) => string, ended: boolean, chosen: boolean, onChoose: (step: string) => void }} props */
function Bar({ row, now, place, ended, chosen, onChoose }) {
  const till = row.end ?? (row.start !== null && !ended ? now : row.start);
  const took = row.start === null || till === null ? null : till - row.start;
  const says = `${row.name}: ${row.status.replace("_", " ")}${took === null ? "" : `, ${duration(took)}`}${row.note ? `, ${row.note}` : ""}`;
  return html`
    <div class="waterfall-row" role="row" data-kind=${row.kind} data-chosen=${chosen} data-tone=${tone(row.status)} data-step=${row.step} data-status=${row.status}>
      <span role="cell" class="waterfall-name" style=${{ paddingLeft: `${row.depth * 18}px` }}>
        ${row.link
          ? html`<a href=${to(["executions", row.link])}><${Icon} name="link" />${row.name}</a>`
          : html`<button type="button" class="row-button" onClick=${() => onChoose(row.step)} aria-label=${says} aria-expanded=${row.kind === "step" ? chosen : undefined}><${Icon} name=${mark(row)} /><span>${row.name}</span></button>`}
        ${row.note && html`<span class="hint">${row.note}</span>`}
      </span>
      <span role="cell" class="track">${row.start !== null && till !== null && html`<span class="bar" data-running=${row.end === null && !ended} style=${{ left: place(row.start), width: `calc(${place(till)} - ${place(row.start)})` }} title=${says}></span>`}</span>
      <span role="cell" class="number">${took === null ? "–" : duration(took)}</span>
    </div>`;
}

/** @param {import("./rows.js").Row} row @returns {Parameters<typeof Icon>[0]["name"]} */
function mark(row) {
  switch (row.status) {
    case "completed": return "check";
    case "failed": return "cross";
    case "timed_out": return "clock";
    case "running": return "again";
    case "skipped": return "skip";
    case "cancelled": return "stop";
    default: return "dots";
  }
}
