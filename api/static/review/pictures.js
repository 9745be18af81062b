/** Pictures of pages and crops, fetched ahead and kept as long as their dossier is on the desk. */

import * as api from "./api.js";

/** @import {Box, Field, Page, View} from "./types.js" */

/** What a page is first seen at: a quarter of the bytes, while the field's crop is sharp. */
export const GLANCE_WIDTH = 700;
export const PAGE_WIDTH = 1600;
const CROP_WIDTH = 900;
const CROP_ASPECT = 5.4;
const AT_ONCE = 3;
/** Crops of the next fields, before the page in hand is made sharp. */
const CROPS_FIRST = 4;

export class Pictures {
  /** @param {string} code */
  constructor(code) {
    this.code = code;
    /** @type {Map<string, Promise<string>>} */
    this.kept = new Map();
    /** @type {Map<number, Promise<import("./types.js").Word[]>>} */
    this.read = new Map();
    /** @type {(() => Promise<unknown>)[]} */
    this.ahead = [];
    this.running = 0;
    /** Whether what is asked for now is for later. */
    this.later = false;
    /** What somebody looks for on the screen. @type {Set<Promise<string>>} */
    this.urgent = new Set();
    this.closed = false;
  }

  /** Whether a page of full size is here or on its way. @param {number} page */
  keeps(page) {
    return this.kept.has(nameOf({ page: String(page), width: String(PAGE_WIDTH) }));
  }

  /**
   * An object URL of a whole page, after what is more urgent; never, once this is closed.
   * @param {number} page
   * @returns {Promise<string>}
   */
  sharpened(page) {
    return new Promise((done, failed) => {
      this.ahead.splice(CROPS_FIRST, 0, async () => this.page(page).then(done, failed));
      this.#goAhead();
    });
  }

  /** When nothing is left to fetch. */
  async idle() {
    while (this.urgent.size || this.running) await new Promise((wake) => setTimeout(wake, 50));
  }

  /**
   * An object URL of a whole page.
   * @param {number} page
   * @param {number} [width]
   */
  page(page, width = PAGE_WIDTH) {
    return this.#get({ page: String(page), width: String(width) });
  }

  /**
   * An object URL of what stands around a field; null where its place is not known.
   * @param {Field} field
   * @param {Page | undefined} page
   */
  crop(field, page) {
    if (!field.box || !page?.readable) return null;
    return this.cut(page.page, around(field.box, page.width_px / page.height_px), CROP_WIDTH);
  }

  /**
   * An object URL of a part of a page.
   * @param {number} page
   * @param {number[]} box
   * @param {number} width
   */
  cut(page, box, width) {
    return this.#get({ page: String(page), width: String(width), box: box.map((edge) => edge.toFixed(4)).join(",") });
  }

  /**
   * The words of a page, fetched when they are first asked for.
   * @param {number} page
   */
  words(page) {
    let found = this.read.get(page);
    if (!found) {
      found = api.words(this.code, page);
      this.read.set(page, found);
      found.catch(() => this.read.delete(page));
    }
    return found;
  }

  /**
   * Fetch `wanted` when nothing more urgent is under way, in this order.
   * @param {(() => Promise<unknown> | null)[]} wanted
   */
  fetchAhead(wanted) {
    this.ahead = wanted.map((get) => async () => get());
    this.#goAhead();
  }

  /** Crops of the fields that wait, then the pages of papers. @param {View} view @param {(Field | undefined)[]} waiting */
  fetchOf(view, waiting) {
    const pageOf = (/** @type {number | null} */ number) => view.pages.find((page) => page.page === number);
    const papers = [...new Set(view.documents.flatMap((paper) => paper.pages))];
    this.fetchAhead([
      ...waiting.map((field) => () => (field ? this.crop(field, pageOf(field.page)) : null)),
      ...papers.map((page) => () => (pageOf(page)?.readable ? this.page(page) : null)),
    ]);
  }

  #goAhead() {
    while (this.running < AT_ONCE && this.ahead.length) void this.#runAhead();
  }

  close() {
    this.closed = true;
    this.ahead = [];
    for (const url of this.kept.values()) url.then(URL.revokeObjectURL, () => undefined);
    this.kept.clear();
  }

  async #runAhead() {
    this.running += 1;
    // What is shown now is asked for in this same turn.
    await null;
    for (;;) {
      while (this.urgent.size) await Promise.allSettled(this.urgent);
      const next = this.closed ? undefined : this.ahead.shift();
      if (!next) break;
      this.later = true;
      const fetched = next();
      this.later = false;
      await fetched.catch(() => undefined);
    }
    this.running -= 1;
  }

  /** @param {Record<string, string>} wanted */
  #get(wanted) {
    const name = nameOf(wanted);
    let url = this.kept.get(name);
    if (!url) {
      url = api.picture(this.code, wanted).then((blob) => URL.createObjectURL(blob));
      this.kept.set(name, url);
      // What failed once is asked for anew.
      url.catch(() => this.kept.delete(name));
    }
    if (!this.later) this.#hurry(url);
    return url;
  }

  /** @param {Promise<string>} url */
  #hurry(url) {
    this.urgent.add(url);
    const done = () => this.urgent.delete(url);
    url.then(done, done);
  }
}

/** @param {Record<string, string>} wanted */
const nameOf = (wanted) => new URLSearchParams(wanted).toString();

/**
 * An object URL of one crop, which the caller gives back.
 * @param {string} code @param {number} page @param {Box} box @param {number} width
 */
export async function pictureOf(code, page, box, width) {
  const cut = box.map((edge) => edge.toFixed(4)).join(",");
  return URL.createObjectURL(await api.picture(code, { page: String(page), width: String(width), box: cut }));
}

/**
 * A box with room around it, of the shape of the crop's place on the screen.
 * @param {Box} box
 * @param {number} aspect width of the page over its height
 * @returns {number[]}
 */
function around(box, aspect) {
  const [left, top, right, bottom] = box;
  let height = bottom - top + 0.014;
  let width = right - left + 0.03;
  width = Math.max(width, (height * CROP_ASPECT) / aspect);
  height = Math.max(height, (width * aspect) / CROP_ASPECT);
  width = Math.min(width, 1);
  height = Math.min(height, 1);
  const x = Math.min(Math.max((left + right - width) / 2, 0), 1 - width);
  const y = Math.min(Math.max((top + bottom - height) / 2, 0), 1 - height);
  return [x, y, x + width, y + height];
}
