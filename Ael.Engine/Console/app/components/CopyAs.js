import { callsOf } from "../lib/calls.js";
import { html } from "../lib/html.js";
import { Copy } from "./Copy.js";
import { Icon } from "./Icon.js";

/** The same run for the command line, curl and MCP. @param {{ workflow: string, inputs: any }} props */
export const CopyAs = ({ workflow, inputs }) => html`
  <details class="menu">
    <summary class="button small"><${Icon} name="copy" />Copy as</summary>
    <div class="menu-body">
      ${callsOf(workflow, inputs).map((call) => html`<section key=${call.name}><header><h3>${call.name}</h3><${Copy} text=${call.text} label=${`Copy ${call.name}`} quiet /></header><pre tabindex="0">${call.text}</pre></section>`)}
    </div>
  </details>`;
