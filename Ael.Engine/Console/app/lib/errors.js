/** The error at the root of an error, which is what people look for. @param {any} error */
export function root(error) {
  let one = error;
  while (one?.cause) {
    one = one.cause;
  }
  return one;
}

/** An error and what is behind it, outermost first. @param {any} error @returns {any[]} */
export function chain(error) {
  const all = [];
  for (let one = error; one; one = one.cause) {
    all.push(one);
  }
  return all;
}

/** The step that an error belongs to: the innermost that says one of this workflow. @param {any} error @param {{ id: string }[]} steps */
export function stepOf(error, steps) {
  const known = new Set(steps.map((step) => step.id));
  return chain(error).map((one) => one.step_id).filter((id) => known.has(id))[0] ?? null;
}
