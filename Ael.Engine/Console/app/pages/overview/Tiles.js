import { count, duration, percent } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { to } from "../../lib/route.js";
import { chosenWindow } from "../../components/WindowPicker.js";

/** @param {{ data: any, load: any }} props */
export function Tiles({ data, load }) {
  const { total } = data;
  const failed = total.status.failed + total.status.timed_out;
  const window = chosenWindow();
  // The list has no span of six hours; its start says the same.
  const filter = window === "6h" ? { since: data.since } : { span: window };
  return html`
    <div class="tiles">
      <a class="tile" href=${to(["executions"], filter)}><span class="tile-name">Executions</span><strong>${count(total.executions)}${data.truncated ? "+" : ""}</strong><span class="hint">${count(total.status.completed)} completed</span></a>
      <a class="tile" data-tone=${failed > 0 ? "bad" : undefined} href=${to(["executions"], { ...filter, status: "failed" })}><span class="tile-name">Failed</span><strong>${count(failed)}</strong><span class="hint">${total.status.timed_out > 0 ? `${count(total.status.timed_out)} timed out` : failed === 0 ? "none" : "see why"}</span></a>
      <div class="tile"><span class="tile-name">Success rate</span><strong>${percent(total.success_rate)}</strong>${total.success_rate !== null && html`<meter min="0" max="1" low="0.9" high="0.99" optimum="1" value=${total.success_rate} aria-label="Success rate"></meter>`}</div>
      <div class="tile"><span class="tile-name">Duration</span><strong>${duration(total.p50_ms)}</strong><span class="hint">p50; p95 ${duration(total.p95_ms)}</span></div>
      <a class="tile" href=${to(["executions"], { status: "running" })}><span class="tile-name">Active now</span><strong data-active>${load ? count(load.active) : "–"}</strong><span class="hint">${load ? `of ${count(load.max_concurrent)}; ${count(load.queued)} queued` : ""}</span></a>
    </div>`;
}
