import { useEffect } from "preact/hooks";
import { html } from "../lib/html.js";

/**
 * A page's frame: its title, also the tab's, and what can be done here.
 * @param {{ title: string, above?: any, beside?: any, actions?: any, children?: any }} props
 */
export function Page({ title, above, beside, actions, children }) {
  useEffect(() => { document.title = `${title} · AEL`; }, [title]);
  return html`
    <header class="page-header">
      <div class="page-title">${above && html`<p class="above">${above}</p>`}<h1 tabindex="-1">${title}</h1>${beside}</div>
      ${actions && html`<div class="actions">${actions}</div>`}
    </header>
    ${children}`;
}

/** A titled part of a page. @param {{ title: string, beside?: any, class?: string, children?: any }} props */
export function Panel({ title, beside, class: name = "", children }) {
  return html`<section class=${`panel ${name}`} aria-label=${title}><header><h2>${title}</h2>${beside}</header>${children}</section>`;
}
