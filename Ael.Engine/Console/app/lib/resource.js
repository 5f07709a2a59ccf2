import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { onChange } from "./live.js";

/** At most so often is something loaded again because of changes. */
const Pause = 400;

/** When an engine that could not answer is asked again. */
const Patience = 2000;

/**
 * Loads something, and again when it has changed. What was loaded before stays until the new is there.
 * @template T
 * @param {(abort: AbortSignal) => Promise<T>} load
 * @param {unknown[]} about loaded anew when one of these differs
 * @param {string[]} [topics] of {@link onChange}
 * @param {number} [every] also loaded again after this many ms
 * @returns {{ data: T | null, error: Error | null, loading: boolean, reload: () => Promise<void>, changed: () => void }} changed: loads again soon, however often it is called
 */
export function useResource(load, about, topics = [], every = 0) {
  const [state, set] = useState(/** @type {{ data: T | null, error: Error | null, loading: boolean, about: string }} */ ({ data: null, error: null, loading: true, about: "" }));
  const current = useRef({ load, abort: new AbortController(), busy: false, again: false, timer: 0, last: 0 });
  current.current.load = load;
  const which = JSON.stringify(about);

  const start = useCallback(async () => {
    const own = current.current;
    own.abort.abort();
    const abort = (own.abort = new AbortController());
    own.busy = true;
    own.last = performance.now();
    try {
      const data = await own.load(abort.signal);
      if (!abort.signal.aborted) {
        set({ data, error: null, loading: false, about: which });
      }
    } catch (error) {
      if (!abort.signal.aborted) {
        set((before) => ({ data: before.about === which ? before.data : null, error: /** @type {Error} */ (error), loading: false, about: which }));
        if (mayPass(error)) {
          later(Patience);
        }
      }
    } finally {
      if (!abort.signal.aborted) {
        own.busy = false;
        if (own.again) {
          own.again = false;
          later();
        }
      }
    }
  }, [which]);

  const later = useCallback((pause = 0) => {
    const own = current.current;
    if (own.busy && pause === 0) {
      own.again = true;
    } else if (own.timer === 0) {
      own.timer = window.setTimeout(() => { own.timer = 0; void start(); }, Math.max(pause, Pause - (performance.now() - own.last)));
    }
  }, [start]);

  useEffect(() => {
    set((before) => ({ ...before, loading: true }));
    void start();
    const end = onChange(topics, () => later());
    const timer = every > 0 ? window.setInterval(() => !document.hidden && later(), every) : 0;
    return () => {
      end();
      window.clearInterval(timer);
      const own = current.current;
      own.abort.abort();
      window.clearTimeout(own.timer);
      Object.assign(own, { timer: 0, busy: false, again: false });
    };
  }, [start]);

  return { data: state.data, error: state.error, loading: state.loading, reload: start, changed: () => later() };
}

/** Whether the same request may well be answered later. @param {any} error */
const mayPass = ({ status }) => status === 0 || status === 429 || status >= 500;
