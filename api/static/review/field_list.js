/** Every field of the dossier in the order of its papers: what is done, what is to be looked at. */

import { fill, h } from "./dom.js";
import { say } from "./words.js";

/** @import {Drafts} from "./drafts.js" */
/** @import {Field, Paper, Place, View} from "./types.js" */

/**
 * @typedef {{current: Place | null, drafts: Drafts}} Where
 */

const MARKS = { typed: "✎", todo: "▲", done: "✓", plain: "·" };

/**
 * @param {HTMLElement} element
 * @param {View} view
 * @param {Where} where
 * @param {(place: Place) => void} go
 */
export function showFields(element, view, where, go) {
  fill(element, ...view.documents.flatMap((paper) => [heading(paper), rows(paper, where, go)]));
  // Within the list alone: where it does not scroll by itself, the page would leave the field in hand.
  if (element.scrollHeight > element.clientHeight) element.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
}

/** @param {Paper} paper */
function heading(paper) {
  const state = paper.wrong ? say("markedWrong") : `${say("pages")} ${paper.pages.join(", ")}`;
  return h("h3", {}, h("span", {}, paper.title || say("unknownPaper")), h("span", {}, state));
}

/** @param {Paper} paper @param {Where} where @param {(place: Place) => void} go */
function rows(paper, where, go) {
  return h("ul", {}, ...paper.fields.map((field) => h("li", {}, row(paper, field, where, go))));
}

/** @param {Paper} paper @param {Field} field @param {Where} where @param {(place: Place) => void} go */
function row(paper, field, { current, drafts }, go) {
  const place = { document: paper.number, key: field.key };
  const state = drafts.has(place) ? "typed" : field.settled ? "done" : field.flagged ? "todo" : "plain";
  const here = current?.document === place.document && current.key === place.key;
  return h(
    "button",
    {
      type: "button",
      class: state,
      // The keyboard goes by Enter and Alt with arrows; Tab would pass a hundred stops.
      tabindex: -1,
      "aria-current": here ? "true" : null,
      onclick: () => go(place),
    },
    h("span", { class: "mark" }, MARKS[state]),
    h("span", { class: "name", title: field.title }, field.title),
    h("span", { class: "what" }, told(field)),
  );
}

/** @param {Field} field */
function told(field) {
  if (Array.isArray(field.value)) return `${field.value.length} ×`;
  if (field.settled?.kind === "illegible") return `(${say("done_illegible")})`;
  if (field.state === "blank") return say("emptyValue");
  return field.shown || field.raw || "—";
}
