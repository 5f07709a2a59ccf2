import { Loaded } from "../../components/Loaded.js";
import { Panel } from "../../components/Page.js";
import { Status } from "../../components/Status.js";
import { get } from "../../lib/api.js";
import { count } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { useResource } from "../../lib/resource.js";
import { to } from "../../lib/route.js";

/** @type {Record<string, string>} */
const names = { self: "Engine", store: "Store", capacity: "Capacity", workflows: "Workflow files", mcp_servers: "MCP servers", python: "Python" };
/** @type {Record<string, string>} */
const places = { workflows: "workflows", mcp_servers: "tools", python: "telemetry", capacity: "executions" };

/** What the engine stands on. @param {{ info: any }} props */
export function Health({ info }) {
  const health = useResource((abort) => get("/health", abort), [], ["servers", "workflows"], 10_000);
  const servers = useResource((abort) => get("/servers", abort), [], ["servers"]);
  const telemetry = useResource((abort) => get("/telemetry", abort), [], [], 10_000);
  return html`
    <${Panel} title="Health">
      <${Loaded} of=${health} what="Health">${(/** @type {any} */ data) => html`<ul class="rows health">
        ${Object.entries(data.checks).map(([name, check]) => html`<li key=${name} data-check=${name}><span>${name in places ? html`<a href=${to([places[name]])}>${names[name] ?? name}</a>` : (names[name] ?? name)}</span><${Status} of=${check.status} /><span class="hint">${check.reason}</span></li>`)}
        ${telemetry.data && html`<${Exporters} exporters=${telemetry.data.exporters} />`}
      </ul>`}<//>
    <//>
    <${Panel} title="MCP servers" beside=${html`<a href=${to(["tools"])}>Tools</a>`}>
      <${Loaded} of=${servers} what="Servers">${(/** @type {any} */ data) => (data.items.length === 0
        ? html`<p class="hint panel-note">None is configured. Name one under <code>tools.mcp_servers</code> in <code>ael-config.yaml</code>, and its tools can be steps.</p>`
        : html`<ul class="rows">${data.items.map((/** @type {any} */ one) => html`<li key=${one.name} data-server=${one.name}><span>${one.name}</span><${Status} of=${one.state} /><span class="hint">${one.error?.message ?? `${one.tool_count} tools`}</span></li>`)}</ul>`)}<//>
    <//>
    ${info && html`<${Panel} title="Python">
      <dl class="facts panel-note"><div><dt>Isolation</dt><dd>${info.python.isolation}</dd></div><div><dt>Workers</dt><dd>${count(info.python.busy)} busy, ${count(info.python.ready)} ready</dd></div>${info.python.warning && html`<div><dt>Note</dt><dd>${info.python.warning}</dd></div>`}</dl>
    <//>`}`;
}

/** @param {{ exporters: any[] }} props */
function Exporters({ exporters }) {
  const failing = exporters.filter((one) => one.failing);
  const dropped = exporters.reduce((sum, one) => sum + one.dropped, 0);
  return html`<li data-check="telemetry"><span><a href=${to(["telemetry"])}>Telemetry export</a></span>
    <${Status} of=${exporters.length === 0 ? "disabled" : failing.length > 0 || dropped > 0 ? "degraded" : "healthy"} />
    <span class="hint">${exporters.length === 0 ? "nothing is sent; this console shows what the engine knows" : failing.length > 0 ? `${failing.map((one) => one.signal).join(", ")} cannot be delivered` : `to ${exporters[0].endpoint}`}${dropped > 0 ? `; ${count(dropped)} dropped` : ""}</span></li>`;
}
