import { computed, signal } from "@preact/signals";
import { toQuery } from "./api.js";

const address = signal(location.hash);
window.addEventListener("hashchange", () => { address.value = location.hash; });

/** Where the user is: `#/executions/exec-1?tab=logs` is `{ parts: ["executions", "exec-1"], query: { tab: "logs" } }`. */
export const route = computed(() => {
  const [path = "", query = ""] = address.value.replace(/^#\/?/, "").split("?", 2);
  return { parts: path.split("/").filter((part) => part !== "").map(decode), query: Object.fromEntries(new URLSearchParams(query)) };
});

/** Stands for the server in the address of a tool whose server was not pinned. */
export const AnyServer = "-";

/** An address in the console. @param {string[]} parts @param {Record<string, unknown>} [query] */
export const to = (parts, query) => "#/" + parts.map(encodeURIComponent).join("/") + toQuery(query);

/** @param {string} href @param {{ replace?: boolean }} [options] replace: going back does not stop here */
export function go(href, { replace = false } = {}) {
  if (replace) {
    history.replaceState(null, "", href);
    address.value = location.hash;
  } else {
    location.hash = href;
  }
}

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
