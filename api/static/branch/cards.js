/** The pages as small pictures with their verdict, one of them chosen; keys and buttons act on it. */

import { announce, fill, h, kbd } from "../review/dom.js";
import { side } from "../review/words.js";
import { say } from "./words.js";

/** @import {Pile} from "./pile.js" */
/** @import {Advice, Page} from "./types.js" */

export class Cards {
  /**
   * @param {Pile} pile
   * @param {Record<string, Advice>} advice
   * @param {(page: Page) => void} replace asks for another picture of the page
   */
  constructor(pile, advice, replace) {
    this.pile = pile;
    this.advice = advice;
    this.replace = replace;
    /** @type {string | undefined} */
    this.chosen = pile.pages[0]?.id;
    /** @type {Map<Blob, string>} */
    this.urls = new Map();
    this.list = h("ul", { class: "cards", role: "listbox", "aria-label": say("pages"), "aria-orientation": "horizontal", onkeydown: (/** @type {KeyboardEvent} */ e) => this.#key(e) });
    this.about = h("section", { class: "about", "aria-label": say("preview") });
    this.draw();
  }

  draw() {
    const { pages } = this.pile;
    if (!this.pile.find(this.chosen ?? "")) this.chosen = pages[0]?.id;
    const focused = this.list.contains(document.activeElement);
    fill(this.list, ...pages.map((page, i) => this.#card(page, i + 1)));
    this.#drawAbout();
    if (focused) this.#focus();
    this.#letGo();
  }

  close() {
    for (const url of this.urls.values()) URL.revokeObjectURL(url);
    this.urls.clear();
  }

  /** @param {Page} page @param {number} number */
  #card(page, number) {
    const chosen = page.id === this.chosen;
    const state = page.look?.verdict ?? "unknown";
    const words = [say("page", { n: number }), this.#verdict(page), page.double && say("double"), page.look?.blank && say("blank"), say(page.sent)].filter(Boolean);
    const picture = page.look ? h("img", { src: this.#url(page.look.thumb), alt: "", draggable: "false" }) : h("span", { class: "sheet" }, page.name.split(".").at(-1)?.toUpperCase() ?? "");
    const card = h(
      "li",
      { role: "option", id: `page-${page.id}`, class: "card", "aria-selected": String(chosen), "aria-label": words.join(", "), tabindex: chosen ? "0" : "-1", "data-verdict": state, "data-sent": page.sent, draggable: String(!this.pile.fixed(page)), onclick: () => this.#choose(page) },
      picture,
      h("span", { class: "line" }, h("b", {}, String(number)), h("span", { class: "verdict" }, this.#verdict(page))),
      h("span", { class: "line quiet" }, h("span", {}, page.double ? say("double") : page.look?.blank ? say("blank") : ""), h("span", {}, say(page.sent))),
    );
    card.addEventListener("dragstart", (event) => event.dataTransfer?.setData("text/x-page", page.id));
    card.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("text/x-page") && event.preventDefault());
    card.addEventListener("drop", (event) => this.#dropOn(event, page));
    return card;
  }

  /** @param {Page} page */
  #verdict(page) {
    if (page.look) return say(page.look.verdict);
    return say(page.drawable ? "measuring" : "unseen");
  }

  #drawAbout() {
    const page = this.pile.find(this.chosen ?? "");
    if (!page) return fill(this.about, h("p", { class: "quiet" }, say("empty")));
    const number = this.pile.pages.indexOf(page) + 1;
    const still = this.pile.fixed(page);
    const act = (/** @type {string} */ word, /** @type {() => unknown} */ press, disabled = false) => h("button", { type: "button", class: "button", disabled: disabled || still, onclick: press }, say(word));
    return fill(
      this.about,
      h("h3", {}, say("page", { n: number }), h("span", { class: "name" }, page.name)),
      ...this.#told(page),
      page.look && h("img", { class: "large", src: this.#url(page.blob), alt: say("page", { n: number }) }),
      h(
        "div",
        { class: "acts" },
        act("replace", () => this.replace(page)),
        act("turn", () => void this.#turn(page)),
        h("button", { type: "button", class: "button", "aria-pressed": String(page.double), disabled: still, onclick: () => void this.pile.mark(page) }, say("markDouble")),
        act("before", () => void this.#move(page, -1), number === 1),
        act("after", () => void this.#move(page, 1), number === this.pile.pages.length),
        act("remove", () => void this.#remove(page)),
      ),
      h("p", { class: "quiet" }, say("keys")),
    );
  }

  /** @param {Page} page @returns {Node[]} what is wrong and what to do */
  #told(page) {
    if (page.refusal) return [h("p", { class: "note bad", role: "alert" }, side(page.refusal))];
    if (!page.look) return [h("p", { class: "note" }, say(page.drawable ? "measuring" : "unseenHint"))];
    const lines = page.look.reasons.map((reason) => this.advice[reason]).filter(Boolean);
    const found = page.found && !this.pile.fixed(page) ? [h("p", { class: "note found" }, say("foundDouble"), " ", h("button", { type: "button", class: "button", onclick: () => void this.pile.mark(page) }, say("notDouble"), kbd("D")))] : [];
    return [...found, ...this.#faults(page.look, lines)];
  }

  /** @param {import("./types.js").Look} look @param {Advice[]} lines @returns {Node[]} */
  #faults({ verdict, width, height }, lines) {
    if (!lines.length) return [h("p", { class: "note" }, `${say("fine")} ${width} × ${height}`)];
    return [h("ul", { class: `note ${verdict === "bad" ? "bad" : "warn"}` }, ...lines.map(({ fault, remedy }) => h("li", {}, h("b", {}, side(fault)), `: ${side(remedy)}`)))];
  }

  /** @param {Page} page */
  #choose(page) {
    this.chosen = page.id;
    this.draw();
    this.#focus();
  }

  #focus() {
    document.getElementById(`page-${this.chosen}`)?.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const page = this.pile.find(this.chosen ?? "");
    if (!page || event.ctrlKey || event.metaKey) return;
    const at = this.pile.pages.indexOf(page);
    /** @type {Record<string, () => unknown>} */
    const acts = this.pile.fixed(page) ? {} : { r: () => this.#turn(page), d: () => this.pile.mark(page), q: () => this.replace(page), delete: () => this.#remove(page) };
    /** @type {Record<string, number>} */
    const steps = { arrowleft: -1, arrowup: -1, arrowright: 1, arrowdown: 1, home: -Infinity, end: Infinity };
    const key = event.key.toLowerCase();
    if (key in steps) {
      const to = Math.min(this.pile.pages.length - 1, Math.max(0, at + steps[key]));
      if (!event.altKey) this.#choose(this.pile.pages[to]);
      else if (!this.pile.fixed(page)) void this.#move(page, to - at);
    } else if (acts[key] && !event.altKey) void acts[key]();
    else return;
    event.preventDefault();
  }

  /** @param {Page} page */
  async #turn(page) {
    announce(say((await this.pile.turn(page)) ? "turned" : "noTurn"));
  }

  /** @param {Page} page @param {number} by */
  async #move(page, by) {
    announce(say("moved", { n: await this.pile.move(page, by) }));
  }

  /** @param {Page} page */
  async #remove(page) {
    const at = this.pile.pages.indexOf(page);
    await this.pile.remove(page);
    this.chosen = this.pile.pages[Math.min(at, this.pile.pages.length - 1)]?.id;
    announce(say("removed", { n: at + 1 }));
    this.draw();
    this.#focus();
  }

  /** @param {DragEvent} event @param {Page} page */
  #dropOn(event, page) {
    const moved = this.pile.find(event.dataTransfer?.getData("text/x-page") ?? "");
    if (!moved || this.pile.fixed(moved)) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#move(moved, this.pile.pages.indexOf(page) - this.pile.pages.indexOf(moved));
  }

  /** @param {Blob} blob */
  #url(blob) {
    const known = this.urls.get(blob) ?? URL.createObjectURL(blob);
    this.urls.set(blob, known);
    return known;
  }

  /** Pictures that no page has any more. */
  #letGo() {
    const used = new Set(this.pile.pages.flatMap((page) => [page.blob, page.look?.thumb]));
    for (const [blob, url] of this.urls) {
      if (used.has(blob)) continue;
      URL.revokeObjectURL(url);
      this.urls.delete(blob);
    }
  }
}
