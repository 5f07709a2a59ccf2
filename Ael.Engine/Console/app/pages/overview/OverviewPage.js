import { Chart } from "../../components/chart/Chart.js";
import { Loaded } from "../../components/Loaded.js";
import { Page, Panel } from "../../components/Page.js";
import { WindowPicker, chosenWindow } from "../../components/WindowPicker.js";
import { get } from "../../lib/api.js";
import { count, duration } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { useResource } from "../../lib/resource.js";
import { go, to } from "../../lib/route.js";
import { Errors } from "./Errors.js";
import { Health } from "./Health.js";
import { Start } from "./Start.js";
import { Tiles } from "./Tiles.js";
import { WorkflowList } from "./WorkflowList.js";

/** How the engine is doing, and what has gone wrong. */
export function OverviewPage() {
  const window = chosenWindow();
  const statistics = useResource((abort) => get("/statistics/executions", abort, { window }), [window], ["executions"], 30_000);
  const info = useResource((abort) => get("/info", abort), [], ["executions", "servers"], 10_000);
  return html`
    <${Page} title="Overview" actions=${html`<${WindowPicker} />`}>
      <${Loaded} of=${statistics} what="Executions">${(/** @type {any} */ data) => html`
        <${Tiles} data=${data} load=${info.data?.load} />
        ${data.total.executions === 0 ? html`<${Start} window=${window} info=${info.data} />` : html`<${Charts} data=${data} />`}
        <div class="columns">
          <div class="column">
            ${data.total.executions > 0 && html`<${Errors} errors=${data.errors} /><${WorkflowList} workflows=${data.workflows} />`}
          </div>
          <div class="column"><${Health} info=${info.data} /></div>
        </div>`}<//>
    <//>`;
}

/** @param {{ data: any }} props */
function Charts({ data }) {
  const times = data.series.map((/** @type {any} */ one) => Date.parse(one.at) / 1000);
  const counts = (/** @type {string} */ status) => data.series.map((/** @type {any} */ one) => one.status[status]);
  const failed = data.series.map((/** @type {any} */ one) => one.status.failed + one.status.timed_out);
  /** The executions of one bar. @param {number} index */
  const choose = (index) => go(to(["executions"], { since: data.series[index].at, until: data.series[index + 1]?.at }));
  return html`
    <div class="columns even">
      <${Panel} title="Executions" beside=${html`<span class="hint">choose a bar to see them</span>`}>
        <${Chart} label="Executions" kind="bars" times=${times} format=${count} onChoose=${choose} lines=${[
          { label: "failed", tone: "bad", values: failed },
          { label: "cancelled", tone: "warn", values: counts("cancelled") },
          { label: "running", tone: "active", values: counts("active") },
          { label: "completed", tone: "good", values: counts("completed") },
        ]} />
      <//>
      <${Panel} title="Duration">
        <${Chart} label="Duration" kind="lines" times=${times} format=${duration} lines=${[
          { label: "p50", tone: "first", values: data.series.map((/** @type {any} */ one) => one.p50_ms) },
          { label: "p95", tone: "second", values: data.series.map((/** @type {any} */ one) => one.p95_ms) },
        ]} />
      <//>
    </div>`;
}
