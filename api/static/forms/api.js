/** The calls of the form studio. Every refusal is a `Refused` that carries its problem document. */

import { credentials } from "../review/session.js";

/** @import {Draft, FormList, FormView, Problem, Sample, Trial} from "./types.js" */

const ROOT = "/v1/forms";
const ASK_EVERY_MS = 600;

export class Refused extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** @param {string} path @param {RequestInit} [options] @returns {Promise<Response>} */
async function call(path, options = {}) {
  const headers = { ...credentials(), ...options.headers };
  const answer = await fetch(ROOT + path, { ...options, headers, cache: "no-store" });
  if (answer.ok) return answer;
  const type = answer.headers.get("content-type") ?? "";
  const problem = type.includes("problem+json")
    ? await answer.json()
    : { code: "unreached", status: answer.status, title: answer.statusText, detail: answer.statusText };
  throw new Refused(problem);
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
 * Ask again until a worker has done it.
 * @template {{state: string}} T
 * @param {() => Promise<T>} ask
 * @returns {Promise<T>}
 */
export async function settled(ask) {
  for (;;) {
    const answer = await ask();
    if (answer.state !== "waiting") return answer;
    await new Promise((later) => setTimeout(later, ASK_EVERY_MS));
  }
}
