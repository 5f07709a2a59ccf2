import { html } from "../lib/html.js";

/** A place where nothing is yet: says what would be here, and how it comes to be. @param {{ title: string, children?: any }} props */
export const Empty = ({ title, children }) => html`<div class="empty"><h2>${title}</h2>${children}</div>`;
