import { signal } from "@preact/signals";

const Name = "ael.key";

/** The API key of this tab, or null. It is gone when the tab is closed, and no request carries it but those made here. */
export const key = signal(sessionStorage.getItem(Name));

/** Why a key must be given before anything can be shown: "required", "refused", or null. @type {import("@preact/signals").Signal<string | null>} */
export const keyNeeded = signal(null);

/** @param {string} text */
export function useKey(text) {
  sessionStorage.setItem(Name, text);
  key.value = text;
  keyNeeded.value = null;
}

export function forgetKey() {
  sessionStorage.removeItem(Name);
  key.value = null;
  keyNeeded.value = "required";
}
