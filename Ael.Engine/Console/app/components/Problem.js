import { html } from "../lib/html.js";
import { Icon } from "./Icon.js";

/** What went wrong with a request, and what to do about it. @param {{ error: any, title?: string }} props */
export const Problem = ({ error, title }) => html`
  <div class="problem" role="alert">
    <${Icon} name="warning" />
    <div>
      <strong>${title ?? error.code ?? "That did not work."}</strong>
      <p>${error.message}</p>
      ${error.suggestion && html`<p class="suggestion">${error.suggestion}</p>`}
      ${error.problems?.length > 0 && html`<ul>${error.problems.map((/** @type {any} */ p) => html`<li>${p.path ? html`<code>${p.path}</code>: ` : ""}${p.message}${p.suggestion ? ` ${p.suggestion}` : ""}</li>`)}</ul>`}
    </div>
  </div>`;
