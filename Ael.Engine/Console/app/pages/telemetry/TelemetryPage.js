import { Chart } from "../../components/chart/Chart.js";
import { Loaded } from "../../components/Loaded.js";
import { Page, Panel } from "../../components/Page.js";
import { WindowPicker, chosenWindow } from "../../components/WindowPicker.js";
import { get } from "../../lib/api.js";
import { bytes, count, duration, percent } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { info } from "../../lib/me.js";
import { useResource } from "../../lib/resource.js";
import { to } from "../../lib/route.js";
import { ExportPanel } from "./ExportPanel.js";
import { ToolTable } from "./ToolTable.js";
import { Traces } from "./Traces.js";

/** The headline panels of the dashboards, from what the engine knows by itself. */
export function TelemetryPage() {
  const window = chosenWindow();
  const telemetry = useResource((abort) => get("/telemetry", abort), [], [], 10_000);
  const executions = useResource((abort) => get("/statistics/executions", abort, { window }), [window], ["executions"]);
  const tools = useResource((abort) => get("/statistics/tools", abort, { window }), [window], ["executions"]);
  return html`
    <${Page} title="Telemetry" actions=${html`<${WindowPicker} />`}>
      <p class="lead">What the dashboards show, without any of their servers: from the engine's store and its own gauges.${info.value?.urls?.metrics && html` Prometheus reads <a href=${info.value.urls.metrics} target="_blank" rel="noreferrer">${info.value.urls.metrics}</a>.`}</p>
      <div class="columns even">
        <${Panel} title="Error rate">
          <${Loaded} of=${executions} what="Executions">${(/** @type {any} */ data) => html`<${ErrorRate} data=${data} />`}<//>
        <//>
        <${Panel} title="Workflow duration">
          <${Loaded} of=${executions} what="Executions">${(/** @type {any} */ data) => html`<${Chart} label="Workflow duration" kind="lines" times=${timesOf(data)} format=${duration} lines=${[
            { label: "p50", tone: "first", values: data.series.map((/** @type {any} */ one) => one.p50_ms) },
            { label: "p95", tone: "second", values: data.series.map((/** @type {any} */ one) => one.p95_ms) },
          ]} />`}<//>
        <//>
      </div>
      <${Panel} title="Tools" beside=${html`<a href=${to(["tools"])}>Servers</a>`}>
        <${Loaded} of=${tools} what="Tools">${(/** @type {any} */ data) => html`<${ToolTable} tools=${data.tools} />`}<//>
      <//>
      <${Traces} />
      <${Loaded} of=${telemetry} what="Gauges">${(/** @type {any} */ data) => html`
        <div class="columns even">
          <${GaugePanel} title="Running and waiting" data=${data} format=${count} gauges=${{ ael_active_workflows: "running", ael_queued_workflows: "waiting" }} />
          <${GaugePanel} title="Python workers" data=${data} format=${count} gauges=${{ "ael_python_workers/busy": "busy", "ael_python_workers/ready": "ready" }} />
          <${GaugePanel} title="Memory of the engine" data=${data} format=${bytes} gauges=${{ process_memory_bytes: "memory" }} />
          <${ExportPanel} exporters=${data.exporters} />
        </div>`}<//>
    <//>`;
}

/** @param {any} data */
const timesOf = (data) => data.series.map((/** @type {any} */ one) => Date.parse(one.at) / 1000);

/** @param {{ data: any }} props */
function ErrorRate({ data }) {
  const rates = data.series.map((/** @type {any} */ { status }) => {
    const ended = status.completed + status.failed + status.timed_out;
    return ended === 0 ? null : (status.failed + status.timed_out) / ended;
  });
  return html`<${Chart} label="Error rate" kind="lines" times=${timesOf(data)} format=${percent} lines=${[{ label: "failed or timed out", tone: "bad", values: rates }]} />`;
}

/** @param {{ title: string, data: any, format: (value: number) => string, gauges: Record<string, string> }} props */
function GaugePanel({ title, data, format, gauges }) {
  const times = data.times.map((/** @type {string} */ at) => Date.parse(at) / 1000);
  const lines = Object.entries(gauges).map(([name, label], index) => {
    const found = data.gauges.find((/** @type {any} */ one) => one.name + (one.of ? `/${one.of}` : "") === name);
    return { label, tone: index === 0 ? "first" : "second", values: found?.values ?? times.map(() => null) };
  });
  return html`<${Panel} title=${title} beside=${html`<span class="hint">last hour</span>`}><${Chart} label=${title} kind="lines" times=${times} format=${format} lines=${lines} /><//>`;
}
