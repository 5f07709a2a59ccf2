import { html } from "../lib/html.js";
import { go, route, to } from "../lib/route.js";

const windows = ["15m", "1h", "6h", "24h", "7d"];

/** The window of a page of statistics, which is part of its address. @returns {string} */
export const chosenWindow = () => (windows.includes(route.value.query.window) ? route.value.query.window : "1h");

export function WindowPicker() {
  const { parts, query } = route.value;
  const now = chosenWindow();
  return html`
    <div class="segments" role="group" aria-label="Window of time">
      ${windows.map((one) => html`<button key=${one} type="button" aria-pressed=${one === now} onClick=${() => go(to(parts, { ...query, window: one }), { replace: true })}>${one.replace(/(\d+)/, "$1 ")}</button>`)}
    </div>`;
}
