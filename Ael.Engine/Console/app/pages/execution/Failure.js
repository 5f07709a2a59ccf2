import { Icon } from "../../components/Icon.js";
import { Yaml } from "../../components/yaml/Yaml.js";
import { chain, root, stepOf } from "../../lib/errors.js";
import { html } from "../../lib/html.js";
import { lineOfError, lineOfStep } from "../../lib/places.js";
import { to } from "../../lib/route.js";

/** Lines shown around the one that failed. */
const Around = 3;

/** Why an execution failed: the error at the root, what to do about it, and the place in the file. @param {{ execution: import("./useExecution.js").Execution }} props */
export function Failure({ execution: { result, detail } }) {
  const cause = root(result.error);
  const step = stepOf(result.error, result.steps);
  const child = chain(result.error).map((one) => one.execution_id).findLast((id) => id && id !== result.execution_id);
  const last = detail.definition.split("\n").length;
  const said = child ? null : lineOfError(cause);
  const line = said !== null && said <= last ? said : step ? lineOfStep(detail.definition, step) : null;
  return html`
    <section class="failure" aria-label="Why it failed">
      <header><${Icon} name="cross" /><h2>${step ? html`Step <a href=${to(["executions", result.execution_id], { step })}>${step}</a>: ` : ""}<code>${cause.code}</code></h2></header>
      <p class="failure-message">${cause.message}</p>
      ${cause.detail && html`<pre class="failure-detail" tabindex="0">${cause.detail}</pre>`}
      ${cause.suggestion && html`<p class="suggestion"><strong>What to do: </strong>${cause.suggestion}</p>`}
      ${child && html`<p>It happened in the execution <a href=${to(["executions", child])}>${child}</a>.</p>`}
      ${line !== null && html`<${Yaml} text=${detail.definition} label="The place in the file" focus=${line} lines=${[Math.max(1, line - Around), Math.min(last, line + Around)]}
        marks=${[{ line, severity: "error", message: cause.message.split("\n")[0] }]} />`}
    </section>`;
}
