/**
 * A field of a form made from a JSON Schema. Its value is kept as text (or, for yes and no, as a boolean) until it is sent.
 * @typedef {{ name: string, kind: "text" | "long" | "number" | "flag" | "choice" | "json", required: boolean, schema: any }} Field
 */

/** @param {any} schema an object's @returns {Field[]} in the order of the schema, required ones first */
export function fieldsOf(schema) {
  const required = new Set(schema?.required ?? []);
  const fields = Object.entries(schema?.properties ?? {}).map(([name, of]) => ({ name, schema: of, required: required.has(name), kind: kindOf(of) }));
  return [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)];
}

/** @param {any} schema @returns {Field["kind"]} */
function kindOf(schema) {
  const types = [schema?.type].flat().filter((type) => type !== "null");
  if (Array.isArray(schema?.enum) && schema.enum.every((/** @type {any} */ value) => value === null || typeof value !== "object")) {
    return "choice";
  }
  if (types.length !== 1) {
    return "json";
  }
  switch (types[0]) {
    case "string": return /\n/.test(schema.default ?? "") || (schema.default ?? "").length > 80 || schema.format === "textarea" ? "long" : "text";
    case "integer": case "number": return "number";
    case "boolean": return "flag";
    default: return "json";
  }
}

/** What a field shows of a value; undefined: nothing given. @param {Field} field @param {any} value @returns {string | boolean} */
export function shown(field, value) {
  switch (field.kind) {
    case "flag": return value === true;
    case "choice": return value === undefined ? "" : JSON.stringify(value);
    case "json": return value === undefined ? "" : JSON.stringify(value, null, 2);
    default: return value === undefined || value === null ? "" : String(value);
  }
}

/**
 * The value to send, or why there is none. `{}` stands for a field that is left out.
 * @param {Field} field @param {string | boolean} entered
 * @returns {{ value?: any, problem?: string }}
 */
export function read(field, entered) {
  if (field.kind === "flag") {
    return entered || field.required || field.schema.default !== undefined ? { value: entered } : {};
  }
  const text = String(entered);
  const isText = field.kind === "text" || field.kind === "long";
  if (text === "" && !(isText && field.schema.default !== undefined)) {
    return field.required ? (isText ? { value: "" } : { problem: "A value is needed." }) : {};
  }
  const result = isText ? { value: text } : parse(field, text);
  return result.problem ? result : check(field, result.value);
}

/** @param {Field} field @param {string} text */
function parse(field, text) {
  try {
    const value = JSON.parse(text);
    return field.kind === "number" && typeof value !== "number" ? { problem: "A number is needed." } : { value };
  } catch {
    return { problem: field.kind === "number" ? "A number is needed." : "This is not JSON: strings need double quotes, lists [ ], maps { }." };
  }
}

/** @param {Field} field @param {any} value */
function check(field, value) {
  const { minimum, maximum, pattern, type } = field.schema;
  if (type === "integer" && !Number.isInteger(value)) {
    return { problem: "A whole number is needed." };
  }
  if (typeof value === "number" && value < minimum) {
    return { problem: `At least ${minimum}.` };
  }
  if (typeof value === "number" && value > maximum) {
    return { problem: `At most ${maximum}.` };
  }
  return typeof value === "string" && pattern && !matches(pattern, value) ? { problem: `It must match ${pattern}` } : { value };
}

/** The engine has the last word: its patterns are .NET's. @param {string} pattern @param {string} value */
function matches(pattern, value) {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true;
  }
}
