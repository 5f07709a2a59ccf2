import { html } from "../../lib/html.js";

/** @param {{ field: import("./fields.js").Field, id: string, value: string | boolean, problem?: string, onChange: (value: string | boolean) => void }} props */
export function FieldInput({ field, id, value, problem, onChange }) {
  const { name, kind, schema, required } = field;
  const help = problem ? `${id}-problem` : schema.description ? `${id}-help` : undefined;
  const common = { id, "aria-describedby": help, "aria-invalid": problem ? true : undefined, "aria-required": required };
  /** @param {any} event */
  const entered = (event) => onChange(event.currentTarget.value);
  const label = html`<label for=${id}>${name}<span class="field-type">${typeText(field)}</span></label>`;
  return html`
    <div class=${`field field-${kind}`}>
      ${kind === "flag"
        ? html`<label class="flag" for=${id}><input type="checkbox" ...${common} checked=${value === true} onChange=${(/** @type {any} */ e) => onChange(e.currentTarget.checked)} />${name}</label>`
        : label}
      ${kind === "text" && html`<input type="text" ...${common} value=${value} onInput=${entered} spellcheck=${false} autocomplete="off" />`}
      ${kind === "number" && html`<input type="text" inputmode=${schema.type === "integer" ? "numeric" : "decimal"} ...${common} value=${value} onInput=${entered} autocomplete="off" />`}
      ${kind === "long" && html`<textarea rows="4" ...${common} value=${value} onInput=${entered} spellcheck=${false}></textarea>`}
      ${kind === "json" && html`<textarea rows=${Math.min(10, Math.max(2, String(value).split("\n").length))} class="mono" ...${common} value=${value} onInput=${entered} spellcheck=${false} placeholder=${example(schema)}></textarea>`}
      ${kind === "choice" && html`
        <select ...${common} value=${value} onChange=${entered}>
          ${(!required || value === "") && html`<option value="">${required ? "Choose…" : "(not set)"}</option>`}
          ${schema.enum.map((/** @type {any} */ one) => html`<option key=${String(one)} value=${JSON.stringify(one)}>${String(one)}</option>`)}
        </select>`}
      ${problem && html`<p class="field-problem" id=${`${id}-problem`}>${problem}</p>`}
      ${schema.description && html`<p class="hint" id=${`${id}-help`}>${schema.description}</p>`}
    </div>`;
}

/** @param {import("./fields.js").Field} field */
function typeText({ schema, required }) {
  const type = [schema.type ?? "any"].flat().join(" or ");
  const bounds = [schema.minimum !== undefined && `from ${schema.minimum}`, schema.maximum !== undefined && `to ${schema.maximum}`].filter(Boolean).join(" ");
  return [type, bounds, required ? "required" : ""].filter((part) => part !== "").join(", ");
}

/** @param {any} schema */
const example = (schema) => (schema.type === "array" ? '["one", "two"]' : schema.type === "object" ? '{"name": "value"}' : "any JSON");
