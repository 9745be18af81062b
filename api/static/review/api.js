/** The calls of the review desk. Every refusal is a `Refused` that carries its problem document. */

import { credentials } from "./session.js";
import { language } from "./words.js";

/** @import {Done, Held, Problem, Queue, Value, View, Wanted} from "./types.js" */

const ROOT = "/v1/review";

export class Refused extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** The service did not answer: the same call may be made again. */
export class Unreached extends Error {}

/**
 * An answer with all of its body: a line may break between an answer's head and its end.
 * Throws Unreached.
 * @param {string} url
 * @param {RequestInit} options
 */
export async function whole(url, options) {
  try {
    const answer = await fetch(url, options);
    const body = await answer.blob();
    return new Response(body.size ? body : null, answer);
  } catch (error) {
    throw new Unreached(String(error));
  }
}

/**
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<Response>}
 */
async function call(path, options = {}) {
  const headers = { ...credentials(), ...options.headers };
  const answer = await whole(ROOT + path, { ...options, headers, cache: "no-store" });
  if (answer.ok) return answer;
  const type = answer.headers.get("content-type") ?? "";
  if (!type.includes("problem+json")) throw new Unreached(String(answer.status));
  const problem = /** @type {Problem} */ (await answer.json());
  if (problem.status >= 500 || problem.status === 429) throw new Unreached(problem.code);
  throw new Refused(problem);
}

/** @param {string} path @param {object} body */
async function post(path, body) {
  const answer = await call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.status === 204 ? null : answer.json();
}

/** @param {string} code */
const at = (code) => `/dossiers/${encodeURIComponent(code)}`;

/** @param {Wanted} wanted @returns {Promise<Queue>} */
export const queue = async (wanted) => (await call(`/queue?${new URLSearchParams(wanted)}`)).json();

/** @param {Wanted} wanted @returns {Promise<Held | null>} */
export const takeNext = async (wanted) => (await post("/next", wanted)).held;

/** @param {string} code @param {string | null} lock @param {boolean} takeOver @returns {Promise<Held>} */
export const take = (code, lock, takeOver) => post(`${at(code)}/lock`, { lock, take_over: takeOver });

/** @param {string} code @param {string} lock @returns {Promise<Held>} */
export const heartbeat = (code, lock) => post(`${at(code)}/heartbeat`, { lock });

/** @param {string} code @param {string} lock */
export const putBack = (code, lock) => post(`${at(code)}/unlock`, { lock });

/** @param {string} code @returns {Promise<View>} */
export const show = async (code) => (await call(at(code))).json();

/**
 * @param {string} code
 * @param {{lock: string, version: number}} body
 * @returns {Promise<Done>}
 */
export const complete = (code, body) => post(`${at(code)}/complete`, body);

/** @param {string} code @param {{lock: string, version: number, reason: string, note: string}} body */
export const putAside = (code, body) => post(`${at(code)}/aside`, body);

/** @param {string} code @param {number} page @returns {Promise<import("./types.js").Word[]>} */
export const words = async (code, page) => (await (await call(`${at(code)}/words?page=${page}`)).json()).words;

/**
 * Have an area of a page read by the engine.
 * @param {string} code
 * @param {{lock: string, page: number, box: import("./types.js").Box, document: number, field: string}} body
 * @returns {Promise<import("./types.js").Spot>}
 */
export const readSpot = (code, body) => post(`${at(code)}/spots`, body);

/** @param {string} code @param {string} id @param {number} wait seconds @returns {Promise<import("./types.js").Spot>} */
export const spot = async (code, id, wait) => (await call(`${at(code)}/spots/${id}?wait=${wait}`)).json();

/** @param {number} days @returns {Promise<import("./types.js").Figures>} */
export const figures = async (days) => (await call(`/figures?days=${days}&language=${language()}`)).json();

/** @param {string} table @param {number} days @returns {Promise<Blob>} */
export const figuresCsv = async (table, days) => (await call(`/figures.csv?table=${table}&days=${days}&language=${language()}`)).blob();

/** @returns {Promise<import("./types.js").Sheets>} */
export const sheets = async () => (await call("/sheets")).json();

/** @param {object[]} items @returns {Promise<{done: number, left: number}>} */
export const markSheet = (items) => post("/sheets", { items });

/**
 * @param {string} code
 * @param {"actions" | "undo" | "redo" | "comments"} what
 * @param {{lock: string, version: number, kind?: string, document?: number, field?: string,
 *   page?: number, value?: Value, text?: string}} body
 */
export const change = (code, what, body) => post(`${at(code)}/${what}`, body);

/**
 * @param {string} code
 * @param {Record<string, string>} wanted `page`, `width`, `box`
 * @returns {Promise<Blob>}
 */
export const picture = async (code, wanted) =>
  (await call(`${at(code)}/picture?${new URLSearchParams(wanted)}`)).blob();
