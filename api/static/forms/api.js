/**
 * The calls of the form studio. Refusals are `Refused` with their problem document; where the service
 * does not answer, or cannot, it is `Unreached`, and the same call may be made again.
 */

import { Refused, Unreached, whole } from "../review/api.js";
import { credentials } from "../review/session.js";

/** @import {Draft, FormList, FormView, Sample, Trial} from "./types.js" */

export { Refused, Unreached };

const ROOT = "/v1/forms";
const ASK_EVERY_MS = 600;
/** Questions without an answer, one after the other, until somebody is told. */
const PATIENCE = 5;

/** @param {string} path @param {RequestInit} [options] @returns {Promise<Response>} */
async function call(path, options = {}) {
  const headers = { ...credentials(), ...options.headers };
  const answer = await whole(ROOT + path, { ...options, headers, cache: "no-store" });
  if (answer.ok) return answer;
  const told = (answer.headers.get("content-type") ?? "").includes("problem+json");
  if (!told || answer.status >= 500 || answer.status === 429) throw new Unreached(String(answer.status));
  throw new Refused(await answer.json());
}

/** @param {string} path @param {object} body @param {string} [method] */
async function send(path, body, method = "POST") {
  const headers = { "Content-Type": "application/json" };
  return (await call(path, { method, headers, body: JSON.stringify(body) })).json();
}

/** @returns {Promise<FormList>} */
export const list = async () => (await call("")).json();

/** @param {string} form @returns {Promise<FormView>} */
export const show = async (form) => (await call(`/${form}`)).json();

/** @param {File} file @returns {Promise<Sample>} */
export async function addSample(file) {
  const body = new FormData();
  body.append("file", file);
  return (await call("/files", { method: "POST", body })).json();
}

/** @param {string} id @returns {Promise<Sample>} */
export const sample = async (id) => (await call(`/samples/${id}`)).json();

/** @param {string} id @param {number} page @param {number} width @returns {Promise<Blob>} */
export const picture = async (id, page, width) =>
  (await call(`/samples/${id}/picture?${new URLSearchParams({ page: String(page), width: String(width) })}`)).blob();

/** @param {Draft} draft @returns {Promise<{definition: string, faults: {place: string, problem: string, advice: string}[]}>} */
export const check = (draft) => send("/check", { draft });

/** @param {string} sampleId @param {Draft} draft @returns {Promise<Trial>} */
export const startTrial = (sampleId, draft) => send("/trials", { sample: sampleId, draft });

/** @param {string} id @returns {Promise<Trial>} */
export const trial = async (id) => (await call(`/trials/${id}`)).json();

/** @param {Draft} draft @param {string | null} sampleId @param {number} after @returns {Promise<{key: string, version: number}>} */
export const save = (draft, sampleId, after) => send(`/${draft.key}`, { draft, sample: sampleId, after }, "PUT");

/** @param {string} form @param {number} after */
export const withdraw = (form, after) => send(`/${form}/withdraw`, { after });

/**
 * Ask again until a worker has done it; a line that is down for a moment is waited for.
 * @template {{state: string}} T
 * @param {() => Promise<T>} ask
 * @returns {Promise<T>}
 */
export async function settled(ask) {
  for (let unanswered = 0; ; ) {
    try {
      const answer = await ask();
      if (answer.state !== "waiting") return answer;
      unanswered = 0;
    } catch (error) {
      unanswered += 1;
      if (!(error instanceof Unreached) || unanswered >= PATIENCE) throw error;
    }
    await new Promise((later) => setTimeout(later, ASK_EVERY_MS));
  }
}
