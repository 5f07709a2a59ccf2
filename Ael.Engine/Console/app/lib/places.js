/** The line of a step in the YAML that ran, from 1; null where it is not written in a way that is found. @param {string} yaml @param {string} id */
export function lineOfStep(yaml, id) {
  const name = id.replace(/[^\w-]/g, "\\$&");
  const key = new RegExp(`^\\s*(?:-\\s*)?(?:\\{.*)?\\bid:\\s*["']?${name}["']?\\s*(?:[,}#].*)?$`);
  const index = yaml.split("\n").findIndex((line) => key.test(line));
  return index < 0 ? null : index + 1;
}

/** The line that an error names itself, as errors of code and templates do. @param {any} error */
export function lineOfError(error) {
  const found = /\bline (\d+)\b/.exec(`${error.message}\n${error.detail ?? ""}`);
  return found ? Number(found[1]) : null;
}
