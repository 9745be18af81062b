/** The other end of the worker in `measure.js`. */

/** @import {Look} from "./types.js" */

const worker = new Worker(new URL("measure.js", import.meta.url), { type: "module" });
/** @type {Map<number, (look: Look | null) => void>} */
const asked = new Map();
let last = 0;

worker.addEventListener("message", ({ data: { id, look } }) => {
  asked.get(id)?.(look);
  asked.delete(id);
});

/** @param {Blob} blob @returns {Promise<Look | null>} */
export function lookAt(blob) {
  const id = ++last;
  worker.postMessage({ id, blob });
  return new Promise((done) => asked.set(id, done));
}
