import { Icon } from "../../components/Icon.js";
import { Time } from "../../components/Time.js";
import { statusText, tone } from "../../components/Status.js";
import { count, duration, percent } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { to } from "../../lib/route.js";

/** @param {{ items: any[], history: any }} props */
export function WorkflowTable({ items, history }) {
  const results = new Map((history?.workflows ?? []).map((/** @type {any} */ one) => [one.workflow, one]));
  return html`
    <div class="table-scroll"><table class="table stack">
      <thead><tr><th>Workflow</th><th>File</th><th>Last results</th><th class="number">Success, 7 d</th><th class="number">p95</th><th>Last run</th><th><span class="visually-hidden">Run</span></th></tr></thead>
      <tbody>
        ${items.map((one) => html`<${Row} key=${`${one.name}@${one.version}`} one=${one} result=${results.get(one.name)} />`)}
      </tbody>
    </table></div>`;
}

/** @param {{ one: any, result: any }} props */
function Row({ one, result }) {
  return html`
    <tr>
      <th scope="row"><a href=${to(["workflows", one.name])}>${one.name}</a>${one.version && html` <span class="version">${one.version}</span>`}
        ${one.description && html`<div class="hint">${one.description}</div>`}
      </th>
      <td data-label="File"><${Validity} one=${one} /></td>
      <td data-label="Last results"><${Recent} of=${result?.recent ?? []} /></td>
      <td class="number" data-label="Success, 7 d">${result ? html`${percent(result.success_rate)} <span class="hint">of ${count(result.executions)}</span>` : "–"}</td>
      <td class="number" data-label="p95">${duration(result?.p95_ms)}</td>
      <td data-label="Last run">${result?.recent[0] ? html`<${Time} at=${result.recent[0].created_at} />` : "never"}</td>
      <td>${one.version && html`<a class="button small" href=${to(["workflows", one.name], { run: "1" })} aria-label=${`Run ${one.name}`}><${Icon} name="play" />Run</a>`}</td>
    </tr>`;
}

/** Whether the file as it is now is in use, and what is wrong with it. @param {{ one: any }} props */
export function Validity({ one }) {
  const errors = one.problems.filter((/** @type {any} */ p) => p.severity === "error").length;
  const warnings = one.problems.length - errors;
  if (errors > 0) {
    return html`<span class="status" data-tone="bad" data-validity="invalid"><${Icon} name="cross" />${problems(errors)}</span>${one.version && html`<div class="hint">runs as last valid</div>`}`;
  }
  return warnings > 0
    ? html`<span class="status" data-tone="warn" data-validity="warning"><${Icon} name="warning" />${warnings === 1 ? "1 warning" : `${warnings} warnings`}</span>`
    : html`<span class="status" data-tone="good" data-validity="valid"><${Icon} name="check" />valid</span>`;
}

/** @param {number} n */
const problems = (n) => (n === 1 ? "1 problem" : `${n} problems`);

/** The last executions as marks, oldest first. @param {{ of: any[] }} props */
function Recent({ of }) {
  return of.length === 0 ? html`<span class="hint">none</span>` : html`
    <span class="recent">${[...of].reverse().map((one) => html`<a key=${one.execution_id} href=${to(["executions", one.execution_id])} data-tone=${tone(one.status)} title=${`${statusText(one.status)}: ${one.execution_id}`}><span class="visually-hidden">${statusText(one.status)}</span></a>`)}</span>`;
}
