import { Copy } from "../../components/Copy.js";
import { Time } from "../../components/Time.js";
import { duration } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { info } from "../../lib/me.js";
import { useNow } from "../../lib/now.js";
import { to } from "../../lib/route.js";
import { hasEnded } from "./useExecution.js";

/** @param {{ execution: import("./useExecution.js").Execution }} props */
export function Facts({ execution: { result, detail } }) {
  return html`
    <dl class="facts strip">
      <div><dt>Workflow</dt><dd><a href=${to(["workflows", result.workflow])}>${result.workflow}</a> <span class="version">${result.version}</span></dd></div>
      <div><dt>Started</dt><dd><${Time} at=${result.started_at ?? detail.created_at} /></dd></div>
      <div><dt>Took</dt><dd>${hasEnded(result) ? duration(result.duration_ms) : html`<${SoFar} from=${result.started_at ?? detail.created_at} />`}</dd></div>
      <div><dt>Asked for by</dt><dd>${detail.parent_execution_id ? html`<a href=${to(["executions", detail.parent_execution_id], { step: detail.parent_step_id })}>${detail.parent_execution_id}</a>` : detail.source}</dd></div>
      ${result.trace_id && html`<div><dt>Trace</dt><dd class="mono">${traceLink(result.trace_id)}<${Copy} text=${result.trace_id} label="Copy the trace id" quiet /></dd></div>`}
    </dl>`;
}

/** @param {{ from: string }} props */
const SoFar = ({ from }) => html`${duration(Math.max(0, useNow() - Date.parse(from)))} so far`;

/** @param {string} id */
function traceLink(id) {
  const url = info.value?.trace_url;
  return url ? html`<a href=${url.replace("{trace_id}", id)} target="_blank" rel="noreferrer" title="Open the trace">${id.slice(0, 16)}…</a>` : html`<span title=${id}>${id.slice(0, 16)}…</span>`;
}
