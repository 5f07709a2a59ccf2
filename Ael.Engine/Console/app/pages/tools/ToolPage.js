import { useState } from "preact/hooks";
import { SchemaForm } from "../../components/form/SchemaForm.js";
import { Json } from "../../components/Json.js";
import { Loaded } from "../../components/Loaded.js";
import { Page, Panel } from "../../components/Page.js";
import { get, post } from "../../lib/api.js";
import { duration } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { whyNot } from "../../lib/me.js";
import { useResource } from "../../lib/resource.js";
import { AnyServer, to } from "../../lib/route.js";

/** @param {{ server: string, name: string }} props */
export function ToolPage({ server, name }) {
  const path = `/tools/${encodeURIComponent(name)}`;
  const tool = useResource((abort) => get(path, abort, { server: server === AnyServer ? undefined : server }), [server, name], ["servers"]);
  return html`
    <${Page} title=${name} above=${html`<a href=${to(["tools"])}>Tools</a> / ${tool.data?.server ?? server}`}>
      <${Loaded} of=${tool} what="Tool">${(/** @type {any} */ data) => html`<${Content} tool=${data} path=${path} />`}<//>
    <//>`;
}

/** @param {{ tool: any, path: string }} props */
function Content({ tool, path }) {
  const [result, set] = useState(/** @type {any} */ (null));
  /** @param {any} values */
  const call = async (values) => {
    set(null);
    set(await post(`${path}/call`, { arguments: values, server: tool.server }));
  };
  return html`
    ${tool.description && html`<p class="lead prose">${tool.description}</p>`}
    <div class="columns even">
      <div class="column">
        <${Panel} title="Call it">
          <${SchemaForm} schema=${tool.input_schema} action="Call" why=${whyNot("run")} onSubmit=${call} empty="This tool takes no arguments." />
        <//>
        ${result && html`<${Panel} title="Result" beside=${html`<span class="hint" role="status">took ${duration(result.duration_ms)}</span>`}><${Json} value=${result.output} label="Result" /><//>`}
      </div>
      <div class="column">
        <${Panel} title="Arguments"><${Json} value=${tool.input_schema} label="Schema of the arguments" /><//>
        ${tool.output_schema && html`<${Panel} title="Result's schema"><${Json} value=${tool.output_schema} label="Schema of the result" /><//>`}
        <${Panel} title="As a step"><pre class="sample">${asStep(tool)}</pre><//>
        <p><a href=${to(["executions"], { text: tool.name })}>Executions that mention ${tool.name}</a></p>
      </div>
    </div>`;
}

/** @param {any} tool */
function asStep(tool) {
  const params = Object.keys(tool.input_schema.properties ?? {});
  const required = (tool.input_schema.required ?? params).map((/** @type {string} */ name) => `${name}: "{{ inputs.${name} }}"`);
  return `- id: ${tool.name.replace(/[^A-Za-z0-9_]/g, "_")}\n  tool: ${tool.name}\n${required.length > 0 ? `  params: { ${required.join(", ")} }\n` : ""}`;
}
