import { Time } from "../../components/Time.js";
import { count, duration, percent } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { AnyServer, to } from "../../lib/route.js";

/** @param {{ tools: any[] }} props */
export const ToolTable = ({ tools }) => (tools.length === 0
  ? html`<p class="hint panel-note">No step has called a tool in this time.</p>`
  : html`
    <div class="table-scroll"><table class="table compact">
      <thead><tr><th>Tool</th><th class="number">Calls</th><th class="number">Failed</th><th class="number">p50</th><th class="number">p95</th><th class="number">p99</th><th>Last</th></tr></thead>
      <tbody>${tools.map((one) => html`
        <tr key=${`${one.server}/${one.tool}`}>
          <th scope="row"><a href=${to(["tools", one.server ?? AnyServer, one.tool])}>${one.tool}</a></th>
          <td class="number">${count(one.calls)}</td>
          <td class="number">${one.failed === 0 ? "0" : html`<a href=${to(["executions"], { text: one.last_error })}>${count(one.failed)}</a> <span class="hint">${percent(one.failed / one.calls)}</span>`}</td>
          <td class="number">${duration(one.p50_ms)}</td><td class="number">${duration(one.p95_ms)}</td><td class="number">${duration(one.p99_ms)}</td>
          <td><${Time} at=${one.last_at} /></td>
        </tr>`)}</tbody>
    </table></div>`);
