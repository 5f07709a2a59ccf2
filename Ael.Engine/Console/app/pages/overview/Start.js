import { Copy } from "../../components/Copy.js";
import { Empty } from "../../components/Empty.js";
import { html } from "../../lib/html.js";
import { to } from "../../lib/route.js";

/** For whoever sees the console for the first time. @param {{ window: string, info: any }} props */
export function Start({ window, info }) {
  const mcp = `${location.origin}/mcp`;
  return html`
    <${Empty} title=${`Nothing has run in the last ${window.replace(/(\d+)/, "$1 ")}`}>
      <ol class="ways">
        <li><h3>Run a workflow here</h3><p>${info?.workflows > 0 ? `${info.workflows} workflows are ready; each has a form made from its inputs.` : "Put a YAML file into the workflows folder; it appears at once."}</p><p><a class="button primary" href=${to(["workflows"])}>Choose a workflow</a></p></li>
        <li><h3>Let an agent do it</h3><p>Give it this address as an MCP server. Each workflow is a tool.</p><p class="with-copy"><code>${mcp}</code><${Copy} text=${mcp} label="Copy the address" quiet /></p></li>
        <li><h3>From a shell</h3><p>The result is printed as JSON, the steps as they end.</p><p class="with-copy"><code>Ael.Engine run hello</code><${Copy} text="Ael.Engine run hello" label="Copy the command" quiet /></p></li>
      </ol>
    <//>`;
}
