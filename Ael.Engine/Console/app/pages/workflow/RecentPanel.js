import { Loaded } from "../../components/Loaded.js";
import { Panel } from "../../components/Page.js";
import { Status } from "../../components/Status.js";
import { Time } from "../../components/Time.js";
import { get } from "../../lib/api.js";
import { duration } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { useResource } from "../../lib/resource.js";
import { to } from "../../lib/route.js";

/** @param {{ name: string }} props */
export function RecentPanel({ name }) {
  const recent = useResource((abort) => get("/executions", abort, { workflow: name, limit: 10 }), [name], ["executions"]);
  return html`
    <${Panel} title="Recent executions" beside=${html`<a href=${to(["executions"], { workflow: name })}>All</a>`}>
      <${Loaded} of=${recent} what="Executions">${(/** @type {any} */ data) => data.items.length === 0
        ? html`<p class="hint panel-note">It has not run yet. Once it is valid, it can be run from here, and agents see it as the tool <code>${name}</code>.</p>`
        : html`<ul class="rows">${data.items.map((/** @type {any} */ one) => html`
            <li key=${one.execution_id}><a href=${to(["executions", one.execution_id])}><${Status} of=${one.status} /><span class="mono">${one.execution_id}</span></a><span class="hint">${duration(one.duration_ms)} · <${Time} at=${one.created_at} /></span></li>`)}</ul>`}<//>
    <//>`;
}
