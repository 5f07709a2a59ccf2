import { Loaded } from "../../components/Loaded.js";
import { Panel } from "../../components/Page.js";
import { Status } from "../../components/Status.js";
import { Time } from "../../components/Time.js";
import { get } from "../../lib/api.js";
import { duration } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { useResource } from "../../lib/resource.js";
import { to } from "../../lib/route.js";

/** The last executions as traces: each leads to its timeline, its log lines, and the executions of the same trace. */
export function Traces() {
  const recent = useResource((abort) => get("/executions", abort, { limit: 100 }), [], ["executions"]);
  return html`
    <${Panel} title="Traces" beside=${html`<a href=${to(["executions"])}>All executions</a>`}>
      <${Loaded} of=${recent} what="Traces">${(/** @type {any} */ data) => {
        // Sub-workflows are part of their caller's trace.
        const items = data.items.filter((/** @type {any} */ one) => one.parent_execution_id === null).slice(0, 12);
        const longest = Math.max(1, ...items.map((/** @type {any} */ one) => one.duration_ms ?? 0));
        return items.length === 0 ? html`<p class="hint panel-note">A trace begins with the first execution.</p>` : html`
          <div class="table-scroll"><table class="table compact">
            <thead><tr><th>Trace</th><th>Execution</th><th>Status</th><th>Started</th><th>Took</th><th>Log</th></tr></thead>
            <tbody>${items.map((/** @type {any} */ one) => html`
              <tr key=${one.execution_id}>
                <th scope="row" class="mono">${one.trace_id ? html`<a href=${to(["executions"], { text: one.trace_id })} title="Executions of this trace">${one.trace_id.slice(0, 16)}</a>` : "–"}</th>
                <td><a href=${to(["executions", one.execution_id])}>${one.workflow}</a></td>
                <td><${Status} of=${one.status} /></td>
                <td><${Time} at=${one.started_at ?? one.created_at} /></td>
                <td class="took"><span class="took-bar" aria-hidden="true" style=${{ width: `${((one.duration_ms ?? 0) / longest) * 100}%` }}></span><span>${duration(one.duration_ms)}</span></td>
                <td><a href=${to(["logs"], { execution: one.execution_id })} aria-label=${`lines of ${one.execution_id}`}>lines</a></td>
              </tr>`)}</tbody>
          </table></div>`;
      }}<//>
    <//>`;
}
