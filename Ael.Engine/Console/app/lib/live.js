import { effect, signal, untracked } from "@preact/signals";
import { key, keyNeeded } from "./key.js";
import { events } from "./sse.js";

const Topics = ["executions", "workflows", "servers"];
const LongestPause = 5000;

/** How this page stands with the engine: "connecting", "live" or "lost". */
export const connection = signal("connecting");

/** How far this machine's clock is ahead of the engine's, in ms. */
export const skew = signal(0);

/** @type {Set<{ topics: string[], tell: () => void }>} */
const listeners = new Set();
let abort = new AbortController();

/**
 * Calls back when something of these topics has changed; what, the REST API says. Returns what ends it.
 * @param {string[]} topics @param {() => void} tell
 */
export function onChange(topics, tell) {
  const listener = { topics, tell };
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Follows the engine for as long as the page is visible: browsers open few connections to one server, whatever the number of tabs. */
export function follow() {
  document.addEventListener("visibilitychange", restart);
  // Runs now, and whenever one of the two changes.
  effect(() => {
    void [key.value, keyNeeded.value];
    untracked(restart);
  });
}

function restart() {
  abort.abort();
  abort = new AbortController();
  if (!document.hidden && keyNeeded.value === null) {
    void run(abort.signal);
  }
}

/** @param {AbortSignal} stop */
async function run(stop) {
  for (let pause = 250; !stop.aborted; pause = Math.min(pause * 2, LongestPause)) {
    try {
      for await (const event of events("/events", stop)) {
        pause = 250;
        if (event.type === "hello") {
          skew.value = Date.now() - Date.parse(event.data.at);
          connection.value = "live";
          // Whatever happened while nobody listened.
          tell([...Topics, "hello"]);
        } else {
          tell([event.type]);
        }
      }
    } catch {
      // Said by the state below; the next attempt follows.
    }
    if (!stop.aborted) {
      connection.value = "lost";
      await new Promise((wake) => setTimeout(wake, pause));
    }
  }
}

/** @param {string[]} topics */
function tell(topics) {
  for (const listener of [...listeners]) {
    if (listener.topics.some((topic) => topics.includes(topic))) {
      listener.tell();
    }
  }
}
