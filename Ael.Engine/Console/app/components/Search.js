import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../lib/html.js";
import { Icon } from "./Icon.js";

/** A field whose text is told when typing pauses. @param {{ text: string, placeholder?: string, onChange: (text: string) => void }} props */
export function Search({ text, placeholder = "Id, trace id, or text in inputs, output or error", onChange }) {
  const [entered, enter] = useState(text);
  const timer = useRef(0);
  const sent = useRef(text);
  // An address that came from elsewhere, not the echo of what was typed here a moment ago.
  useEffect(() => { if (text !== sent.current) { sent.current = text; enter(text); } }, [text]);
  /** @param {any} event */
  const input = (event) => {
    const value = event.currentTarget.value;
    enter(value);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => { sent.current = value; onChange(value); }, 150);
  };
  return html`<label class="search"><${Icon} name="search" /><span class="visually-hidden">Text</span><input type="search" placeholder=${placeholder} value=${entered} onInput=${input} name="text" /></label>`;
}
