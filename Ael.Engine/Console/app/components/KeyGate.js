import { useState } from "preact/hooks";
import { html } from "../lib/html.js";
import { keyNeeded, useKey } from "../lib/key.js";
import { Icon } from "./Icon.js";

/** Asks for an API key. */
export function KeyGate() {
  const [text, set] = useState("");
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    useKey(text.trim());
  };
  return html`
    <main class="gate">
      <form onSubmit=${submit}>
        <h1><${Icon} name="key" />This engine asks for a key</h1>
        <p>Use one that is listed under <code>security.api_keys</code> in <code>ael-config.yaml</code>. A key with the scope <code>read</code> can look at everything; <code>run</code> can also start, cancel and call.</p>
        <label for="key">API key</label>
        <input id="key" type="password" autocomplete="off" required autofocus value=${text} onInput=${(/** @type {any} */ e) => set(e.target.value)} aria-describedby="key-problem" aria-invalid=${keyNeeded.value === "refused"} />
        <p id="key-problem" class="field-problem" role="alert">${keyNeeded.value === "refused" ? "The engine does not know this key." : ""}</p>
        <button class="button primary">Open the console</button>
        <p class="hint">It is kept for this tab only, and forgotten when the tab is closed.</p>
      </form>
    </main>`;
}
