import { useState } from "preact/hooks";
import { html } from "../lib/html.js";
import { Copy } from "./Copy.js";

/** Levels that are open at first, and entries of a list or map shown before "more". */
const OpenLevels = 2;
const Page = 50;
const LongText = 2000;

/** A JSON value as a tree that can be opened and closed. @param {{ value: unknown, label: string }} props */
export const Json = ({ value, label }) => html`
  <div class="json" role="group" aria-label=${label}>
    <div class="json-copy"><${Copy} text=${typeof value === "string" ? value : JSON.stringify(value, null, 2)} label=${`Copy ${label.toLowerCase()}`} quiet /></div>
    <${Node} value=${value} level=${0} />
  </div>`;

/** @param {{ value: any, level: number, name?: string }} props */
function Node({ value, level, name }) {
  const before = name === undefined ? null : html`<span class="json-key">${name}</span><span class="json-mark">: </span>`;
  if (value === null || typeof value !== "object") {
    return html`<div class="json-line">${before}<${Leaf} value=${value} /></div>`;
  }
  const entries = Array.isArray(value) ? value.map((item, index) => /** @type {[string, any]} */ ([String(index), item])) : Object.entries(value);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) {
    return html`<div class="json-line">${before}<span class="json-mark">${open}${close}</span></div>`;
  }
  return html`
    <details open=${level < OpenLevels && entries.length <= Page}>
      <summary>${before}<span class="json-mark">${open}</span> <span class="json-size">${entries.length} ${entries.length === 1 ? "entry" : "entries"}</span> <span class="json-mark">${close}</span></summary>
      <${Entries} entries=${entries} level=${level + 1} />
    </details>`;
}

/** @param {{ entries: [string, any][], level: number }} props */
function Entries({ entries, level }) {
  const [shown, show] = useState(Page);
  return html`
    <div class="json-entries">
      ${entries.slice(0, shown).map(([name, value]) => html`<${Node} key=${name} name=${name} value=${value} level=${level} />`)}
      ${entries.length > shown && html`<button type="button" class="link" onClick=${() => show(shown + 10 * Page)}>${entries.length - shown} more</button>`}
    </div>`;
}

/** @param {{ value: string | number | boolean | null }} props */
function Leaf({ value }) {
  const [whole, show] = useState(false);
  if (typeof value !== "string") {
    return html`<span class="json-literal">${String(value)}</span>`;
  }
  const text = whole || value.length <= LongText ? value : value.slice(0, LongText) + "…";
  return html`<span class="json-text">${text}</span>${text !== value && html` <button type="button" class="link" onClick=${() => show(true)}>all ${value.length} characters</button>`}`;
}
