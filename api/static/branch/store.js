/** Pages in IndexedDB: they outlive a closed tab, a crash and a power cut. */

/** @import {Page} from "./types.js" */

const NAME = "sohoa-counter";

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** @returns {Promise<IDBDatabase>} */
function database() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("pages", { keyPath: "id" }).createIndex("dossier", "dossier");
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  return opened;
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(pages: IDBObjectStore) => IDBRequest<T> | void} work
 * @returns {Promise<T | undefined>} its result, once it is on the disk
 */
async function transact(mode, work) {
  const transaction = (await database()).transaction("pages", mode, { durability: "strict" });
  const request = work(transaction.objectStore("pages"));
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done(request ? request.result : undefined);
    transaction.onabort = () => failed(transaction.error);
  });
}

/** @param {Page[]} pages */
export const keep = (pages) => transact("readwrite", (all) => pages.forEach((page) => all.put(page)));

/** @param {string[]} ids */
export const drop = (ids) => transact("readwrite", (all) => ids.forEach((id) => all.delete(id)));

/** @param {string} dossier @returns {Promise<Page[]>} in their order */
export async function pagesOf(dossier) {
  const found = /** @type {Page[]} */ (await transact("readonly", (all) => all.index("dossier").getAll(dossier)));
  return found.sort((a, b) => a.place - b.place);
}

/** @returns {Promise<Map<string, number>>} dossiers that wait here, with their pages */
export async function waiting() {
  const pages = /** @type {Page[]} */ (await transact("readonly", (all) => all.getAll()));
  const count = new Map();
  for (const { dossier } of pages) count.set(dossier, (count.get(dossier) ?? 0) + 1);
  return count;
}

/** Ask the browser not to clear this storage when the disk runs full. */
export const holdOn = () => navigator.storage?.persist?.() ?? Promise.resolve(false);
