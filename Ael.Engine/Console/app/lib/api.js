import { key, keyNeeded } from "./key.js";

const Root = "/api/v1";

/** An answer that is not what was asked for: problem details (RFC 9457), or no answer at all (status 0). */
export class ApiError extends Error {
  /** @param {number} status @param {any} problem */
  constructor(status, problem) {
    super(problem.detail || problem.message || problem.title || `The engine answered ${status}.`);
    this.status = status;
    this.code = problem.code ?? null;
    this.suggestion = problem.suggestion ?? null;
    this.problems = problem.problems ?? [];
  }
}

/**
 * Sends a request with this tab's key.
 * @param {string} method
 * @param {string} path below /api/v1, or absolute
 * @param {{ body?: unknown, abort?: AbortSignal, query?: Record<string, unknown>, accept?: string, lastEventId?: string }} [options]
 * @returns {Promise<Response>}
 */
export async function send(method, path, { body, abort, query, accept = "application/json" } = {}) {
  const used = key.value;
  /** @type {Record<string, string>} */
  const headers = { accept };
  if (used) {
    headers.authorization = `Bearer ${used}`;
  }
  if (body !== undefined) {
    headers["content-type"] = "application/json";
  }
  let response;
  try {
    const address = (path.startsWith("/health") ? path : Root + path) + toQuery(query);
    response = await fetch(address, { method, headers, signal: abort, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-store" });
  } catch (error) {
    if (abort?.aborted) {
      throw error;
    }
    throw new ApiError(0, { message: "The engine cannot be reached.", suggestion: "Is it still running? This page tries again by itself." });
  }
  if (response.status === 401) {
    keyNeeded.value = used ? "refused" : "required";
  }
  return response;
}

/**
 * Sends a request and reads the JSON of its answer.
 * @param {string} method @param {string} path @param {Parameters<typeof send>[2]} [options]
 * @returns {Promise<any>}
 */
export async function ask(method, path, options) {
  const response = await send(method, path, options);
  const data = response.status === 204 ? null : await response.json().catch(() => ({}));
  // /health is 503 with its checks when something is wrong.
  if (!response.ok && !path.startsWith("/health")) {
    throw new ApiError(response.status, data);
  }
  return data;
}

/** @param {string} path @param {AbortSignal} [abort] @param {Record<string, unknown>} [query] */
export const get = (path, abort, query) => ask("GET", path, { abort, query });

/** @param {string} path @param {unknown} [body] @param {Record<string, unknown>} [query] */
export const post = (path, body = {}, query = undefined) => ask("POST", path, { body, query });

/** Leaves out what is null, undefined or empty: the engine refuses empty parameters. @param {Record<string, unknown>} [query] */
export function toQuery(query) {
  const set = Object.entries(query ?? {}).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return set.length === 0 ? "" : "?" + new URLSearchParams(set.map(([name, value]) => [name, String(value)]));
}
