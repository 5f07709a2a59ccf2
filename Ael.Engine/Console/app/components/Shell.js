import { useEffect, useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { forgetKey, key } from "../lib/key.js";
import { connection } from "../lib/live.js";
import { info, me } from "../lib/me.js";
import { route, to } from "../lib/route.js";
import { dark, switchTheme } from "../lib/theme.js";
import { Icon } from "./Icon.js";

/** @type {{ part: string, text: string, icon: Parameters<typeof Icon>[0]["name"] }[]} */
const places = [
  { part: "overview", text: "Overview", icon: "overview" },
  { part: "workflows", text: "Workflows", icon: "workflows" },
  { part: "executions", text: "Executions", icon: "executions" },
  { part: "tools", text: "Tools", icon: "tools" },
  { part: "telemetry", text: "Telemetry", icon: "telemetry" },
  { part: "logs", text: "Logs", icon: "logs" },
];

/** What surrounds every page: where one can go, and how it stands with the engine. @param {{ children?: any }} props */
export function Shell({ children }) {
  const here = route.value.parts[0] ?? "overview";
  const main = useRef(/** @type {HTMLElement | null} */ (null));
  const where = route.value.parts.join("/");
  const first = useRef(true);
  useEffect(() => {
    // A new page is announced and read from its top, as one that the browser had loaded.
    if (!first.current) {
      /** @type {HTMLElement | null} */ (main.current?.querySelector("h1"))?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    first.current = false;
  }, [where]);
  /** @param {Event} event */
  const skip = (event) => {
    event.preventDefault();
    main.current?.focus();
  };
  return html`
    <a class="skip-link" href="#main" onClick=${skip}>Skip to the page</a>
    <nav class="sidebar" aria-label="Console">
      <a class="brand" href=${to(["overview"])}><${Mark} /><span>AEL</span></a>
      <ul>
        ${places.map((place) => html`<li key=${place.part}><a href=${to([place.part])} aria-current=${place.part === here ? "page" : undefined}><${Icon} name=${place.icon} /><span>${place.text}</span></a></li>`)}
      </ul>
      <div class="foot">
        <${Connection} />
        <button type="button" class="icon-button" onClick=${switchTheme} title=${dark.value ? "Light colours" : "Dark colours"}><${Icon} name=${dark.value ? "sun" : "moon"} /><span class="visually-hidden">${dark.value ? "Light colours" : "Dark colours"}</span></button>
        ${key.value && html`<button type="button" class="icon-button" onClick=${forgetKey} title=${`Forget the key${me.value ? ` '${me.value.name}'` : ""}`}><${Icon} name="key" /><span class="visually-hidden">Forget the key</span></button>`}
      </div>
    </nav>
    <main id="main" ref=${main} tabindex="-1">
      ${connection.value === "lost" && html`<div class="banner" role="alert"><${Icon} name="warning" />The engine cannot be reached. What is shown is what was last known; this page tries again by itself.</div>`}
      ${children}
    </main>`;
}

function Connection() {
  const text = { live: "Live", lost: "Not connected", connecting: "Connecting" }[connection.value];
  return html`<span class="connection" data-state=${connection.value} title=${info.value ? `AEL ${info.value.version}` : undefined}><span class="dot" aria-hidden="true"></span>${text}</span>`;
}

const Mark = () => html`
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" /><path d="M9 8v16M9 16h6a5 5 0 0 0 5-5M9 16h6a5 5 0 0 1 5 5" /><circle cx="9" cy="8" r="2.8" /><circle cx="9" cy="24" r="2.8" /><circle cx="22" cy="10.500" r="2.800" /><circle cx="22" cy="21.500" r="2.800" />
  </svg>`;
