/** When every field has been looked at: hold each document against the paper, then let go. */

import { fill, h, kbd } from "./dom.js";
import { said } from "./comments.js";
import { moment, say, side } from "./words.js";

/** @import {Paper, View} from "./types.js" */

export class Finish {
  /**
   * @param {HTMLElement} element
   * @param {(kind: string, document: number) => void} act
   * @param {() => void} complete
   */
  constructor(element, act, complete) {
    this.element = element;
    this.act = act;
    this.complete = complete;
  }

  /** @param {View} view */
  show(view) {
    const again = view.pages.some((page) => page.rescan);
    const open = view.documents.filter((d) => view.unverified.includes(d.number));
    const ready = again || open.length === 0;
    const done = h("button", { type: "button", class: "button main", disabled: !ready, onclick: () => this.complete() }, say(again ? "completeRescan" : "complete"), ready && kbd("Enter"));
    const verify = open.map((paper, i) => this.#verify(paper, i === 0));
    fill(
      this.element,
      h("h2", { id: "finish-title", tabindex: -1 }, say("finish")),
      h("p", {}, say(view.stage === "second" ? "finishBlind" : "finishHint")),
      said(view.comments),
      ...notes(view),
      h("ul", { class: "verify" }, ...view.documents.filter((d) => d.verified).map(verified), ...verify),
      h("div", { class: "acts" }, done),
    );
    const first = this.element.querySelector(".verify .button");
    (first instanceof HTMLElement ? first : done).focus({ preventScroll: true });
  }

  /** @param {Paper} paper @param {boolean} next */
  #verify(paper, next) {
    const title = paper.title || say("unknownPaper");
    const press = (/** @type {Event} */ event) => {
      // Once: the button stands until the answer has come.
      /** @type {HTMLButtonElement} */ (event.currentTarget).disabled = true;
      this.act("verify", paper.number);
    };
    return h("li", {}, h("button", { type: "button", class: "button", onclick: press }, h("span", {}, say("verify", { title })), next ? kbd("Enter") : h("span", {})));
  }
}

/** @param {Paper} paper */
function verified(paper) {
  const { by = "", at = "" } = paper.verified ?? {};
  return h("li", {}, "✓ ", say("verified", { title: paper.title || say("unknownPaper"), who: by, when: moment(at) }));
}

/** @param {string} text */
const sentence = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** @param {View} view */
function notes(view) {
  return [
    ...view.findings.map((f) => h("p", { class: `note ${f.severity === "error" ? "bad" : "warn"}` }, sentence(side(f.detail)))),
    view.missing.length > 0 && h("p", { class: "note warn" }, say("missing", { what: view.missing.map(side).join("; ") })),
  ].filter((note) => note !== false);
}
