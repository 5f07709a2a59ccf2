import { useEffect, useMemo, useRef } from "preact/hooks";
import { html } from "../../lib/html.js";
import { Icon } from "../Icon.js";
import { highlight } from "./highlight.js";

/** @typedef {{ line: number, severity: string, message: string, suggestion?: string }} Mark */

/**
 * A YAML text with its lines' numbers, and what is to be said about single lines below them.
 * @param {{ text: string, label: string, marks?: Mark[], focus?: number, lines?: [number, number] }} props
 * focus: the line that is shown first; lines: the only ones shown, from and to
 */
export function Yaml({ text, label, marks = [], focus, lines }) {
  const all = useMemo(() => highlight(text), [text]);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [from, to] = lines ?? [1, all.length];
  useEffect(() => {
    const line = /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector(`[data-line="${focus}"]`));
    if (line && box.current) {
      box.current.scrollTop = line.offsetTop - box.current.clientHeight / 3;
    }
  }, [focus, text]);
  return html`
    <div class="yaml" ref=${box} role="region" aria-label=${label} tabindex="0">
      <ol start=${from}>
        ${all.slice(from - 1, to).map((pieces, index) => html`<${Line} key=${from + index} number=${from + index} pieces=${pieces} marks=${marks.filter((mark) => mark.line === from + index)} marked=${focus === from + index} />`)}
      </ol>
    </div>`;
}

/** @param {{ number: number, pieces: import("./highlight.js").Piece[], marks: Mark[], marked: boolean }} props */
function Line({ number, pieces, marks, marked }) {
  const severity = marks.some((mark) => mark.severity === "error") ? "error" : marks.length > 0 ? "warning" : marked ? "focus" : undefined;
  return html`
    <li data-line=${number} data-mark=${severity}>
      <span class="line-number" aria-hidden="true">${number}</span><code>${pieces.map((piece) => (piece.kind === "" ? piece.text : html`<span class=${`token-${piece.kind}`}>${piece.text}</span>`))}</code>
      ${marks.map((mark) => html`<div class="line-mark" data-severity=${mark.severity}><${Icon} name=${mark.severity === "error" ? "cross" : "warning"} /><span><span class="visually-hidden">Line ${number}: </span>${mark.message}${mark.suggestion && html` <span class="suggestion">${mark.suggestion}</span>`}</span></div>`)}
    </li>`;
}
