import { Panel } from "../../components/Page.js";
import { count, duration, percent } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { to } from "../../lib/route.js";

/** @param {{ workflows: any[] }} props */
export const WorkflowList = ({ workflows }) => html`
  <${Panel} title="By workflow">
    <div class="table-scroll"><table class="table compact">
      <thead><tr><th>Workflow</th><th class="number">Executions</th><th class="number">Success</th><th class="number">p50</th><th class="number">p95</th></tr></thead>
      <tbody>${[...workflows].sort((a, b) => b.executions - a.executions).map((one) => html`
        <tr key=${one.workflow}><th scope="row"><a href=${to(["workflows", one.workflow])}>${one.workflow}</a></th>
          <td class="number"><a href=${to(["executions"], { workflow: one.workflow })}>${count(one.executions)}</a></td><td class="number">${percent(one.success_rate)}</td><td class="number">${duration(one.p50_ms)}</td><td class="number">${duration(one.p95_ms)}</td></tr>`)}
      </tbody>
    </table></div>
  <//>`;
