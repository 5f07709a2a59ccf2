import { Icon } from "../../components/Icon.js";
import { Search } from "../../components/Search.js";
import { statusText } from "../../components/Status.js";
import { get } from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { useResource } from "../../lib/resource.js";
import { go, to } from "../../lib/route.js";

const statuses = ["running", "pending", "completed", "failed", "timed_out", "cancelled"];

/** @type {Record<string, { text: string, ms: number }>} */
const spans = {
  "15m": { text: "last 15 minutes", ms: 15 * 60e3 },
  "1h": { text: "last hour", ms: 3600e3 },
  "24h": { text: "last 24 hours", ms: 86400e3 },
  "7d": { text: "last 7 days", ms: 7 * 86400e3 },
};

/** What the engine is asked for. @param {Record<string, string>} filters */
export function queryOf({ workflow, status, text, span, since, until }) {
  return { workflow, status, text, since: span in spans ? new Date(Date.now() - spans[span].ms).toISOString() : since, until };
}

/** @param {Record<string, string>} filters */
export const isFiltered = (filters) => ["workflow", "status", "text", "span", "since", "until"].some((name) => filters[name]);

/** The filters are the page's address, so they can be kept, sent and gone back to. @param {{ filters: Record<string, string> }} props */
export function Filters({ filters }) {
  const workflows = useResource((abort) => get("/workflows", abort), [], ["workflows"]);
  const names = [...new Set([...(workflows.data?.items ?? []).map((/** @type {any} */ one) => one.name), ...(filters.workflow ? [filters.workflow] : [])])].sort();
  /** @param {Record<string, string | undefined>} change */
  const set = (change) => go(to(["executions"], { ...filters, ...change }), { replace: true });
  return html`
    <form class="filters" role="search" aria-label="Executions" onSubmit=${(/** @type {Event} */ e) => e.preventDefault()}>
      <${Search} text=${filters.text ?? ""} onChange=${(/** @type {string} */ text) => set({ text })} />
      <label><span class="visually-hidden">Workflow</span>
        <select value=${filters.workflow ?? ""} onChange=${(/** @type {any} */ e) => set({ workflow: e.currentTarget.value })} name="workflow">
          <option value="">All workflows</option>${names.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
        </select></label>
      <label><span class="visually-hidden">Status</span>
        <select value=${filters.status ?? ""} onChange=${(/** @type {any} */ e) => set({ status: e.currentTarget.value })} name="status">
          <option value="">Any status</option>${statuses.map((status) => html`<option key=${status} value=${status}>${statusText(status)}</option>`)}
        </select></label>
      <label><span class="visually-hidden">Time</span>
        <select value=${filters.since ? "exact" : (filters.span ?? "")} onChange=${(/** @type {any} */ e) => set({ span: e.currentTarget.value, since: undefined, until: undefined })} name="span">
          <option value="">Any time</option>${Object.entries(spans).map(([span, { text }]) => html`<option key=${span} value=${span}>${text}</option>`)}
          ${filters.since && html`<option value="exact">${new Date(filters.since).toLocaleString()}${filters.until ? ` to ${new Date(filters.until).toLocaleTimeString()}` : ""}</option>`}
        </select></label>
      ${isFiltered(filters) && html`<a class="button small" href=${to(["executions"])}><${Icon} name="cross" />Clear</a>`}
    </form>`;
}
