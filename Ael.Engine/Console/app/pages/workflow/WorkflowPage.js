import { useState } from "preact/hooks";
import { Graph } from "../../components/graph/Graph.js";
import { Icon } from "../../components/Icon.js";
import { Loaded } from "../../components/Loaded.js";
import { Page, Panel } from "../../components/Page.js";
import { Yaml } from "../../components/yaml/Yaml.js";
import { get } from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { useResource } from "../../lib/resource.js";
import { to } from "../../lib/route.js";
import { Validity } from "../workflows/WorkflowTable.js";
import { RecentPanel } from "./RecentPanel.js";
import { RunPanel } from "./RunPanel.js";
import { StepPanel } from "./StepPanel.js";

/** @param {{ name: string }} props */
export function WorkflowPage({ name }) {
  const workflow = useResource((abort) => get(`/workflows/${encodeURIComponent(name)}`, abort), [name], ["workflows", "servers"]);
  return html`
    <${Page} title=${name} above=${html`<a href=${to(["workflows"])}>Workflows</a>`} beside=${workflow.data && html`<${Facts} of=${workflow.data} />`}>
      <${Loaded} of=${workflow} what="Workflow">${(/** @type {any} */ data) => html`<${Content} workflow=${data} />`}<//>
    <//>`;
}

/** @param {{ of: any }} props */
const Facts = ({ of }) => html`
  <span class="version">${of.version ?? "no version that runs"}</span><${Validity} one=${of} />
  ${of.tags.map((/** @type {string} */ tag) => html`<span class="tag">${tag}</span>`)}`;

/** @param {{ workflow: any }} props */
function Content({ workflow }) {
  const [chosen, choose] = useState(/** @type {string | undefined} */ (undefined));
  const step = workflow.steps.find((/** @type {any} */ one) => one.id === chosen);
  const problem = workflow.problems.find((/** @type {any} */ one) => one.line > 0);
  // What is wrong is marked in the file as it is now, which need not be what runs.
  const shown = workflow.file_yaml ?? workflow.yaml;
  return html`
    ${workflow.description && html`<p class="lead">${workflow.description}</p>`}
    ${!workflow.valid && html`<div class="problem" role="status"><${Icon} name="warning" /><div>
      <strong>The file ${workflow.file} is not valid.</strong>
      <p>${workflow.version ? `Its last valid version, ${workflow.version}, is what runs until it is corrected.` : "It cannot run until it is corrected."} Saving the file is enough: it is read again at once.</p>
    </div></div>`}
    <div class="columns">
      <div class="column">
        ${workflow.steps.length > 0 && html`<${Panel} title="Steps" beside=${html`<span class="hint">${workflow.steps.length} steps, at most ${workflow.timeout_seconds} s</span>`}>
          <${Graph} steps=${workflow.steps} label=${`Steps of ${workflow.name}`} onChoose=${choose} chosen=${chosen} />
          ${step ? html`<${StepPanel} step=${step} />` : html`<p class="hint panel-note">Choose a step to see its settings and its place in the file.</p>`}
        <//>`}
        ${shown !== null && html`<${Panel} title="File" beside=${html`<span class="hint">${workflow.file}</span>`}>
          <${Yaml} text=${shown} label=${`YAML of ${workflow.name}`} marks=${workflow.problems} focus=${problem?.line ?? step?.line} />
          ${workflow.problems.filter((/** @type {any} */ p) => p.line === 0).map((/** @type {any} */ p) => html`<p class="field-problem panel-note">${p.message} ${p.suggestion}</p>`)}
        <//>`}
      </div>
      <div class="column">
        ${workflow.input_schema && html`<${RunPanel} workflow=${workflow} />`}
        <${RecentPanel} name=${workflow.name} />
      </div>
    </div>`;
}
