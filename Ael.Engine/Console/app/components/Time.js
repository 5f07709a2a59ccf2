import { exactTime, since } from "../lib/format.js";
import { html } from "../lib/html.js";
import { useNow } from "../lib/now.js";

/** "3 min ago", with the exact time on hovering. @param {{ at: string | null }} props */
export function Time({ at }) {
  const now = useNow();
  return at === null ? html`<span>–</span>` : html`<time datetime=${at} title=${exactTime(at)}>${since(at, now)}</time>`;
}
