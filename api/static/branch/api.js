/** The calls of the counter, and tus 1.0. Refusals are `Refused`, a dead line is `Unreached`. */

import { Refused, Unreached, whole } from "../review/api.js";
import { credentials } from "../review/session.js";

/** @import {Advice, Dossier, Page} from "./types.js" */

const TUS = { "Tus-Resumable": "1.0.0" };
/** A second at 1 Mbit/s: what a cut costs. */
const CHUNK = 128 * 1024;
const PASSES = [408, 423, 425, 429, 460];

/** @param {string} path @param {RequestInit} [options] */
async function call(path, options = {}) {
  const headers = { ...credentials(), ...options.headers };
  const answer = await whole(path, { ...options, headers, cache: "no-store" });
  if (answer.ok) return answer;
  const told = (answer.headers.get("content-type") ?? "").includes("problem+json");
  const problem = told && options.method !== "HEAD" ? await answer.json() : { status: answer.status, code: "", title: "", detail: "" };
  if (answer.status >= 500 || PASSES.includes(answer.status) || problem.code === "not_ready") throw new Unreached(problem.code);
  throw new Refused(problem);
}

/** @param {string} code @returns {Promise<Dossier>} */
export const show = async (code) => (await call(`/v1/dossiers/${encodeURIComponent(code)}`)).json();

/** @returns {Promise<Record<string, Advice>>} what to do about a fault, by its reason */
export const advice = async () => (await call("/v1/branch/advice")).json();

/** @param {string} code @param {number} pages */
export const seal = async (code, pages) =>
  (await call(`/v1/dossiers/${encodeURIComponent(code)}/seal`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ pages }) })).json();

/** @param {string} code @param {"pdf" | "text"} kind */
export const receipt = async (code, kind) => (await call(`/v1/branch/receipts/${encodeURIComponent(code)}?kind=${kind}`)).blob();

/** @param {string} dossier @param {string[]} papers */
export const separators = async (dossier, papers) =>
  (await call(`/v1/branch/separators?${new URLSearchParams([["dossier", dossier], ...papers.map((paper) => ["paper", paper])])}`)).blob();

/** @param {Page} page @returns {Promise<string>} id of an upload for it; the same when asked twice */
export async function openUpload(page) {
  const told = { dossier: page.dossier, filename: page.name };
  const pairs = Object.entries(told).map(([name, text]) => `${name} ${base64(new TextEncoder().encode(text))}`);
  const headers = { ...TUS, "Upload-Length": String(page.blob.size), "Upload-Metadata": pairs.join(","), "Idempotency-Key": `${page.id}-${page.version}-${page.sha256.slice(0, 12)}` };
  return (await (await call("/v1/uploads", { method: "POST", headers })).json()).id;
}

/** @param {string} upload @returns {Promise<number>} bytes that have come */
export const offsetOf = async (upload) => Number((await call(`/v1/uploads/${upload}`, { method: "HEAD", headers: TUS })).headers.get("Upload-Offset"));

/**
 * @param {string} upload @param {Blob} blob @param {number} offset @param {number} end
 * @returns {Promise<number>} the next offset; each part counts as a whole or not at all
 */
export async function append(upload, blob, offset, end) {
  const body = await blob.slice(offset, Math.min(end, offset + CHUNK)).arrayBuffer();
  const sum = base64(new Uint8Array(await crypto.subtle.digest("SHA-256", body)));
  const headers = { ...TUS, "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset), "Upload-Checksum": `sha256 ${sum}` };
  return Number((await call(`/v1/uploads/${upload}`, { method: "PATCH", headers, body })).headers.get("Upload-Offset"));
}

/** @param {string} upload @returns {Promise<{sha256: string, problem: {detail: string} | null} | null>} its file, once it is in the dossier */
export const fileOf = async (upload) => (await (await call(`/v1/uploads/${upload}`)).json()).file;

/** @param {string} upload */
export const endUpload = (upload) => call(`/v1/uploads/${upload}`, { method: "DELETE", headers: TUS });

/** @param {Blob} blob @returns {Promise<string>} hexadecimal */
export async function sha256(blob) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {Uint8Array} bytes */
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
