import { html } from "../lib/html.js";
import { route } from "../lib/route.js";
import { Empty } from "../components/Empty.js";
import { Page } from "../components/Page.js";
import { ExecutionPage } from "./execution/ExecutionPage.js";
import { ExecutionsPage } from "./executions/ExecutionsPage.js";
import { LogsPage } from "./logs/LogsPage.js";
import { OverviewPage } from "./overview/OverviewPage.js";
import { TelemetryPage } from "./telemetry/TelemetryPage.js";
import { ToolPage } from "./tools/ToolPage.js";
import { ToolsPage } from "./tools/ToolsPage.js";
import { WorkflowPage } from "./workflow/WorkflowPage.js";
import { WorkflowsPage } from "./workflows/WorkflowsPage.js";

/** The page of the current address. Its key makes another one of the same kind a new page. */
export function Pages() {
  const [place = "overview", first, second] = route.value.parts;
  switch (place) {
    case "overview": return html`<${OverviewPage} />`;
    case "workflows": return first === undefined ? html`<${WorkflowsPage} />` : html`<${WorkflowPage} key=${first} name=${first} />`;
    case "executions": return first === undefined ? html`<${ExecutionsPage} />` : html`<${ExecutionPage} key=${first} id=${first} />`;
    case "tools": return second === undefined ? html`<${ToolsPage} />` : html`<${ToolPage} key=${`${first}/${second}`} server=${first} name=${second} />`;
    case "telemetry": return html`<${TelemetryPage} />`;
    case "logs": return html`<${LogsPage} />`;
    default: return html`<${Page} title="Nothing here"><${Empty} title="This address leads nowhere."><p><a href="#/overview">Go to the overview</a></p><//><//>`;
  }
}
