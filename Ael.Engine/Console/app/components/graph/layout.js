/** @typedef {{ id: string, x: number, y: number, width: number, height: number }} Box */

export const BoxHeight = 46;

/**
 * Places steps from top to bottom, each below those it waits for.
 * @param {{ id: string, waits_for: string[], detail: string }[]} steps
 */
export async function layout(steps) {
  // Only this page needs it, so only this page loads it.
  const { Graph, layout: place } = await import("@dagrejs/dagre");
  const graph = new Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 26, ranksep: 34, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const step of steps) {
    graph.setNode(step.id, { width: Math.min(240, Math.max(120, 8 * Math.max(step.id.length, step.detail.length * 0.85) + 46)), height: BoxHeight });
  }
  for (const step of steps) {
    for (const before of step.waits_for) {
      graph.setEdge(before, step.id);
    }
  }
  place(graph);
  const { width = 0, height = 0 } = /** @type {any} */ (graph.graph());
  const boxes = steps.map((step) => /** @type {Box} */ ({ .../** @type {any} */ (graph.node(step.id)), id: step.id }));
  const turned = isTurned(boxes);
  const turn = (/** @type {{ x: number, y: number }} */ point) => ({ ...point, x: turned ? width - point.x : point.x });
  return {
    width,
    height,
    boxes: new Map(boxes.map((box) => [box.id, { ...box, ...turn(box) }])),
    edges: graph.edges().map((edge) => ({ from: edge.v, to: edge.w, points: /** @type {any} */ (graph.edge(edge)).points.map(turn) })),
  };
}

/** Whether steps side by side stand more often against their order in the file than with it: then the mirror image reads better. @param {Box[]} boxes */
function isTurned(boxes) {
  let against = 0;
  boxes.forEach((box, at) => boxes.slice(at + 1).forEach((later) => { against += later.y === box.y ? Math.sign(box.x - later.x) : 0; }));
  return against > 0;
}
