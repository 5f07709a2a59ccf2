import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { skew } from "./live.js";

const ticking = signal(Date.now());
let users = 0;
let timer = 0;

/** The engine's time, in ms, moving every quarter of a second as long as somebody looks. */
export function useNow() {
  useEffect(() => {
    if (users++ === 0) {
      timer = window.setInterval(() => { ticking.value = Date.now(); }, 250);
    }
    return () => {
      if (--users === 0) {
        window.clearInterval(timer);
      }
    };
  }, []);
  return Math.max(ticking.value, Date.now() - 250) - skew.value;
}
