import { Icon } from "../../components/Icon.js";
import { Search } from "../../components/Search.js";
import { html } from "../../lib/html.js";
import { go, to } from "../../lib/route.js";

const levels = ["DEBUG", "INFO", "WARNING", "ERROR"];
const components = ["workflow_engine", "tool_invoker", "code_runner", "mcp_server", "mcp_client", "api", "config", "storage"];

/** @param {{ filters: Record<string, string> }} props */
export function LogFilters({ filters }) {
  /** @param {Record<string, string>} change */
  const set = (change) => go(to(["logs"], { ...filters, ...change }), { replace: true });
  const engine = filters.source === "engine";
  return html`
    <form class="filters" role="search" aria-label="Log lines" onSubmit=${(/** @type {Event} */ e) => e.preventDefault()}>
      <div class="segments" role="group" aria-label="Whose lines">
        <button type="button" aria-pressed=${!engine} onClick=${() => set({ source: "" })}>Executions</button>
        <button type="button" aria-pressed=${engine} onClick=${() => go(to(["logs"], { source: "engine", level: filters.level, component: filters.component, text: filters.text }), { replace: true })}>Engine</button>
      </div>
      <${Search} text=${filters.text ?? ""} placeholder="Text in the message" onChange=${(/** @type {string} */ text) => set({ text })} />
      <label><span class="visually-hidden">Level</span><select name="level" value=${filters.level ?? ""} onChange=${(/** @type {any} */ e) => set({ level: e.currentTarget.value })}>
        <option value="">Any level</option>${levels.map((level) => html`<option key=${level} value=${level}>${level} and above</option>`)}</select></label>
      <label><span class="visually-hidden">Component</span><select name="component" value=${filters.component ?? ""} onChange=${(/** @type {any} */ e) => set({ component: e.currentTarget.value })}>
        <option value="">Any component</option>${components.map((one) => html`<option key=${one} value=${one}>${one}</option>`)}</select></label>
      ${filters.workflow && html`<${Chosen} text=${filters.workflow} onRemove=${() => set({ workflow: "" })} />`}
      ${filters.execution && html`<${Chosen} text=${filters.execution} onRemove=${() => set({ execution: "" })} /><a href=${to(["executions", filters.execution])}>Its page</a>`}
    </form>`;
}

/** @param {{ text: string, onRemove: () => void }} props */
const Chosen = ({ text, onRemove }) => html`<button type="button" class="button small" onClick=${onRemove} title="Take this filter away"><${Icon} name="cross" />${text}</button>`;
