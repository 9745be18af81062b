/** The sample's page with a box for every label; boxes are chosen, dragged, resized, drawn. */

import { fill, h } from "../review/dom.js";
import * as api from "./api.js";
import { around, moved, resized, turned, unturned } from "./geometry.js";
import { say } from "./words.js";

/** @import {Box, Draft, Page, Sample, Trial} from "./types.js" */

const WIDTH = 1600;
const STEP = 0.002;
const SMALLEST = 0.006;

/**
 * @typedef {{select: (index: number) => void, move: (index: number, box: Box) => void,
 *   remove: (index: number) => void, draw: (box: Box) => void, turn: (page: number) => void,
 *   lost: (again: () => void) => void}} Handlers
 */

export class Sheet {
  /** @param {HTMLElement} element @param {Sample} sample @param {Handlers} handlers */
  constructor(element, sample, handlers) {
    this.sample = sample;
    this.handlers = handlers;
    this.page = 0;
    this.adding = false;
    /** @type {Map<number, string>} */
    this.urls = new Map();
    this.picture = h("img", { alt: "" });
    this.marks = h("div", { class: "marks" });
    this.paper = h("div", { class: "paper", role: "group", "aria-label": say("picture") }, this.picture, this.marks);
    this.pages = h("nav", { class: "pages", "aria-label": say("pages") });
    this.paper.addEventListener("pointerdown", (event) => this.#onDraw(event));
    fill(element, this.pages, h("div", { class: "scroll" }, this.paper));
  }

  /** @returns {Page} */
  get facts() {
    return this.sample.pages[this.page - 1];
  }

  /** @param {number} page */
  rotation(page) {
    return this.sample.pages[page - 1]?.rotation ?? 0;
  }

  /** @param {number} page @param {Draft} draft @param {number} chosen @param {Trial | null} trial */
  show(page, draft, chosen, trial) {
    if (page !== this.page) void this.#load(page);
    this.page = page;
    const { width_px: width, height_px: height, rotation: turn } = this.facts;
    // As tall as its picture will be: boxes stand right, and stay, before it comes.
    this.paper.style.aspectRatio = turn % 180 ? `${height} / ${width}` : `${width} / ${height}`;
    const read = trial?.result?.document.fields ?? {};
    const rotation = this.rotation(page);
    const values = draft.labels.flatMap((label, index) =>
      label.page === page && label.value_box ? [this.#mark("value", turned(label.value_box, rotation), label.fields.map((f) => f.key).join(", "), index === chosen)] : [],
    );
    const found = Object.values(read).flatMap((f) => (f.page === page && f.box ? [this.#mark(`read ${f.state}`, turned(f.box, rotation), "", false)] : []));
    const labels = draft.labels.flatMap((label, index) => (label.page === page ? [this.#label(draft, index, index === chosen)] : []));
    fill(this.marks, ...values, ...found, ...labels);
    const one = (/** @type {Page} */ { page: n }) =>
      h("button", { type: "button", class: "button", "aria-current": n === page ? "true" : null, "aria-label": say("page", { n }), onclick: () => this.handlers.turn(n) }, String(n));
    fill(this.pages, say("pages"), ...this.sample.pages.map(one));
    this.paper.classList.toggle("adding", this.adding);
  }

  /** The box of the chosen label, so that it is in sight. */
  reveal() {
    this.marks.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** @param {Box} box upright @returns {Box} on the scan of the page that is shown */
  toScan(box) {
    return unturned(box, this.rotation(this.page));
  }

  close() {
    for (const url of this.urls.values()) URL.revokeObjectURL(url);
  }

  /** @param {number} page */
  async #load(page) {
    this.picture.alt = say("page", { n: page });
    this.picture.removeAttribute("src");
    let url = this.urls.get(page);
    try {
      url ??= URL.createObjectURL(await api.picture(this.sample.id, page, WIDTH));
    } catch (error) {
      if (!(error instanceof api.Unreached || error instanceof api.Refused)) throw error;
      return this.handlers.lost(() => void this.#load(page));
    }
    this.urls.set(page, url);
    if (this.page === page) this.picture.src = url;
  }

  /** @param {string} kind @param {Box} box upright @param {string} text @param {boolean} chosen */
  #mark(kind, box, text, chosen) {
    const mark = h("div", { class: `mark ${kind}${chosen ? " chosen" : ""}`, "aria-hidden": "true" }, text && h("span", {}, text));
    return placed(mark, box);
  }

  /** @param {Draft} draft @param {number} index @param {boolean} chosen */
  #label(draft, index, chosen) {
    const label = draft.labels[index];
    const keys = label.fields.map((f) => f.key).join(", ");
    const button = h(
      "button",
      {
        type: "button",
        id: `box-${index}`,
        class: `mark label${label.fields.length ? "" : " printed"}`,
        "aria-pressed": chosen ? "true" : "false",
        "aria-label": `${label.text} ${keys || say("sections")}`,
        onclick: () => this.handlers.select(index),
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.#onKey(event, index, label.box),
        onpointerdown: (/** @type {PointerEvent} */ event) => this.#onDrag(event, index, label.box),
      },
      chosen && h("span", { class: "corner", "aria-hidden": "true" }),
    );
    return placed(button, turned(label.box, this.rotation(label.page)));
  }

  /** @param {KeyboardEvent} event @param {number} index @param {Box} box */
  #onKey(event, index, box) {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = /** @type {Record<string, number[]>} */ (ways)[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Delete") this.handlers.remove(index);
    else if (way) this.#put(index, (event.shiftKey ? resized : moved)(turned(box, this.rotation(this.page)), way[0] * STEP, way[1] * STEP));
    else return;
    event.preventDefault();
  }

  /** @param {number} index @param {Box} upright */
  #put(index, upright) {
    this.handlers.move(index, this.toScan(upright));
  }

  /** @param {PointerEvent} event @param {number} index @param {Box} box */
  #onDrag(event, index, box) {
    if (this.adding || event.button) return;
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    const corner = event.target instanceof Element && event.target.classList.contains("corner");
    const start = this.#at(event);
    const upright = turned(box, this.rotation(this.page));
    /** @type {Box} */
    let now = upright;
    const follow = (/** @type {PointerEvent} */ e) => {
      const [x, y] = this.#at(e);
      now = (corner ? resized : moved)(upright, x - start[0], y - start[1]);
      placed(button, now);
    };
    addEventListener("pointermove", follow);
    addEventListener(
      "pointerup",
      () => {
        removeEventListener("pointermove", follow);
        if (now !== upright) this.#put(index, now);
      },
      { once: true },
    );
  }

  /** A frame drawn around printed words becomes a label. @param {PointerEvent} event */
  #onDraw(event) {
    if (!this.adding || event.button) return;
    event.preventDefault();
    const start = this.#at(event);
    const frame = this.#mark("frame", around(start, start), "", true);
    this.marks.append(frame);
    const follow = (/** @type {PointerEvent} */ e) => placed(frame, around(start, this.#at(e)));
    addEventListener("pointermove", follow);
    addEventListener(
      "pointerup",
      (e) => {
        removeEventListener("pointermove", follow);
        frame.remove();
        const box = around(start, this.#at(e));
        if (box[2] - box[0] > SMALLEST && box[3] - box[1] > SMALLEST / 2) this.handlers.draw(this.toScan(box));
      },
      { once: true },
    );
  }

  /** @param {PointerEvent} event @returns {[number, number]} shares of the upright page */
  #at(event) {
    const { left, top, width, height } = this.paper.getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  }
}

/**
 * @template {HTMLElement} T
 * @param {T} element @param {Box} box @returns {T}
 */
function placed(element, [left, top, right, bottom]) {
  const { style } = element;
  style.left = `${left * 100}%`;
  style.top = `${top * 100}%`;
  style.width = `${(right - left) * 100}%`;
  style.height = `${(bottom - top) * 100}%`;
  return element;
}
