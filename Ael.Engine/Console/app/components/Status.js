import { html } from "../lib/html.js";
import { Icon } from "./Icon.js";

/** @type {Record<string, { text: string, icon: Parameters<typeof Icon>[0]["name"], tone: string }>} */
const looks = {
  pending: { text: "pending", icon: "dots", tone: "quiet" },
  running: { text: "running", icon: "again", tone: "active" },
  completed: { text: "completed", icon: "check", tone: "good" },
  failed: { text: "failed", icon: "cross", tone: "bad" },
  cancelled: { text: "cancelled", icon: "stop", tone: "warn" },
  timed_out: { text: "timed out", icon: "clock", tone: "bad" },
  skipped: { text: "skipped", icon: "skip", tone: "quiet" },
  up: { text: "up", icon: "check", tone: "good" },
  down: { text: "down", icon: "cross", tone: "bad" },
  connecting: { text: "connecting", icon: "again", tone: "active" },
  disabled: { text: "disabled", icon: "stop", tone: "quiet" },
  healthy: { text: "healthy", icon: "check", tone: "good" },
  degraded: { text: "degraded", icon: "warning", tone: "warn" },
  unhealthy: { text: "unhealthy", icon: "cross", tone: "bad" },
};

/** @param {string} status */
export const tone = (status) => looks[status.toLowerCase()]?.tone ?? "quiet";

/** @param {string} status */
export const statusText = (status) => looks[status]?.text ?? status;

/** How something stands, by word, sign and colour. @param {{ of: string }} props */
export function Status({ of }) {
  const look = looks[of.toLowerCase()] ?? { text: of, icon: "dots", tone: "quiet" };
  return html`<span class="status" data-tone=${look.tone} data-status=${of}><${Icon} name=${look.icon} />${look.text}</span>`;
}
