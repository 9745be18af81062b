/** The page: shown whole, or so near that the field in hand can be read at arm's length. */

import { fill, h } from "./dom.js";
import { GLANCE_WIDTH, PAGE_WIDTH } from "./pictures.js";
import { Tiles } from "./tiles.js";
import { say, side } from "./words.js";

/** @import {Box, Field, Page} from "./types.js" */
/** @import {Pictures} from "./pictures.js" */

const NEAREST = 4;
/** Of a whole sheet's width, where its field is to fill two thirds of what is seen. */
const FIELD_NEAREST = 2.2;
const UPRIGHT = 1 / Math.SQRT2;
const STEP = 1.3;
/** Of what is in sight, when the keyboard moves on. */
const ROLL = 0.8;
/** A press that moves less is a click. */
const CLICK_PX = 4;

export class PaperView {
  /**
   * @param {HTMLElement} element
   * @param {(page: number) => void} turn
   * @param {(area: Box, how: {add: boolean, afresh: boolean}) => void} take what stands there; `add`: one
   *   word more; `afresh`: as the engine reads it now
   */
  constructor(element, turn, take) {
    this.element = element;
    this.turn = turn;
    this.take = take;
    this.page = 0;
    /** @type {Page[]} */
    this.all = [];
    this.zoom = 1;
    this.middle = [0.5, 0.5];
    /** Where the sheet lies and how large, in pixels of its place. */
    this.left = this.top = this.across = this.down = 0;
    this.picture = h("img", { alt: "" });
    this.spot = h("div", { class: "spot", hidden: true });
    this.frame = h("div", { class: "frame", hidden: true });
    /** What was framed last on this page. @type {Box | null} */
    this.framed = null;
    this.sheet = h("div", { class: "sheet" }, this.picture, this.spot, this.frame);
    this.tiles = new Tiles(this.sheet);
    this.pages = h("nav", { class: "pages", "aria-label": say("pages") });
    this.advice = h("p", { class: "note warn advice", hidden: true });
    fill(element, this.sheet, this.advice, this.pages);
    element.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
    element.addEventListener("pointerdown", (event) => this.#onDrag(event));
    this.resized = new ResizeObserver(() => this.#place());
    this.resized.observe(element);
  }

  /**
   * @param {Page[]} pages
   * @param {Pictures} pictures
   * @param {number} page
   * @param {Field | null} field
   */
  show(pages, pictures, page, field) {
    const found = pages.find((p) => p.page === page) ?? pages[0];
    if (!found) return;
    this.about = found;
    this.all = pages;
    this.pictures = pictures;
    if (found.page !== this.page || pictures !== this.shownOf) void this.#load(found, pictures);
    this.unframe();
    const box = field?.page === found.page ? field.box : null;
    this.spot.hidden = !box;
    if (box) {
      const [left, top, right, bottom] = box;
      const { style } = this.spot;
      style.left = `${left * 100 - 0.4}%`;
      style.top = `${top * 100 - 0.3}%`;
      style.width = `${(right - left) * 100 + 0.8}%`;
      style.height = `${(bottom - top) * 100 + 0.6}%`;
      this.middle = [(left + right) / 2, (top + bottom) / 2];
      // A field fills two thirds of the width, within what the scan can show.
      this.zoom = Math.min(Math.max(0.66 / (right - left), 1), this.#fieldNearest());
    } else {
      this.fit();
    }
    this.#place();
    this.#showPages(pages, found);
  }

  unframe() {
    this.framed = null;
    this.frame.hidden = true;
    this.frame.classList.remove("busy");
  }

  /** Show that an area is being read, or no longer. @param {Box} area @param {boolean} busy */
  mark(area, busy) {
    this.#outline(area);
    this.frame.classList.toggle("busy", busy);
  }

  /** @param {import("./keys.js").Command} command one that looks elsewhere; any other does nothing */
  run(command) {
    switch (command) {
      case "zoomIn":
      case "zoomOut":
        return this.near(command === "zoomIn" ? 1 : -1);
      case "zoomFit":
        return this.fit();
      case "rollOn":
      case "rollBack":
        return this.roll(command === "rollOn" ? 1 : -1);
      case "pageOn":
      case "pageBack":
        return this.turnBy(command === "pageOn" ? 1 : -1);
      case "slideLeft":
      case "slideRight":
        return this.slide(command === "slideRight" ? 1 : -1);
    }
  }

  /** @param {number} steps in or out */
  near(steps) {
    this.zoom = Math.min(Math.max(this.zoom * STEP ** steps, 0.5), NEAREST * this.#spread());
    this.#place();
  }

  /** How much wider than an upright sheet: two pages side by side, an A3, are 2. */
  #spread() {
    return this.about ? Math.max(1, this.about.width_px / this.about.height_px / UPRIGHT) : 1;
  }

  /** As near as letters of an upright A4 sheet are shown, and no further than the scan has pixels. */
  #fieldNearest() {
    const spread = this.#spread();
    const pixels = (this.about?.width_px ?? 0) / (this.element.clientWidth || 1);
    return FIELD_NEAREST * (spread > 1 ? Math.max(1, Math.min(spread, pixels / FIELD_NEAREST)) : 1);
  }

  /** To another page, whole. @param {number} steps */
  turnBy(steps) {
    const at = this.all.findIndex((page) => page === this.about);
    const next = this.all[at + steps];
    if (next) this.turn(next.page);
  }

  /** On over the page, and from its end to the next one, as a book is read. @param {1 | -1} way */
  roll(way) {
    const { clientHeight: height } = this.element;
    const more = way > 0 ? this.top + this.down > height + 1 : this.top < -1;
    if (more) this.#move(0, -way * height * ROLL);
    else this.turnBy(way);
  }

  /** To the right or left of what is in sight. @param {1 | -1} way */
  slide(way) {
    this.#move(-way * this.element.clientWidth * ROLL, 0);
  }

  fit() {
    const { clientWidth: width, clientHeight: height } = this.element;
    const page = this.about;
    this.zoom = page && width ? Math.min(1, (height * page.width_px) / (page.height_px * width)) : 1;
    this.middle = [0.5, 0.5];
    this.#place();
  }

  /** @param {Page} page @param {Pictures} pictures */
  async #load(page, pictures) {
    this.page = page.page;
    this.shownOf = pictures;
    this.tiles.clear();
    this.picture.removeAttribute("src");
    this.picture.alt = `${say("paper")}: ${say("page", { n: page.page })}`;
    if (!page.readable) return;
    const still = () => this.page === page.page && this.shownOf === pictures;
    if (!pictures.keeps(page.page)) {
      const glance = await pictures.page(page.page, GLANCE_WIDTH).catch(() => "");
      if (still() && glance && !this.picture.hasAttribute("src")) this.picture.src = glance;
    }
    if (!still()) return;
    const url = await (pictures.keeps(page.page) ? pictures.page(page.page) : pictures.sharpened(page.page)).catch(() => "");
    if (still() && url) this.picture.src = url;
  }

  /** Asks for the scan's own pixels once those of the whole page have been stretched. */
  #sharpen() {
    const { pictures, about, across, down } = this;
    if (!pictures || !about?.readable || about.width_px <= PAGE_WIDTH) return;
    if (across * devicePixelRatio < PAGE_WIDTH * 1.25) return;
    const { clientWidth: width, clientHeight: height } = this.element;
    const edges = [-this.left / across, -this.top / down, (width - this.left) / across, (height - this.top) / down];
    this.tiles.show(pictures, about, /** @type {Box} */ (edges.map(clamp)));
  }

