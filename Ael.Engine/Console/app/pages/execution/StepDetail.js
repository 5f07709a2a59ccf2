import { Json } from "../../components/Json.js";
import { Panel } from "../../components/Page.js";
import { Status } from "../../components/Status.js";
import { clockTime, duration } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { AnyServer, to } from "../../lib/route.js";
import { ErrorText } from "./ErrorText.js";

/** What there is to know of one step. @param {{ execution: import("./useExecution.js").Execution, id: string }} props */
export function StepDetail({ execution: { result, detail }, id }) {
  const step = result.steps.find((/** @type {any} */ one) => one.id === id);
  if (step === undefined) {
    return null;
  }
  const attempts = detail.attempts.filter((/** @type {any} */ one) => one.step_id === id && one.error !== null);
  const calls = detail.tool_calls.filter((/** @type {any} */ one) => one.step_id === id);
  return html`
    <${Panel} title=${`Step ${id}`} class="step-detail" beside=${html`<a href=${to(["logs"], { execution: result.execution_id })}>Log</a>`}>
      <dl class="facts">
        <div><dt>Status</dt><dd><${Status} of=${step.status} /></dd></div>
        <div><dt>Type</dt><dd>${step.type}</dd></div>
        <div><dt>Took</dt><dd>${duration(step.duration_ms)}</dd></div>
        <div><dt>Attempts</dt><dd>${step.attempt} of at most ${step.max_attempts}</dd></div>
      </dl>
      ${step.error && html`<${ErrorText} error=${step.error} />`}
      ${step.output !== null && html`<h3>Output</h3><${Json} value=${step.output} label="Output" />`}
      ${step.log && html`<h3>Printed</h3><pre class="log-text" tabindex="0">${step.log}</pre>`}
      ${calls.length > 0 && html`<h3>Tool calls</h3>${calls.slice(0, 50).map((/** @type {any} */ call, /** @type {number} */ at) => html`<${Call} key=${at} call=${call} />`)}`}
      ${attempts.length > 0 && html`<h3>Failed attempts</h3><ul class="rows">${attempts.map((/** @type {any} */ one, /** @type {number} */ at) => html`<li key=${at}><span>Attempt ${one.attempt}${one.item === null ? "" : `, item ${one.item}`} at ${clockTime(one.started_at)}</span><span><code>${one.error.code}</code> ${one.error.message}</span></li>`)}</ul>`}
    <//>`;
}

/** @param {{ call: any }} props */
const Call = ({ call }) => html`
  <details class="call">
    <summary><${Status} of=${call.error ? "failed" : "completed"} /><strong>${call.tool}</strong> <span class="hint">${duration(call.duration_ms)}</span></summary>
    <${Json} value=${call.arguments} label="Arguments" />
    <p class="panel-note"><a href=${to(["tools", call.server ?? AnyServer, call.tool])}>The tool ${call.tool}</a></p>
    ${call.error && html`<${ErrorText} error=${call.error} />`}
  </details>`;
