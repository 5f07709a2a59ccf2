import { useEffect, useState } from "preact/hooks";
import { Empty } from "../../components/Empty.js";
import { Loaded } from "../../components/Loaded.js";
import { LogLines } from "../../components/LogLines.js";
import { Page } from "../../components/Page.js";
import { get } from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { useResource } from "../../lib/resource.js";
import { go, route, to } from "../../lib/route.js";
import { LogFilters } from "./LogFilters.js";

const PageSize = 200;

/** The log, searched by the engine. */
export function LogsPage() {
  const filters = route.value.query;
  const lines = useResource((abort) => get("/logs", abort, { ...filters, limit: PageSize }), [filters], filters.source === "engine" ? ["servers", "workflows"] : ["executions"]);
  return html`
    <${Page} title="Logs">
      <${LogFilters} filters=${filters} />
      <${Loaded} of=${lines} what="Log lines">${(/** @type {any} */ data) => (data.items.length === 0 ? nothing(filters) : html`<${List} key=${JSON.stringify(filters)} first=${data} filters=${filters} />`)}<//>
    <//>`;
}

/** @param {{ first: any, filters: Record<string, string> }} props */
function List({ first, filters }) {
  const [older, setOlder] = useState(/** @type {any[]} */ ([]));
  const [cursor, setCursor] = useState(first.next_cursor);
  useEffect(() => { if (older.length === 0) { setCursor(first.next_cursor); } }, [first]);
  const more = async () => {
    const page = await get("/logs", undefined, { ...filters, limit: PageSize, cursor });
    setOlder([...older, ...page.items]);
    setCursor(page.next_cursor);
  };
  // While older lines are shown, new ones would move what is being read.
  const [shown, keep] = useState(first.items);
  useEffect(() => { if (older.length === 0) { keep(first.items); } }, [first]);
  const component = (/** @type {string} */ name) => go(to(["logs"], { ...filters, component: name }), { replace: true });
  return html`
    <div class="panel"><${LogLines} lines=${[...shown, ...older]} empty="" onComponent=${component} /></div>
    ${cursor !== null && html`<p class="more"><button type="button" class="button" onClick=${more}>Show older lines</button></p>`}`;
}

/** @param {Record<string, string>} filters */
const nothing = (filters) => (Object.values(filters).some((value) => value !== "" && value !== "engine")
  ? html`<${Empty} title="No line fits"><p>Take a filter away, or <a href=${to(["logs"])}>see them all</a>.</p><//>`
  : html`<${Empty} title="No lines yet"><p>What executions log is kept with them: each step's start and end, what Python prints, every error. Run a workflow, and its lines appear here.</p><p><a class="button primary" href=${to(["workflows"])}>Choose a workflow to run</a></p><//>`);
