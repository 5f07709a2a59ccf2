import { useEffect, useRef } from "preact/hooks";
import { html } from "../lib/html.js";
import { Icon } from "./Icon.js";

/** A modal dialog for as long as it is rendered; the browser keeps the focus in it and closes it on Escape. @param {{ title: string, onClose: () => void, wide?: boolean, children?: any }} props */
export function Dialog({ title, onClose, wide = false, children }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    dialog.current?.showModal();
    return () => dialog.current?.close();
  }, []);
  /** @param {MouseEvent} event */
  const outside = (event) => event.target === dialog.current && onClose();
  return html`
    <dialog ref=${dialog} class=${wide ? "wide" : ""} aria-labelledby="dialog-title" onClose=${onClose} onMouseDown=${outside}>
      <div class="dialog-body">
        <header><h2 id="dialog-title">${title}</h2><button type="button" class="icon-button" onClick=${onClose} title="Close"><${Icon} name="cross" /><span class="visually-hidden">Close</span></button></header>
        ${children}
      </div>
    </dialog>`;
}
