import { Panel } from "../../components/Page.js";
import { Time } from "../../components/Time.js";
import { count } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { to } from "../../lib/route.js";

/** What went wrong, by the error at the root. @param {{ errors: any[] }} props */
export const Errors = ({ errors }) => html`
  <${Panel} title="Errors">
    ${errors.length === 0 ? html`<p class="hint panel-note">Nothing has failed in this time.</p>` : html`
      <ul class="rows errors">${errors.map((one) => html`
        <li key=${one.code}>
          <a href=${to(["executions"], { text: one.code })}><code>${one.code}</code></a><strong>${count(one.count)}</strong>
          <span class="error-last">last <a href=${to(["executions", one.last_execution_id])}><${Time} at=${one.last_at} /></a> in ${one.workflow}: <span class="message">${one.message}</span></span>
        </li>`)}</ul>`}
  <//>`;
