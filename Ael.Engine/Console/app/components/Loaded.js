import { html } from "../lib/html.js";
import { Problem } from "./Problem.js";

/**
 * A resource on its way, come, or not to be had. What was there before stays on screen while it is loaded again.
 * @param {{ of: { data: any, error: any, loading: boolean }, what: string, children: (data: any) => any }} props
 */
export function Loaded({ of, what, children }) {
  if (of.data !== null) {
    return html`
      ${of.error && of.error.status !== 0 && html`<${Problem} error=${of.error} title="What is shown may be out of date." />`}
      ${children(of.data)}`;
  }
  if (of.error !== null) {
    return html`<${Problem} error=${of.error} title=${`${what} cannot be shown.`} />`;
  }
  return html`<div class="loading" role="status"><span class="spinner" aria-hidden="true"></span>Loading ${what.toLowerCase()}…</div>`;
}
