import { useId, useState } from "preact/hooks";
import { html } from "../../lib/html.js";
import { Problem } from "../Problem.js";
import { FieldInput } from "./FieldInput.js";
import { fieldsOf, read, shown } from "./fields.js";

/**
 * A form for a JSON object, made from its schema; the object as JSON can be edited as well.
 * @param {{ schema: any, values?: Record<string, any>, action: string, why?: string, onSubmit: (values: any) => Promise<void>, empty?: string }} props
 * why: why it cannot be sent by this caller; empty: said where there is nothing to fill in
 */
export function SchemaForm({ schema, values, action, why, onSubmit, empty }) {
  const id = useId();
  const fields = fieldsOf(schema);
  const [entered, enter] = useState(() => Object.fromEntries(fields.map((field) => [field.name, shown(field, values ? values[field.name] : field.schema.default)])));
  const [json, setJson] = useState(/** @type {string | null} */ (null));
  const [problems, setProblems] = useState(/** @type {Record<string, string>} */ ({}));
  const [state, setState] = useState(/** @type {{ busy: boolean, error: any }} */ ({ busy: false, error: null }));

  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    const form = /** @type {HTMLElement} */ (event.currentTarget);
    const { value, problems: found } = json === null ? gather(fields, entered) : readJson(json);
    setProblems(found);
    if (Object.keys(found).length > 0) {
      requestAnimationFrame(() => /** @type {HTMLElement | null} */ (form.querySelector("[aria-invalid=true]"))?.focus());
      return;
    }
    setState({ busy: true, error: null });
    try {
      await onSubmit(value);
      setState({ busy: false, error: null });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  const asJson = () => {
    setProblems({});
    setJson(json === null ? JSON.stringify(gather(fields, entered).value, null, 2) : null);
  };

  return html`
    <form class="schema-form" onSubmit=${submit} noValidate>
      ${state.error && html`<${Problem} error=${state.error} />`}
      ${fields.length === 0 && json === null && html`<p class="hint">${empty ?? "There is nothing to fill in."}</p>`}
      ${json === null && fields.map((field) => html`<${FieldInput} key=${field.name} field=${field} id=${`${id}-${field.name}`} value=${entered[field.name]} problem=${problems[field.name]} onChange=${(/** @type {any} */ value) => enter((before) => ({ ...before, [field.name]: value }))} />`)}
      ${json !== null && html`
        <div class="field"><label for=${`${id}-json`}>As JSON</label>
          <textarea id=${`${id}-json`} class="mono" rows="8" value=${json} onInput=${(/** @type {any} */ e) => setJson(e.currentTarget.value)} spellcheck=${false} aria-invalid=${problems[""] ? true : undefined}></textarea>
          ${problems[""] && html`<p class="field-problem">${problems[""]}</p>`}
        </div>`}
      <div class="form-actions">
        <button class="button primary" disabled=${state.busy || why !== undefined} title=${why}>${state.busy && html`<span class="spinner" aria-hidden="true"></span>`}${action}</button>
        <button type="button" class="link" onClick=${asJson}>${json === null ? "Edit as JSON" : "Back to the form"}</button>
      </div>
      ${why && html`<p class="hint">${why}</p>`}
    </form>`;
}

/** @param {import("./fields.js").Field[]} fields @param {Record<string, string | boolean>} entered */
function gather(fields, entered) {
  /** @type {Record<string, any>} */
  const value = {};
  /** @type {Record<string, string>} */
  const problems = {};
  for (const field of fields) {
    const one = read(field, entered[field.name]);
    if (one.problem) {
      problems[field.name] = one.problem;
    } else if ("value" in one) {
      value[field.name] = one.value;
    }
  }
  return { value, problems };
}

/** @param {string} text @returns {{ value: any, problems: Record<string, string> }} */
function readJson(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? { value, problems: {} } : { value, problems: { "": "A map is needed: { ... }" } };
  } catch (error) {
    return { value: null, problems: { "": `This is not JSON: ${/** @type {Error} */ (error).message}` } };
  }
}
