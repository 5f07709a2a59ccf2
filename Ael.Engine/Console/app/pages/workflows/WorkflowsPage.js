import { useState } from "preact/hooks";
import { Empty } from "../../components/Empty.js";
import { Loaded } from "../../components/Loaded.js";
import { Page } from "../../components/Page.js";
import { get } from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { useResource } from "../../lib/resource.js";
import { WorkflowTable } from "./WorkflowTable.js";

/** Every workflow file, valid or not, and how its last executions went. */
export function WorkflowsPage() {
  const workflows = useResource((abort) => get("/workflows", abort), [], ["workflows", "servers"]);
  const history = useResource((abort) => get("/statistics/executions", abort, { window: "7d" }), [], ["executions"]);
  const [text, search] = useState("");
  return html`
    <${Page} title="Workflows" actions=${html`<input type="search" placeholder="Find a workflow" aria-label="Find a workflow" value=${text} onInput=${(/** @type {any} */ e) => search(e.currentTarget.value)} />`}>
      <${Loaded} of=${workflows} what="Workflows">${(/** @type {any} */ data) => content(data.items, history.data, text)}<//>
    <//>`;
}

/** @param {any[]} items @param {any} history @param {string} text */
function content(items, history, text) {
  if (items.length === 0) {
    return html`<${Empty} title="No workflow yet">
      <p>A workflow is a YAML file in the folder that <code>workflows.directory</code> names. Put this one there as <code>hello.yaml</code>, and it appears here at once:</p>
      <pre class="sample">${Sample}</pre>
      <p>Each workflow is also a tool for agents, by MCP at <code>${location.origin}/mcp</code>.</p>
    <//>`;
  }
  const wanted = text.trim().toLowerCase();
  const found = items.filter((one) => [one.name, one.description ?? "", ...one.tags].some((part) => part.toLowerCase().includes(wanted)));
  return found.length === 0
    ? html`<${Empty} title="Nothing is called that"><p>None of ${items.length} workflows has "${text}" in its name, description or tags.</p><//>`
    : html`<${WorkflowTable} items=${found} history=${history} />`;
}

const Sample = `name: hello
version: "1.0"
inputs:
  - name: world
steps:
  - id: greet
    code: |
      return f"Hello {context.inputs['name']}"
output: "{{ steps.greet.output }}"
`;
