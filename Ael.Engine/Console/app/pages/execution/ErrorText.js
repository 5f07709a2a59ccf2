import { chain } from "../../lib/errors.js";
import { html } from "../../lib/html.js";

/** An error with what is behind it. @param {{ error: any }} props */
export const ErrorText = ({ error }) => html`
  <div class="error-text">${chain(error).map((one, depth) => html`
    <div key=${depth}><code>${one.code}</code> ${one.message}
      ${one.detail && html`<pre tabindex="0">${one.detail}</pre>`}
      ${one.suggestion && !one.cause && html`<p class="suggestion">${one.suggestion}</p>`}
    </div>`)}
  </div>`;
