import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { bytes, count } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { dark } from "../../lib/theme.js";

/**
 * @typedef {{ label: string, tone: string, values: (number | null)[] }} Line tone: a custom property of the style sheets
 */

const Height = 190;

/** Round numbers of bytes. */
const binary = Array.from({ length: 40 }, (_, power) => 2 ** power);

/** So few values are drawn as points, too: a single one has no line. */
const FewPoints = 40;

/**
 * Values over time; bars stand on each other, lines do not.
 * @param {{ label: string, times: number[], lines: Line[], kind: "bars" | "lines", format: (value: number) => string, onChoose?: (index: number) => void }} props times in s; onChoose: somebody clicked there
 */
export function Chart({ label, times, lines, kind, format, onChoose }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const plot = useRef(/** @type {uPlot | null} */ (null));
  const choose = useRef(onChoose);
  choose.current = onChoose;
  const shape = lines.map((line) => line.label).join() + dark.value;
  // The tallest of a stack is drawn first, and covered by those below it.
  const drawn = kind === "bars" ? stacked(lines) : lines.map((line) => line.values);

  useEffect(() => {
    const element = /** @type {HTMLElement} */ (box.current);
    const made = new uPlot(options(element, lines, kind, format, (index) => choose.current?.(index)), [times, ...drawn], element);
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: Height }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape, kind]);
  useEffect(() => plot.current?.setData([times, ...drawn]), [times, lines]);

  return html`
    <figure class="chart">
      <div ref=${box} role="img" aria-label=${`${label}: ${summary(lines, format)}`} class=${onChoose ? "choosable" : ""}></div>
      <figcaption>${lines.map((line) => html`<span key=${line.label}><span class="swatch" data-tone=${line.tone} aria-hidden="true"></span>${line.label}</span>`)}</figcaption>
    </figure>`;
}

/** Each line on top of those after it. @param {Line[]} lines */
function stacked(lines) {
  const sums = new Array(lines[0]?.values.length ?? 0).fill(0);
  return [...lines].reverse().map((line) => line.values.map((value, at) => (sums[at] += value ?? 0))).reverse();
}

/** @param {HTMLElement} element @param {Line[]} lines @param {"bars" | "lines"} kind @param {(value: number) => string} format @param {(index: number) => void} choose @returns {uPlot.Options} */
function options(element, lines, kind, format, choose) {
  // A canvas knows no custom properties: an element that has the colour is asked for it.
  const colour = (/** @type {string} */ tone) => {
    element.style.color = `var(--chart-${tone})`;
    const { color } = getComputedStyle(element);
    element.style.color = "";
    return color;
  };
  const axis = { stroke: colour("text"), grid: { stroke: colour("grid"), width: 1 }, ticks: { show: false }, font: "11px system-ui, sans-serif" };
  const bars = uPlot.paths.bars?.({ size: [0.8, 40], align: 1, radius: 0.15 });
  return {
    width: element.clientWidth,
    height: Height,
    padding: [10, 22, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: kind === "lines" } },
    // A bar begins at its time and is as wide as its bucket: the last one needs room, too.
    scales: { x: { time: true, range: (made, least, most) => [least, most + (kind === "bars" ? (made.data[0][1] ?? 0) - (made.data[0][0] ?? 0) : 0)] }, y: { range: (_, __, most) => [0, (most ?? 0) > 0 ? most * 1.08 : 1] } },
    axes: [{ ...axis, size: 28, values: (_, marks, __, ___, step) => marks.map((mark) => timeText(mark, step)) }, { ...axis, size: 58, incrs: format === bytes ? binary : undefined, values: (_, marks) => marks.map((mark) => (format === count && !Number.isInteger(mark) ? "" : format(mark))) }],
    series: [{}, ...lines.map((line) => ({ label: line.label, stroke: colour(line.tone), fill: kind === "bars" ? colour(line.tone) : undefined, width: kind === "bars" ? 0 : 1.75, paths: kind === "bars" ? bars : undefined, points: { show: kind === "lines" && line.values.filter((value) => value !== null).length <= FewPoints, size: 5, fill: colour(line.tone) }, spanGaps: kind === "lines" }))],
    hooks: { ready: [(made) => tip(made, lines, format, choose)] },
  };
}

/** @param {number} at in s @param {number} step between marks */
function timeText(at, step) {
  const time = new Date(at * 1000);
  return step >= 86400 || (step >= 21600 && time.getHours() === 0)
    ? time.toLocaleDateString(undefined, { day: "numeric", month: "short" })
    : time.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: step < 60 ? "2-digit" : undefined, hour12: false });
}

/** What is below the pointer, in words. @param {uPlot} made @param {Line[]} lines @param {(value: number) => string} format @param {(index: number) => void} choose */
function tip(made, lines, format, choose) {
  const note = document.createElement("div");
  note.className = "chart-tip";
  made.over.append(note);
  made.over.addEventListener("mousemove", () => {
    const at = made.cursor.idx;
    const time = at === null || at === undefined ? undefined : made.data[0][at];
    note.hidden = time === undefined;
    if (at !== null && at !== undefined && time !== undefined) {
      const values = lines.map((line, index) => {
        const drawn = made.data[index + 1][at];
        const below = made.series[index + 1].fill && index + 1 < lines.length ? (made.data[index + 2][at] ?? 0) : 0;
        return drawn === null || drawn === undefined ? null : `${line.label} ${format(drawn - below)}`;
      });
      note.textContent = [new Date(time * 1000).toLocaleTimeString(), ...values.filter((value) => value !== null)].join("\n");
      const left = made.cursor.left ?? 0;
      note.style.left = `${left}px`;
      note.dataset.side = left > made.over.clientWidth / 2 ? "left" : "right";
    }
  });
  made.over.addEventListener("click", () => { if (made.cursor.idx !== null && made.cursor.idx !== undefined) { choose(made.cursor.idx); } });
}

/** @param {Line[]} lines @param {(value: number) => string} format */
function summary(lines, format) {
  return lines.map((line) => {
    const last = line.values.findLast((value) => value !== null);
    return `${line.label} ${last === undefined || last === null ? "no values" : `at last ${format(last)}, at most ${format(Math.max(...line.values.map((value) => value ?? 0)))}`}`;
  }).join("; ");
}
