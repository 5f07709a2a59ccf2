import { Panel } from "../../components/Page.js";
import { Status } from "../../components/Status.js";
import { count } from "../../lib/format.js";
import { html } from "../../lib/html.js";

/** Where telemetry is sent, and whether it arrives. @param {{ exporters: any[] }} props */
export const ExportPanel = ({ exporters }) => html`
  <${Panel} title="Export">
    ${exporters.length === 0
      ? html`<p class="hint panel-note">Nothing is sent anywhere. Metrics, traces and logs go to a collector when <code>telemetry.exporters.otlp.endpoint</code> names one; until then, all there is to see is here.</p>`
      : html`<div class="table-scroll"><table class="table compact">
          <thead><tr><th>Signal</th><th>State</th><th>To</th><th class="number">Waiting</th><th class="number">Dropped</th></tr></thead>
          <tbody>${exporters.map((one) => html`<tr key=${one.signal}><th scope="row">${one.signal}</th><td><${Status} of=${one.failing ? "down" : "up"} /></td><td class="mono">${one.endpoint}</td><td class="number">${count(one.waiting)}</td><td class="number">${count(one.dropped)}</td></tr>`)}</tbody>
        </table></div>`}
  <//>`;
