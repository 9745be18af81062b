/** Sheets of crops: letters that look alike, values of one kind. Pick the odd one out, confirm the rest. */

import * as api from "./api.js";
import { announce, fill, h, kbd } from "./dom.js";
import { isComposing } from "./keys.js";
import { pictureOf } from "./pictures.js";
import { say, side } from "./words.js";

/** @import {Sheet, SheetItem, Sheets} from "./types.js" */

const LETTER_PX = 160;
const VALUE_PX = 480;

export class SheetView {
  /**
   * @param {HTMLElement} element
   * @param {Sheets} sheets
   * @param {() => void} leave
   */
  constructor(element, sheets, leave) {
    this.element = element;
    this.sheets = [...sheets.letters, ...sheets.values];
    this.leave = leave;
    this.at = 0;
    /** Object URLs of the crops on the screen. @type {string[]} */
    this.urls = [];
    this.#draw();
  }

  close() {
    for (const url of this.urls.splice(0)) URL.revokeObjectURL(url);
  }

  /** In another language, with what was typed. */
  redraw() {
    const typed = [...this.element.querySelectorAll("input")].map((box) => box.value);
    this.#draw();
    for (const [n, box] of this.element.querySelectorAll("input").entries()) {
      box.value = typed[n] ?? box.value;
      box.dispatchEvent(new Event("input"));
    }
  }

  #draw() {
    this.close();
    const sheet = this.sheets[this.at];
    if (!sheet) return this.leave();
    const tiles = sheet.items.map((item) => this.#tile(item));
    const grid = h("div", { class: `tiles ${sheet.items[0].place === null ? "values" : "letters"}`, role: "group", "aria-label": titleOf(sheet) }, ...tiles);
    const done = h("button", { type: "button", class: "button main", onclick: () => void this.#confirm(tiles) }, say("confirmSheet"), kbd("Enter"));
    const next = h("button", { type: "button", class: "button", onclick: () => this.#next() }, say("nextSheet"), kbd("Alt+S"));
    fill(
      this.element,
      h(
        "section",
        { class: "sheet-page" },
        h("div", { class: "head" }, h("h2", {}, titleOf(sheet)), sheet.alike.length > 0 && h("p", {}, say("alike", { letters: sheet.alike.join(" ") })), h("span", { class: "room" }), h("span", { class: "saved" }, `${this.at + 1} / ${this.sheets.length}`), next, done),
        h("p", { class: "note" }, say("sheetHint")),
        grid,
      ),
    );
    grid.addEventListener("keydown", (event) => this.#onKey(event, tiles));
    tiles[0].querySelector("input")?.focus();
  }

  /** @param {SheetItem} item */
  #tile(item) {
    const read = item.place === null ? item.shown : item.letter;
    const picture = h("img", { alt: "", width: item.place === null ? 240 : 96, height: 48 });
    pictureOf(item.dossier, item.page, item.box, item.place === null ? VALUE_PX : LETTER_PX).then(
      (url) => {
        this.urls.push(url);
        picture.src = url;
      },
      () => picture.replaceWith(h("span", { class: "none" }, say("noPicture"))),
    );
    const entry = h("input", { value: read, autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-label": `${item.title}: ${item.shown}` });
    const tile = h("div", { class: "tile" }, picture, entry, h("span", { class: "of" }, item.place === null ? item.title : item.shown));
    entry.addEventListener("input", () => tile.classList.toggle("odd", entry.value !== read));
    return tile;
  }

  /** @param {KeyboardEvent} event @param {HTMLElement[]} tiles */
  #onKey(event, tiles) {
    if (isComposing(event)) return;
    const here = tiles.findIndex((tile) => tile.contains(document.activeElement));
    if (event.key === "Enter") void this.#confirm(tiles);
    else if (event.altKey && event.code === "KeyS") this.#next();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const top = tiles[here].offsetTop;
      const across = tiles.filter((tile) => tile.offsetTop === top).length;
      tiles[here + (event.key === "ArrowDown" ? across : -across)]?.querySelector("input")?.focus();
    } else return;
    event.preventDefault();
  }

  /** @param {HTMLElement[]} tiles */
  async #confirm(tiles) {
    const sheet = this.sheets[this.at];
    const items = sheet.items.map((item, i) => {
      const typed = (tiles[i].querySelector("input")?.value ?? "").trim();
      const { dossier, version, document, field, place } = item;
      // An emptied box says: wrong, and what is right is for the desk to find.
      return { dossier, version, document, field, place, typed: typed || null };
    });
    const answer = await api.markSheet(items);
    announce(say("sheetDone", { done: answer.done, left: answer.left }));
    // What was written moved its dossiers on: the other sheets are made anew.
    const fresh = await api.sheets();
    this.sheets = [...fresh.letters, ...fresh.values];
    this.at = Math.max(0, this.sheets.findIndex((other) => other.name === sheet.name));
    if (this.sheets[this.at]?.name === sheet.name && answer.done === 0) this.at += 1;
    this.#draw();
  }

  #next() {
    this.at += 1;
    this.#draw();
  }
}

/** @param {Sheet} sheet */
function titleOf(sheet) {
  const n = sheet.items.length;
  return sheet.title ? say("sheetOfKind", { kind: side(sheet.title), n }) : say("sheetOfLetter", { letter: sheet.name.replaceAll(" ", "”, “"), n });
}
