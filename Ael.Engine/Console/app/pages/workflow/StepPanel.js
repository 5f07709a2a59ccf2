import { html } from "../../lib/html.js";
import { to } from "../../lib/route.js";

const kinds = { tool_call: "calls a tool", code: "runs Python", workflow: "runs a workflow" };

/** A step's settings, as they hold with all defaults. @param {{ step: any }} props */
export const StepPanel = ({ step }) => html`
  <dl class="facts panel-note" aria-label=${`Step ${step.id}`}>
    <div><dt>Step</dt><dd><strong>${step.id}</strong> ${kinds[/** @type {keyof typeof kinds} */ (step.type)]}, line ${step.line}</dd></div>
    ${step.target && html`<div><dt>${step.type === "workflow" ? "Workflow" : "Tool"}</dt><dd>${step.type === "workflow" ? html`<a href=${to(["workflows", step.target.split("@")[0]])}>${step.target}</a>` : html`${step.target}${step.server ? ` of ${step.server}` : ""}`}</dd></div>`}
    <div><dt>Waits for</dt><dd>${step.waits_for.length > 0 ? step.waits_for.join(", ") : "nothing"}</dd></div>
    ${step.when && html`<div><dt>Only when</dt><dd><code>${step.when}</code></dd></div>`}
    ${step.foreach && html`<div><dt>For each of</dt><dd><code>${step.foreach}</code></dd></div>`}
    <div><dt>When it fails</dt><dd>${step.on_error}${step.max_attempts > 1 ? `, after ${step.max_attempts} attempts` : ""}; each may take ${step.timeout_seconds} s</dd></div>
  </dl>`;
