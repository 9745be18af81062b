/** The field in hand: its crop, its value, why it is here, and what other sources say. */

import { fill, h, kbd } from "./dom.js";
import { carry, differing, marked } from "./letters.js";
import { said } from "./comments.js";
import { say, side } from "./words.js";

/** @import {Field, Other, Paper, Value} from "./types.js" */

/**
 * @typedef {object} Entry
 * @property {HTMLElement} element
 * @property {() => void} focus
 * @property {() => boolean} changed whether the value is no longer what was read
 * @property {() => Value} value
 * @property {() => void} restore
 * @property {(value: Value, shown: string, doubts?: [number, number][]) => void} put
 */

export class Editor {
  /**
   * @param {HTMLElement} element
   * @param {(command: import("./keys.js").Command) => void} run what a press of a button does
   */
  constructor(element, run) {
    this.element = element;
    this.run = run;
    /** @type {Entry | null} */
    this.entry = null;
  }

  /**
   * @param {Field} field
   * @param {Paper} paper
   * @param {{at: string, stage: import("./types.js").Stage, comments: import("./types.js").View["comments"]}} where
   *   `at`: "3 / 7"
   * @param {Promise<string> | null} crop
   */
  show(field, paper, where, crop) {
    const refused = h("p", { class: "note bad", id: "refused", role: "alert", hidden: true });
    this.refused = refused;
    this.told = h("p", { class: "note reading", role: "status", hidden: true });
    this.entry = field.kind === "table" ? tableEntry(field) : field.options.length ? choiceEntry(field) : textEntry(field);
    fill(
      this.element,
      where.stage !== "first" && h("p", { class: "note stage", id: where.stage === "second" ? "reasons" : null }, say(`hint_${where.stage}`)),
      said(where.comments),
      h("p", { class: "where" }, h("span", {}, paper.title || say("unknownPaper")), h("span", {}, where.at)),
      h("h2", { id: "field-title" }, field.title, ...tags(field, where.stage)),
      cropOf(crop, field),
      this.entry.element,
      refused,
      this.told,
      // Who keys blind has one reason for all fields, and it stands above them.
      field.reasons.length > 0 && where.stage !== "second" && h("ul", { class: "reasons", id: "reasons" }, ...field.reasons.map((r) => h("li", {}, side(r)))),
      field.others.length > 0 && this.#others(field),
      this.#acts(where.stage === "second"),
    );
    this.entry.focus();
    // Where a window is narrow it may have been left far down: the name of the field, then its value.
    for (const seen of [this.element.querySelector("h2"), this.entry.element]) seen?.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} reason */
  refuse(reason) {
    if (!this.refused) return;
    this.refused.hidden = false;
    this.refused.textContent = side(reason);
    this.element.querySelector("textarea")?.setAttribute("aria-invalid", "true");
  }

  /** What the engine does or did for this field; "" for nothing. @param {string} text @param {boolean} [busy] */
  tell(text, busy = false) {
    if (!this.told) return;
    this.told.hidden = !text;
    this.told.textContent = text;
    this.told.setAttribute("aria-busy", String(busy));
  }

  /** @param {Field} field */
  #others(field) {
    // Against a value that nobody has decided on yet, nothing agrees or differs.
    const decided = field.value !== null || Boolean(field.raw);
    const rows = field.others.map((other, i) => {
      const [keys, command] = keyOf(other, i);
      return h(
        "li",
        { class: decided ? (other.agrees ? "agrees" : "differs") : null },
        h(
          "button",
          { type: "button", "aria-keyshortcuts": keys || null, onclick: () => this.run(command) },
          keys ? kbd(keys) : h("span"),
          h("span", { class: "value" }, ...saidBy(other, field)),
          h("span", { class: "from" }, `${say(other.source)}${other.where ? `: ${other.where}` : ""} ${!decided ? "" : other.agrees ? "=" : "≠"}`),
        ),
      );
    });
    return h("ul", { class: "others", "aria-label": say("others") }, ...rows);
  }

  /** @param {boolean} blind */
  #acts(blind) {
    const act = (/** @type {import("./keys.js").Command} */ command, /** @type {string} */ word, /** @type {string} */ keys, main = false) =>
      h("button", { type: "button", class: `button${main ? " main" : ""}`, onclick: () => this.run(command) }, say(word), kbd(keys));
    return h(
      "div",
      { class: "acts" },
      act("confirm", "confirm", "Enter", true),
      act("notApplicable", "notApplicable", "Alt+N"),
      act("illegible", "illegible", "Alt+L"),
      !blind && this.entry?.element.querySelector("textarea") && act("readAgain", "readAgain", "Alt+V"),
      !blind && act("wrongDocument", "wrongDocument", "Alt+W"),
      !blind && act("rescan", "rescan", "Alt+R"),
    );
  }
}

/** @param {Field} field @param {import("./types.js").Stage} stage */
function tags(field, stage) {
  const settled = field.settled && h("span", { class: "tag good" }, say("by", { what: say(`done_${field.settled.kind}`), who: field.settled.by }));
  return [
    field.critical && h("span", { class: "tag warn" }, say("critical")),
    settled || (stage === "first" && h("span", { class: "tag" }, say("sure", { n: `${Math.floor(field.confidence * 100)} %` }))),
  ].filter((tag) => tag !== false && tag !== null);
}

