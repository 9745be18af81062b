/** The page: shown whole, or so near that the field in hand can be read at arm's length. */

import { fill, h } from "./dom.js";
import { DEEP_WIDTH, GLANCE_WIDTH, PAGE_WIDTH } from "./pictures.js";
import { say, side } from "./words.js";

/** @import {Box, Field, Page} from "./types.js" */
/** @import {Pictures} from "./pictures.js" */

const NEAREST = 4;
const STEP = 1.3;
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
    /** Pixels across of the picture that is asked for. */
    this.width = PAGE_WIDTH;
    this.zoom = 1;
    this.middle = [0.5, 0.5];
    this.picture = h("img", { alt: "" });
    this.spot = h("div", { class: "spot", hidden: true });
    this.frame = h("div", { class: "frame", hidden: true });
    /** What was framed last on this page. @type {Box | null} */
    this.framed = null;
    this.sheet = h("div", { class: "sheet" }, this.picture, this.spot, this.frame);
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
      this.zoom = Math.min(Math.max(0.66 / (right - left), 1), 2.2);
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

  /** @param {number} steps in or out */
  near(steps) {
    this.zoom = Math.min(Math.max(this.zoom * STEP ** steps, 0.5), NEAREST);
    this.#place();
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
    this.width = PAGE_WIDTH;
    this.picture.removeAttribute("src");
    this.picture.alt = `${say("paper")}: ${say("page", { n: page.page })}`;
    if (!page.readable) return;
    const still = () => this.page === page.page && this.shownOf === pictures;
    if (!pictures.keeps(page.page)) {
      const glance = await pictures.page(page.page, GLANCE_WIDTH).catch(() => "");
      if (still() && glance && !this.picture.hasAttribute("src")) this.picture.src = glance;
    }
    if (!still() || this.width !== PAGE_WIDTH) return;
    const url = await (pictures.keeps(page.page) ? pictures.page(page.page) : pictures.sharpened(page.page)).catch(() => "");
    // Who has come nearer meanwhile has a better one.
    if (still() && url && this.width === PAGE_WIDTH) this.picture.src = url;
  }

  /** Asks for more pixels once the ones that are there have been stretched. */
  async #sharpen(/** @type {number} */ shownWidth) {
    const { pictures, about } = this;
    if (!pictures || !about?.readable || this.width === DEEP_WIDTH) return;
    if (shownWidth * devicePixelRatio < PAGE_WIDTH * 1.25) return;
    this.width = DEEP_WIDTH;
    const url = await pictures.sharpened(about.page, DEEP_WIDTH).catch(() => "");
    if (url && this.page === about.page && this.shownOf === pictures) this.picture.src = url;
  }

  #place() {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!this.about || !width) return;
    const across = width * this.zoom;
    const down = (across * this.about.height_px) / this.about.width_px;
    const left = inside(width / 2 - this.middle[0] * across, across, width);
    const top = inside(height / 2 - this.middle[1] * down, down, height);
    this.sheet.style.width = `${width}px`;
    this.sheet.style.height = `${down / this.zoom}px`;
    this.sheet.style.transform = `translate(${left}px, ${top}px) scale(${this.zoom})`;
    void this.#sharpen(across);
  }

  /** @param {Page[]} pages @param {Page} current */
  #showPages(pages, current) {
    const one = (/** @type {Page} */ page) =>
      h(
        "button",
        { type: "button", class: "button", "aria-current": page === current ? "true" : null, "aria-label": say("page", { n: page.page }), onclick: () => this.turn(page.page) },
        String(page.page),
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

  /** @param {number} x @param {number} y pixels */
  #move(x, y) {
    const across = this.element.clientWidth * this.zoom;
    const down = this.about ? (across * this.about.height_px) / this.about.width_px : across;
    this.middle = [clamp(this.middle[0] - x / across), clamp(this.middle[1] - y / down)];
    this.#place();
  }
}

/** @param {number} share */
const clamp = (share) => Math.min(Math.max(share, 0), 1);

/**
 * Where a side begins: no empty margin beside a page that is larger than its place.
 * @param {number} start @param {number} size @param {number} room
 */
function inside(start, size, room) {
  return size <= room ? (room - size) / 2 : Math.min(0, Math.max(room - size, start));
}
