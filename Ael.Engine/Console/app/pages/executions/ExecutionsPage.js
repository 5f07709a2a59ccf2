import { useEffect, useState } from "preact/hooks";
import { Empty } from "../../components/Empty.js";
import { Loaded } from "../../components/Loaded.js";
import { Page } from "../../components/Page.js";
import { get } from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { useResource } from "../../lib/resource.js";
import { route, to } from "../../lib/route.js";
import { ExecutionTable } from "./ExecutionTable.js";
import { Filters, isFiltered, queryOf } from "./Filters.js";

const PageSize = 100;

/** Executions, newest first, found by the engine: however many there are, a page of them comes. */
export function ExecutionsPage() {
  const filters = route.value.query;
  const first = useResource((abort) => get("/executions", abort, { ...queryOf(filters), limit: PageSize }), [filters], ["executions"]);
  return html`
    <${Page} title="Executions">
      <${Filters} filters=${filters} />
      <${Loaded} of=${first} what="Executions">${(/** @type {any} */ data) => (data.items.length === 0 ? nothing(filters) : html`<${List} key=${JSON.stringify(filters)} first=${data} filters=${filters} busy=${first.loading} />`)}<//>
    <//>`;
}

/** @param {{ first: any, filters: Record<string, string>, busy: boolean }} props */
function List({ first, filters, busy }) {
  const [older, setOlder] = useState(/** @type {any[]} */ ([]));
  const [cursor, setCursor] = useState(first.next_cursor);
  const [waiting, wait] = useState(false);
  // Until older pages are wanted, the cursor is that of the first page as it is now.
  useEffect(() => { if (older.length === 0) { setCursor(first.next_cursor); } }, [first]);
  const more = async () => {
    wait(true);
    try {
      const page = await get("/executions", undefined, { ...queryOf(filters), limit: PageSize, cursor });
      setOlder([...older, ...page.items]);
      setCursor(page.next_cursor);
    } finally {
      wait(false);
    }
  };
  const known = new Set(first.items.map((/** @type {any} */ one) => one.execution_id));
  return html`
    <${ExecutionTable} items=${[...first.items, ...older.filter((one) => !known.has(one.execution_id))]} busy=${busy} />
    ${cursor !== null && html`<p class="more"><button type="button" class="button" disabled=${waiting} onClick=${more}>${waiting && html`<span class="spinner" aria-hidden="true"></span>`}Show older ones</button></p>`}`;
}

/** @param {Record<string, string>} filters */
const nothing = (filters) => (isFiltered(filters)
  ? html`<${Empty} title="Nothing fits"><p>No execution that is kept has all of that. Take a filter away, or <a href=${to(["executions"])}>see them all</a>.</p><//>`
  : html`<${Empty} title="Nothing has run yet">
      <p>Every run of a workflow appears here, whoever asked for it: this console, an agent by MCP, a program by REST, or the command line.</p>
      <p><a class="button primary" href=${to(["workflows"])}>Choose a workflow to run</a></p>
    <//>`);
