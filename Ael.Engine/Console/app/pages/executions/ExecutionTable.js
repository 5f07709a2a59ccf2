import { Status } from "../../components/Status.js";
import { Time } from "../../components/Time.js";
import { root } from "../../lib/errors.js";
import { duration } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { to } from "../../lib/route.js";

/** @param {{ items: any[], busy?: boolean }} props */
export const ExecutionTable = ({ items, busy = false }) => html`
  <div class="table-scroll"><table class="table stack" aria-busy=${busy}>
    <thead><tr><th>Execution</th><th>Status</th><th>Workflow</th><th>Started</th><th class="number">Took</th><th>By</th><th>Error</th></tr></thead>
    <tbody>${items.map((one) => html`<${Row} key=${one.execution_id} one=${one} />`)}</tbody>
  </table></div>`;

/** @param {{ one: any }} props */
function Row({ one }) {
  const error = root(one.error);
  return html`
    <tr data-execution=${one.execution_id}>
      <th scope="row"><a class="mono" href=${to(["executions", one.execution_id])}>${one.execution_id}</a></th>
      <td data-label="Status"><${Status} of=${one.status} /></td>
      <td data-label="Workflow"><a href=${to(["workflows", one.workflow])}>${one.workflow}</a> <span class="version">${one.version}</span></td>
      <td data-label="Started"><${Time} at=${one.started_at ?? one.created_at} /></td>
      <td data-label="Took" class="number">${duration(one.duration_ms)}</td>
      <td data-label="By">${one.parent_execution_id ? html`<a href=${to(["executions", one.parent_execution_id])}>workflow</a>` : one.source}</td>
      <td data-label="Error" class="error-cell">${error && html`<code>${error.code}</code> <span title=${error.message}>${error.message}</span>`}</td>
    </tr>`;
}
