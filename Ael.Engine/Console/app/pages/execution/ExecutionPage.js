import { Json } from "../../components/Json.js";
import { Loaded } from "../../components/Loaded.js";
import { LogLines } from "../../components/LogLines.js";
import { Page, Panel } from "../../components/Page.js";
import { Status } from "../../components/Status.js";
import { Yaml } from "../../components/yaml/Yaml.js";
import { html } from "../../lib/html.js";
import { go, route, to } from "../../lib/route.js";
import { lineOfStep } from "../../lib/places.js";
import { Actions } from "./Actions.js";
import { Failure } from "./Failure.js";
import { Facts } from "./Facts.js";
import { StepDetail } from "./StepDetail.js";
import { hasEnded, useExecution } from "./useExecution.js";
import { Waterfall } from "./Waterfall.js";

/** @param {{ id: string }} props */
export function ExecutionPage({ id }) {
  const { execution, log } = useExecution(id);
  const result = execution.data?.result;
  return html`
    <${Page} title=${result ? result.workflow : id} above=${html`<a href=${to(["executions"])}>Executions</a> / <span class="mono">${id}</span>`}
      beside=${result && html`<span role="status"><${Status} of=${result.status} /></span>`} actions=${execution.data && html`<${Actions} execution=${execution.data} />`}>
      <${Loaded} of=${execution} what="Execution">${(/** @type {any} */ data) => html`<${Content} execution=${data} log=${log} />`}<//>
    <//>`;
}

/** @param {{ execution: import("./useExecution.js").Execution, log: any }} props */
function Content({ execution, log }) {
  const { result, detail } = execution;
  const chosen = route.value.query.step;
  const choose = (/** @type {string} */ step) => go(to(["executions", result.execution_id], { step: step === chosen ? undefined : step }), { replace: true });
  const line = chosen ? lineOfStep(detail.definition, chosen) : null;
  return html`
    <${Facts} execution=${execution} />
    ${result.error && html`<${Failure} execution=${execution} />`}
    <${Panel} title="Timeline" beside=${html`<${Progress} result=${result} />`}>
      <${Waterfall} execution=${execution} ended=${hasEnded(result)} chosen=${chosen} onChoose=${choose} />
    <//>
    ${chosen && html`<${StepDetail} execution=${execution} id=${chosen} />`}
    <div class="columns even">
      <${Panel} title="Inputs"><${Json} value=${result.inputs} label="Inputs" /><//>
      <${Panel} title="Output">${result.output === null ? html`<p class="hint panel-note">${hasEnded(result) ? "It gave none." : "It is not there yet."}</p>` : html`<${Json} value=${result.output} label="Output" />`}<//>
    </div>
    <${Panel} title="Log" beside=${html`<a href=${to(["logs"], { execution: result.execution_id })}>Search it</a>`}>
      <${Loaded} of=${log} what="Log">${(/** @type {any} */ data) => html`<${LogLines} lines=${data.items} empty="Nothing has been logged yet." onStep=${choose} />`}<//>
    <//>
    <details class="panel fold"><summary><h2>What ran: ${result.workflow} ${result.version}</h2></summary>
      <${Yaml} text=${detail.definition} label="YAML that ran" focus=${line ?? undefined} />
    </details>`;
}

/** @param {{ result: any }} props */
function Progress({ result }) {
  const ended = result.steps.filter((/** @type {any} */ step) => !["pending", "running"].includes(step.status)).length;
  return html`<span class="hint">${ended} of ${result.steps.length} steps</span>${!hasEnded(result) && html`<progress max=${result.steps.length} value=${ended} aria-label="Steps that have ended"></progress>`}`;
}
