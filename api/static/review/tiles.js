/** A page nearer than one picture can show it: squares of the scan, fetched as they come into view. */

import { h } from "./dom.js";

/** @import {Box, Page} from "./types.js" */
/** @import {Pictures} from "./pictures.js" */

const A_SIDE = 4;
/** Wider than a quarter of any page that the service keeps: a square comes in the scan's own pixels. */
const TILE_WIDTH = 1500;
/** A view that moves on before this is not fetched for. */
const REST_MS = 120;

export class Tiles {
  /** @param {HTMLElement} sheet what the squares are laid over, the size of the page */
  constructor(sheet) {
    this.sheet = sheet;
    /** @type {Map<number, HTMLImageElement>} */
    this.laid = new Map();
    this.resting = 0;
  }

  clear() {
    clearTimeout(this.resting);
    for (const tile of this.laid.values()) tile.remove();
    this.laid.clear();
  }

  /** @param {Pictures} pictures @param {Page} page @param {Box} view what of the page is in sight */
  show(pictures, page, view) {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      for (const at of squares(view)) if (!this.laid.has(at)) void this.#lay(pictures, page.page, at);
    }, REST_MS);
  }

  /** @param {Pictures} pictures @param {number} page @param {number} at */
  async #lay(pictures, page, at) {
    const [left, top] = [(at % A_SIDE) / A_SIDE, Math.floor(at / A_SIDE) / A_SIDE];
    const tile = h("img", { class: "square", alt: "" });
    tile.style.left = `${left * 100}%`;
    tile.style.top = `${top * 100}%`;
    this.laid.set(at, tile);
    const url = await pictures.cut(page, [left, top, left + 1 / A_SIDE, top + 1 / A_SIDE], TILE_WIDTH).catch(() => "");
    // Another page may lie there by now.
    if (this.laid.get(at) !== tile) return;
    if (!url) return void this.laid.delete(at);
    tile.src = url;
    this.sheet.querySelector("img")?.after(tile);
  }
}

/** Numbers of the squares that a view touches, row by row. @param {Box} view */
function squares([left, top, right, bottom]) {
  const from = (/** @type {number} */ edge) => Math.max(0, Math.floor(edge * A_SIDE));
  const to = (/** @type {number} */ edge) => Math.min(A_SIDE - 1, Math.ceil(edge * A_SIDE) - 1);
  const found = [];
  for (let row = from(top); row <= to(bottom); row += 1) {
    for (let column = from(left); column <= to(right); column += 1) found.push(row * A_SIDE + column);
  }
  return found;
}
