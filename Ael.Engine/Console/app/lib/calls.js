import { key } from "./key.js";

/** The same run as other doors take it. @param {string} workflow @param {any} inputs */
export function callsOf(workflow, inputs) {
  const body = JSON.stringify({ inputs });
  return [
    { name: "command line", text: ["Ael.Engine run", workflow, ...Object.entries(inputs).map(([name, value]) => `--input ${shell(`${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)}`)].join(" ") },
    { name: "curl", text: [`curl ${shell(`${location.origin}/api/v1/workflows/${encodeURIComponent(workflow)}/execute`)}`, "-H 'Content-Type: application/json'", ...(key.value ? ['-H "Authorization: Bearer $AEL_KEY"'] : []), `-d ${shell(body)}`].join(" \\\n  ") },
    { name: "MCP call", text: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: workflow, arguments: inputs } }, null, 2) },
  ];
}

/** @param {string} text */
const shell = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
