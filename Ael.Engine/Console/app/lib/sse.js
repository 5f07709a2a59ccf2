import { send, ApiError } from "./api.js";

/**
 * Reads server-sent events. EventSource cannot send a key in a header, and a key in the address would end up in logs.
 * @param {string} path @param {AbortSignal} abort
 * @returns {AsyncGenerator<{ type: string, data: any }>}
 */
export async function* events(path, abort) {
  const response = await send("GET", path, { abort, accept: "text/event-stream" });
  if (!response.ok || !response.body) {
    throw new ApiError(response.status, await response.json().catch(() => ({})));
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop() ?? "";
    yield* blocks.map(parse).filter((event) => event !== null);
  }
}

/** @param {string} block */
function parse(block) {
  let type = "message";
  let data = "";
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) {
      type = line.slice(7);
    } else if (line.startsWith("data: ")) {
      data += line.slice(6);
    }
  }
  return data === "" ? null : { type, data: JSON.parse(data) };
}
