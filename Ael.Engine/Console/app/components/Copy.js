import { useState } from "preact/hooks";
import { html } from "../lib/html.js";
import { Icon } from "./Icon.js";

/** Copies a text, and says that it has. @param {{ text: string, label: string, quiet?: boolean }} props */
export function Copy({ text, label, quiet = false }) {
  const [said, say] = useState("");
  const copy = async () => {
    say((await toClipboard(text)) ? "Copied" : "Not allowed here");
    window.setTimeout(() => say(""), 1500);
  };
  return html`
    <button type="button" class=${quiet ? "icon-button" : "button"} onClick=${copy} title=${label}>
      <${Icon} name=${said === "Copied" ? "check" : "copy"} /><span class=${quiet ? "visually-hidden" : ""} aria-live="polite">${said || label}</span>
    </button>`;
}

/** @param {string} text */
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https only localhost has a clipboard; the old way works everywhere.
    const area = Object.assign(document.createElement("textarea"), { value: text, className: "visually-hidden" });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
