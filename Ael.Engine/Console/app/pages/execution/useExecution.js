import { useEffect } from "preact/hooks";
import { get } from "../../lib/api.js";
import { useResource } from "../../lib/resource.js";
import { events } from "../../lib/sse.js";

/** @typedef {{ result: any, detail: any }} Execution */

const Ended = ["completed", "failed", "cancelled", "timed_out"];

/** @param {any} result */
export const hasEnded = (result) => Ended.includes(result.status);

/** An execution as it is now, and its log; followed until it ends. @param {string} id */
export function useExecution(id) {
  const path = `/executions/${encodeURIComponent(id)}`;
  const execution = useResource(async (abort) => {
    const [result, detail] = await Promise.all([get(path, abort), get(`${path}/detail`, abort)]);
    return { result, detail };
  }, [id]);
  const log = useResource((abort) => get(`${path}/logs`, abort), [id]);
  const running = execution.data !== null && !hasEnded(execution.data.result);
  useEffect(() => {
    if (!running) {
      return undefined;
    }
    const abort = new AbortController();
    void (async () => {
      while (!abort.signal.aborted) {
        try {
          // What happened, the API tells; that something did, the stream.
          for await (const _ of events(`${path}/events`, abort.signal)) {
            execution.changed();
            log.changed();
          }
        } catch {
          // The engine is away; the banner says so.
        }
        await new Promise((wake) => setTimeout(wake, 1000));
        execution.changed();
        log.changed();
      }
    })();
    return () => abort.abort();
  }, [id, running]);
  return { execution, log };
}