  #place() {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!this.about || !width) return;
    const across = (this.across = width * this.zoom);
    const down = (this.down = (across * this.about.height_px) / this.about.width_px);
    this.left = inside(width / 2 - this.middle[0] * across, across, width);
    this.top = inside(height / 2 - this.middle[1] * down, down, height);
    this.sheet.style.width = `${width}px`;
    this.sheet.style.height = `${down / this.zoom}px`;
    this.sheet.style.setProperty("--zoom", String(this.zoom));
    this.sheet.style.transform = `translate(${this.left}px, ${this.top}px) scale(${this.zoom})`;
    this.#sharpen();
  }

  /** @param {Page[]} pages @param {Page} current */
  #showPages(pages, current) {
    const one = (/** @type {Page} */ page) =>
      h(
        "button",
        { type: "button", class: "button", "aria-current": page === current ? "true" : null, "aria-label": toldOf(page), onclick: () => this.turn(page.page) },
        String(page.page),
        page.about && h("small", {}, say(`about_${page.about}`)),
        page.rescan && " ⟳",
      );
    fill(this.pages, say("pages"), ...pages.map(one));
    const said = current.rescan ? say("markedRescan", { n: current.page }) : current.readable ? side(current.advice) : say("noPicture");
    this.advice.hidden = !said;
    this.advice.textContent = said;
  }

  /** @param {WheelEvent} event */
  #onWheel(event) {
    event.preventDefault();
    if (event.ctrlKey) this.near(event.deltaY < 0 ? 1 : -1);
    else this.#move(-event.deltaX, -event.deltaY);
  }

  /** @param {PointerEvent} event */
  #onDrag(event) {
    if (!(event.target instanceof Node) || !this.sheet.contains(event.target)) return;
    event.preventDefault();
    const pans = event.ctrlKey || event.button === 1;
    const move = pans ? (/** @type {PointerEvent} */ e) => this.#move(e.movementX, e.movementY) : (/** @type {PointerEvent} */ e) => this.#frame(event, e);
    this.element.addEventListener("pointermove", move);
    const up = (/** @type {PointerEvent} */ e) => {
      this.element.removeEventListener("pointermove", move);
      if (pans || event.button !== 0) return;
      const area = this.#area(event, e);
      const add = Math.abs(e.clientX - event.clientX) < CLICK_PX;
      this.unframe();
      if (!add) this.#outline((this.framed = area));
      this.take(area, { add, afresh: !add && event.shiftKey });
    };
    addEventListener("pointerup", up, { once: true });
  }

  /** What lies between two places, as fractions of the page. @param {PointerEvent} from @param {PointerEvent} to @returns {Box} */
  #area(from, to) {
    const page = this.sheet.getBoundingClientRect();
    const x = [from, to].map((e) => clamp((e.clientX - page.left) / page.width)).sort((a, b) => a - b);
    const y = [from, to].map((e) => clamp((e.clientY - page.top) / page.height)).sort((a, b) => a - b);
    return [x[0], y[0], x[1], y[1]];
  }

  /** @param {PointerEvent} from @param {PointerEvent} to */
  #frame(from, to) {
    this.#outline(this.#area(from, to));
  }

  /** @param {Box} area */
  #outline([left, top, right, bottom]) {
    const { style } = this.frame;
    this.frame.hidden = false;
    style.left = `${left * 100}%`;
    style.top = `${top * 100}%`;
    style.width = `${(right - left) * 100}%`;
    style.height = `${(bottom - top) * 100}%`;
  }

  /** From where the sheet lies now, which may be held back by its edges. @param {number} x @param {number} y pixels */
  #move(x, y) {
    const { clientWidth: width, clientHeight: height } = this.element;
    this.middle = [clamp((width / 2 - this.left - x) / this.across), clamp((height / 2 - this.top - y) / this.down)];
    this.#place();
  }
}

/** @param {Page} page */
const toldOf = (page) => say("page", { n: page.page }) + (page.about && `, ${say(`about_${page.about}`)}`);

/** @param {number} share */
const clamp = (share) => Math.min(Math.max(share, 0), 1);

/**
 * Where a side begins: no empty margin beside a page that is larger than its place.
 * @param {number} start @param {number} size @param {number} room
 */
function inside(start, size, room) {
  return size <= room ? (room - size) / 2 : Math.min(0, Math.max(room - size, start));
}
