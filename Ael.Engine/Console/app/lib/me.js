import { signal } from "@preact/signals";
import { get } from "./api.js";
import { key, keyNeeded } from "./key.js";

/** Who this tab is to the engine, and what it may do. @type {import("@preact/signals").Signal<{ name: string, scopes: string[], authentication: boolean } | null>} */
export const me = signal(null);

/** @type {import("@preact/signals").Signal<any>} */
export const info = signal(null);

export async function introduce() {
  try {
    [me.value, info.value] = await Promise.all([get("/me"), get("/info")]);
    keyNeeded.value = null;
  } catch {
    // A missing key shows in keyNeeded, an engine that is gone in the state of the connection.
  }
}

key.subscribe(() => void introduce());

/** @param {"read" | "run" | "admin"} scope */
export const may = (scope) => me.value?.scopes.includes(scope) ?? false;

/** Why a button does nothing, or nothing if it does. @param {"run" | "admin"} scope */
export const whyNot = (scope) => (me.value === null || may(scope) ? undefined : `The key '${me.value.name}' may not do this: it lacks the scope '${scope}'.`);
