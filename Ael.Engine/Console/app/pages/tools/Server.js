import { Panel } from "../../components/Page.js";
import { Problem } from "../../components/Problem.js";
import { Status } from "../../components/Status.js";
import { Time } from "../../components/Time.js";
import { html } from "../../lib/html.js";
import { to } from "../../lib/route.js";

/** @param {{ server: any, tools: any[], searched: boolean }} props */
export const Server = ({ server, tools, searched }) => html`
  <${Panel} title=${server.name} class="server" beside=${html`<span data-server=${server.name}><${Status} of=${server.state} /></span><span class="hint">${server.transport}, since <${Time} at=${server.since} />${server.restarts > 0 ? `, connected again ${server.restarts === 1 ? "once" : `${server.restarts} times`}` : ""}</span>`}>
    ${server.error && html`<${Problem} error=${server.error} title=${server.error.code} />`}
    ${tools.length > 0 && html`<ul class="tool-list">${tools.map((tool) => html`<li key=${tool.name}><a href=${to(["tools", server.name, tool.name])}>${tool.name}</a><span class="hint">${firstSentence(tool.description ?? tool.title ?? "")}</span></li>`)}</ul>`}
    ${tools.length === 0 && html`<p class="hint panel-note">${searched ? "None of its tools has that in its name or description." : server.state === "up" ? "It offers no tools." : "Its tools are shown when it is up. Steps that need them wait for it, or fail with TOOL_UNAVAILABLE."}</p>`}
    ${server.stderr.length > 0 && html`<details class="panel-note"><summary>What it wrote to standard error (${server.stderr.length} lines)</summary><pre class="log-text" tabindex="0">${server.stderr.join("\n")}</pre></details>`}
  <//>`;

/** @param {string} text */
function firstSentence(text) {
  const end = text.search(/\.\s|\n/);
  const sentence = end < 0 ? text : text.slice(0, end + 1);
  return sentence.length > 160 ? sentence.slice(0, 157) + "…" : sentence;
}
