import { useState } from "preact/hooks";
import { clockTime, exactTime } from "../lib/format.js";
import { html } from "../lib/html.js";
import { to } from "../lib/route.js";

/** Lines drawn at once. */
const Page = 300;

/**
 * Lines of a log.
 * @param {{ lines: any[], empty: string, onStep?: (id: string) => void, onComponent?: (name: string) => void }} props onStep: lines are of one execution, and name steps only
 */
export function LogLines({ lines, empty, onStep, onComponent }) {
  const [shown, show] = useState(Page);
  if (lines.length === 0) {
    return html`<p class="hint panel-note">${empty}</p>`;
  }
  return html`
    <div class="log" role="region" aria-label="Log lines" tabindex="0">
      <ol>${lines.slice(0, shown).map((line, at) => html`
        <li key=${at} data-level=${line.level}>
          <time datetime=${line.at} title=${exactTime(line.at)}>${clockTime(line.at)}</time><span class="log-level">${line.level}</span>
          <span class="log-from">${onComponent ? html`<button type="button" class="link" onClick=${() => onComponent(line.component)}>${line.component}</button>` : line.component}${line.step_id && html` ${onStep ? html`<button type="button" class="link" onClick=${() => onStep(line.step_id)}>${line.step_id}</button>` : html`<span>${line.step_id}</span>`}`}</span>
          <span class="log-message">${line.message}${!onStep && line.execution_id && html` <a href=${to(["executions", line.execution_id], { step: line.step_id })} class="log-execution">${line.workflow} ${line.execution_id}</a>`}</span>
        </li>`)}</ol>
      ${lines.length > shown && html`<button type="button" class="link" onClick=${() => show(shown + 10 * Page)}>${lines.length - shown} more lines</button>`}
    </div>`;
}