/** @param {Promise<string> | null} crop @param {Field} field */
function cropOf(crop, field) {
  if (!crop) return h("p", { class: "crop none" }, say("noPlace"));
  const picture = h("img", { class: "crop", alt: `${field.title}: ${field.raw}` });
  crop.then((url) => picture.setAttribute("src", url), () => picture.replaceWith(h("p", { class: "crop none" }, say("noPicture"))));
  return picture;
}

/** @param {Field} field @returns {Entry} */
function textEntry(field) {
  // What cannot be read as a value is still the best start for typing it.
  const first = field.shown || (field.state === "unreadable" ? field.raw : "");
  const box = h("textarea", {
    rows: 1,
    id: "value",
    "aria-labelledby": "field-title",
    "aria-describedby": field.reasons.length ? "reasons" : null,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });
  const behind = h("div", { class: "behind", "aria-hidden": "true" });
  let runs = field.doubts ?? [];
  let before = first;
  const paint = () => {
    runs = carry(before, box.value, runs);
    before = box.value;
    behind.replaceChildren(...marked(box.value, runs));
    box.removeAttribute("aria-invalid");
  };
  const put = (/** @type {string} */ text, /** @type {[number, number][] | null} */ doubts = null) => {
    box.value = text;
    if (doubts) [before, runs] = [text, doubts];
    paint();
    box.select();
  };
  box.addEventListener("input", paint);
  box.addEventListener("scroll", () => (behind.scrollTop = box.scrollTop));
  box.value = first;
  behind.replaceChildren(...marked(first, runs));
  return {
    element: h("div", { class: "typing" }, behind, box),
    focus: () => {
      box.focus({ preventScroll: true });
      // What is typed replaces the doubtful letters where these are known, else the whole value.
      const [start, end] = runs[0] ?? [0, first.length];
      box.setSelectionRange(start, end);
    },
    changed: () => box.value !== first,
    value: () => box.value,
    restore: () => {
      runs = field.doubts ?? [];
      before = first;
      put(first);
    },
    put: (value, shown, doubts) => put(shown || (typeof value === "string" ? value : ""), doubts),
  };
}

/** @param {Field} field @returns {Entry} */
function choiceEntry(field) {
  const first = typeof field.value === "string" ? field.value : "";
  const box = h(
    "select",
    { id: "value", "aria-labelledby": "field-title", "aria-describedby": field.reasons.length ? "reasons" : null },
    !first && h("option", { value: "" }, say("choose")),
    ...field.options.map((o) => h("option", { value: o.value, selected: o.value === first }, o.label)),
  );
  return {
    element: h("div", { class: "typing" }, box),
    focus: () => box.focus({ preventScroll: true }),
    changed: () => box.value !== first,
    value: () => box.value,
    restore: () => (box.value = first),
    put: (value) => (box.value = String(value)),
  };
}

/** @param {Field} field @returns {Entry} */
function tableEntry(field) {
  const element = h("div", { class: "rows", role: "group", "aria-labelledby": "field-title" });
  /** @type {Record<string, string>[]} */
  const first = Array.isArray(field.value) ? field.value : [];
  const draw = (/** @type {Record<string, string>[]} */ rows) =>
    fill(element, ...[...rows, {}].map((row, at) => tableRow(field, row, at)));
  const read = () =>
    [...element.children]
      .map((row) => Object.fromEntries([...row.querySelectorAll("input")].map((i) => [i.name, i.value.trim()])))
      .filter((row) => Object.values(row).some(Boolean));
  draw(first);
  const start = JSON.stringify(read());
  return {
    element,
    focus: () => element.querySelector("input")?.focus({ preventScroll: true }),
    changed: () => JSON.stringify(read()) !== start,
    value: read,
    restore: () => draw(first),
    put: (value) => draw(Array.isArray(value) ? value : []),
  };
}

/** @param {Field} field @param {Record<string, string>} row @param {number} at */
function tableRow(field, row, at) {
  const cells = field.columns.map((column) =>
    h(
      "label",
      {},
      at === 0 ? column.label : h("span", { class: "unseen" }, `${column.label} ${at + 1}`),
      h("input", { name: column.value, value: row[column.value] ?? "", autocomplete: "off" }),
    ),
  );
  return h("div", { class: "row" }, ...cells);
}

/**
 * The key that takes what another source says, and what it does: a mark has its own already.
 * @param {Other} other @param {number} at
 * @returns {[string, import("./keys.js").Command]}
 */
function keyOf(other, at) {
  if (other.mark) return other.mark === "illegible" ? ["Alt+L", "illegible"] : ["Alt+N", "notApplicable"];
  return [at < 9 ? `Alt+${at + 1}` : "", `take${at + 1}`];
}

/** Where it differs from the value, or from what another person keyed. @param {Other} other @param {Field} field */
function saidBy(other, field) {
  if (other.mark) return [`(${say(`done_${other.mark}`)})`];
  if (!other.shown) return [shownRows(other.value)];
  const against = field.shown || field.others.find((o) => o !== other && o.source === other.source)?.shown;
  return marked(other.shown, differing(other.shown, against ?? ""));
}

/** @param {Value} value */
function shownRows(value) {
  return typeof value === "string" ? value : value.map((row) => Object.values(row).filter(Boolean).join(", ")).join("; ");
}
