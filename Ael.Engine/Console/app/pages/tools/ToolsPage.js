import { useState } from "preact/hooks";
import { Empty } from "../../components/Empty.js";
import { Icon } from "../../components/Icon.js";
import { Loaded } from "../../components/Loaded.js";
import { Page } from "../../components/Page.js";
import { Problem } from "../../components/Problem.js";
import { get, post } from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { whyNot } from "../../lib/me.js";
import { useResource } from "../../lib/resource.js";
import { Server } from "./Server.js";

/** The MCP servers behind the engine, and what they offer. */
export function ToolsPage() {
  const servers = useResource((abort) => get("/servers", abort), [], ["servers"]);
  const tools = useResource((abort) => get("/tools", abort), [], ["servers"]);
  const [text, search] = useState("");
  const [state, set] = useState(/** @type {{ busy: boolean, error: any }} */ ({ busy: false, error: null }));
  const refresh = async () => {
    set({ busy: true, error: null });
    try {
      await post("/tools/refresh");
      await Promise.all([servers.reload(), tools.reload()]);
      set({ busy: false, error: null });
    } catch (error) {
      set({ busy: false, error });
    }
  };
  const why = whyNot("admin");
  return html`
    <${Page} title="Tools" actions=${html`
      <input type="search" placeholder="Find a tool" aria-label="Find a tool" value=${text} onInput=${(/** @type {any} */ e) => search(e.currentTarget.value)} />
      <button type="button" class="button" disabled=${state.busy || why !== undefined} title=${why} onClick=${refresh}>${state.busy ? html`<span class="spinner" aria-hidden="true"></span>` : html`<${Icon} name="again" />`}Ask the servers again</button>`}>
      ${state.error && html`<${Problem} error=${state.error} />`}
      <${Loaded} of=${servers} what="Servers">${(/** @type {any} */ data) => (data.items.length === 0 ? nothing() : data.items.map((/** @type {any} */ one) => html`
        <${Server} key=${one.name} server=${one} tools=${matching(tools.data?.items ?? [], one.name, text)} searched=${text !== ""} />`))}<//>
    <//>`;
}

/** @param {any[]} tools @param {string} server @param {string} text */
function matching(tools, server, text) {
  const wanted = text.trim().toLowerCase();
  return tools.filter((tool) => tool.server === server && [tool.name, tool.title ?? "", tool.description ?? ""].some((part) => part.toLowerCase().includes(wanted)));
}

const nothing = () => html`
  <${Empty} title="No MCP server yet">
    <p>Steps call tools of MCP servers. Name one in <code>ael-config.yaml</code> and start the engine again:</p>
    <pre class="sample">${Sample}</pre>
  <//>`;

const Sample = `tools:
  mcp_servers:
    files:
      command: npx
      args: [-y, "@modelcontextprotocol/server-filesystem", .]
`;
