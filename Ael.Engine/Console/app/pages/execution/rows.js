/**
 * A bar of the waterfall. Times are ms since 1970; end null: it still runs.
 * @typedef {{ key: string, step: string, depth: number, kind: "step" | "attempt" | "call", name: string, note: string, status: string, start: number | null, end: number | null, link?: string }} Row
 */

/** Attempts of one step that get a row each; of a long foreach the rest is a number. */
const MostAttempts = 60;

/** @param {import("./useExecution.js").Execution} execution @returns {Row[]} */
export const rowsOf = ({ result, detail }) => result.steps.flatMap((/** @type {any} */ step) => [stepRow(step), ...attemptRows(step, detail)]);

/** @param {any} step @returns {Row} */
const stepRow = (step) => ({
  key: step.id,
  step: step.id,
  depth: 0,
  kind: "step",
  name: step.id,
  note: noteOf(step),
  status: step.status,
  start: step.started_at === null ? null : Date.parse(step.started_at),
  end: step.started_at === null || step.duration_ms === null ? null : Date.parse(step.started_at) + step.duration_ms,
});

/** @param {any} step */
function noteOf(step) {
  if (step.status === "skipped") {
    return { when: "its condition was false", dependency: `because of ${step.root_cause}`, missing_tool: "its tool is not there" }[/** @type {string} */ (step.skip_reason)] ?? "skipped";
  }
  return step.attempt > 1 ? `${step.attempt} of ${step.max_attempts} attempts` : step.skip_reason === "on_error" ? "failed, and gone past" : "";
}

/** @param {any} step @param {any} detail @returns {Row[]} */
function attemptRows(step, detail) {
  const attempts = detail.attempts.filter((/** @type {any} */ one) => one.step_id === step.id);
  const calls = detail.tool_calls.filter((/** @type {any} */ one) => one.step_id === step.id);
  const many = attempts.length > 1;
  const rows = attempts.slice(0, MostAttempts).flatMap((/** @type {any} */ attempt, /** @type {number} */ index) => {
    const own = calls.filter((/** @type {any} */ call) => call.item === attempt.item && call.attempt === attempt.attempt);
    // One attempt is the step itself, unless it leads to an execution of its own.
    const shown = many || attempt.child_execution_id !== null;
    return [...(shown ? [attemptRow(attempt, index)] : []), ...own.map((/** @type {any} */ call, /** @type {number} */ at) => callRow(call, `${index}.${at}`, shown ? 2 : 1))];
  });
  return attempts.length <= MostAttempts ? rows : [...rows, { key: `${step.id}/more`, step: step.id, depth: 1, kind: "attempt", name: `${attempts.length - MostAttempts} more`, note: "", status: "", start: null, end: null }];
}

/** @param {any} attempt @param {number} index @returns {Row} */
const attemptRow = (attempt, index) => ({
  ...span(attempt),
  key: `${attempt.step_id}/${index}`,
  step: attempt.step_id,
  depth: 1,
  kind: "attempt",
  name: `${attempt.item === null ? "" : `item ${attempt.item}, `}attempt ${attempt.attempt}`,
  note: attempt.error ? attempt.error.code : "",
  link: attempt.child_execution_id ?? undefined,
});

/** @param {any} call @param {string} key @param {number} depth @returns {Row} */
const callRow = (call, key, depth) => ({
  ...span(call),
  key: `${call.step_id}/${key}`,
  step: call.step_id,
  depth,
  kind: "call",
  name: call.tool,
  note: call.error ? call.error.code : (call.server ?? ""),
});

/** @param {any} one */
const span = (one) => ({ status: one.error ? "failed" : "completed", start: Date.parse(one.started_at), end: Date.parse(one.started_at) + one.duration_ms });
