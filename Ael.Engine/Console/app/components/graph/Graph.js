import { useEffect, useState } from "preact/hooks";
import { html } from "../../lib/html.js";
import { Icon } from "../Icon.js";
import { tone } from "../Status.js";
import { BoxHeight, layout } from "./layout.js";

/** @type {Record<string, Parameters<typeof Icon>[0]["name"]>} */
const icons = { tool_call: "tools", code: "code", workflow: "workflows" };

/**
 * The steps of a workflow and what waits for what.
 * @param {{ steps: any[], statuses?: Record<string, string>, label: string, onChoose?: (id: string) => void, chosen?: string }} props
 */
export function Graph({ steps, statuses = {}, label, onChoose, chosen }) {
  const [drawn, draw] = useState(/** @type {Awaited<ReturnType<typeof layout>> | null} */ (null));
  const shape = JSON.stringify(steps.map((step) => [step.id, step.waits_for]));
  useEffect(() => {
    let wanted = true;
    void layout(steps.map((step) => ({ id: step.id, waits_for: step.waits_for, detail: detail(step) }))).then((result) => wanted && draw(result));
    return () => { wanted = false; };
  }, [shape]);
  if (drawn === null) {
    return html`<div class="loading">Drawing…</div>`;
  }
  return html`
    <div class="graph" role="region" aria-label=${label} tabindex="0">
      <svg width=${drawn.width} style=${{ minWidth: `${drawn.width * 0.6}px` }} viewBox=${`0 0 ${drawn.width} ${drawn.height}`} role="group" aria-label=${label}>
        <defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" /></marker></defs>
        ${drawn.edges.map((edge) => html`<path key=${`${edge.from} ${edge.to}`} class="edge" d=${curve(edge.points)} marker-end="url(#arrow)" />`)}
        ${steps.filter((step) => drawn.boxes.has(step.id)).map((step) => html`<${StepBox} key=${step.id} step=${step} box=${drawn.boxes.get(step.id)} status=${statuses[step.id]} chosen=${chosen === step.id} onChoose=${onChoose} />`)}
      </svg>
    </div>`;
}

/** @param {{ step: any, box: any, status?: string, chosen: boolean, onChoose?: (id: string) => void }} props */
function StepBox({ step, box, status, chosen, onChoose }) {
  const choose = onChoose && (() => onChoose(step.id));
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (choose && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      choose();
    }
  };
  const says = [`${step.id} ${detail(step)}`, step.when && `only when ${step.when}`, step.foreach && "for each element", status].filter(Boolean).join(", ");
  return html`
    <g class="box" transform=${`translate(${box.x - box.width / 2} ${box.y - box.height / 2})`} data-type=${step.type} data-tone=${status ? tone(status) : undefined} data-chosen=${chosen}
      tabindex=${choose ? 0 : undefined} role=${choose ? "button" : "img"} aria-label=${says} onClick=${choose} onKeyDown=${key}>
      <rect width=${box.width} height=${BoxHeight} rx="8" />
      <svg x="10" y="14" width="18" height="18"><${Icon} name=${icons[step.type]} /></svg>
      <text x="36" y="20" class="box-name">${short(step.id, box.width - 46, 8)}</text>${" "}
      <text x="36" y="36" class="box-detail">${short(detail(step), box.width - 46, 6.6)}</text>
    </g>`;
}

/** @param {any} step */
export function detail(step) {
  const marks = (step.when ? " ?" : "") + (step.foreach ? " ×n" : "");
  return (step.target ?? "Python") + marks;
}

/** @param {string} text @param {number} room @param {number} letter */
function short(text, room, letter) {
  const fits = Math.floor(room / letter);
  return text.length <= fits ? text : text.slice(0, Math.max(1, fits - 1)) + "…";
}

/** @param {{ x: number, y: number }[]} points */
function curve(points) {
  const [first, ...rest] = points;
  const last = rest.pop() ?? first;
  const middle = rest.map((point, index) => {
    const next = rest[index + 1] ?? last;
    return `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`;
  });
  return `M${first.x} ${first.y}${middle.join("")}L${last.x} ${last.y}`;
}
