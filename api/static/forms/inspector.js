/** The labels in reading order, and what can be said about the chosen one. */

import { fill, h } from "../review/dom.js";
import { side } from "../review/words.js";
import { say } from "./words.js";

/** @import {Column, Draft, Field, Label, Read, Trial} from "./types.js" */

/**
 * @typedef {{select: (index: number) => void, change: () => void, remove: (index: number) => void,
 *   shift: (index: number, by: number) => void}} Handlers
 */

export class Inspector {
  /** @param {HTMLElement} element @param {Record<string, string>} kinds @param {Handlers} handlers */
  constructor(element, kinds, handlers) {
    this.element = element;
    this.kinds = kinds;
    this.handlers = handlers;
  }

  /** @param {Draft} draft @param {number} chosen @param {Trial | null} trial */
  show(draft, chosen, trial) {
    const focused = document.activeElement?.id;
    const rows = draft.labels.map((label, index) => this.#row(label, index, index === chosen, trial));
    fill(this.element, this.#about(draft), h("h2", {}, say("labels")), h("p", { class: "hint" }, say("help")), h("ol", { class: "labels" }, ...rows));
    if (focused) document.getElementById(focused)?.focus();
  }

  /** @param {number} index */
  reveal(index) {
    document.getElementById(`row-${index}`)?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Draft} draft */
  #about(draft) {
    const keep = (/** @type {(v: string) => void} */ put) => (/** @type {Event} */ event) => {
      put(/** @type {HTMLInputElement} */ (event.target).value.trim());
      this.handlers.change();
    };
    return h(
      "fieldset",
      { class: "about" },
      h("legend", {}, say("about")),
      input("form-key", say("formKey"), draft.key, keep((v) => (draft.key = v))),
      input("form-title", say("formTitle"), draft.title, keep((v) => (draft.title = v))),
      input("form-printed", say("printedTitle"), draft.titles[0] ?? "", keep((v) => (draft.titles = [v, ...draft.titles.slice(1)]))),
      input("form-edition", say("edition"), draft.edition, keep((v) => (draft.edition = v))),
      input("form-circular", say("circular"), draft.circular, keep((v) => (draft.circular = v))),
    );
  }

  /** @param {Label} label @param {number} index @param {boolean} chosen @param {Trial | null} trial */
  #row(label, index, chosen, trial) {
    const missing = trial?.result?.missing_labels.includes(label.text);
    const told = label.fields.map((field) => h("span", { class: "field" }, h("b", {}, field.key), " ", h("i", {}, side(this.kinds[field.kind] ?? field.kind))));
    const read = label.fields.flatMap((field) => shownValue(trial?.result?.document.fields[field.key]));
    const button = h(
      "button",
      {
        type: "button",
        id: `row-${index}`,
        class: "row",
        "aria-expanded": chosen ? "true" : "false",
        onclick: () => this.handlers.select(index),
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.#onKey(event, index),
      },
      h("span", { class: "text" }, label.text || say("nothing")),
      ...(told.length ? told : [h("span", { class: "field quiet" }, say("sections"))]),
      missing && h("span", { class: "state not_found" }, say("notOnPaper")),
      ...read,
    );
    return h("li", { class: chosen ? "chosen" : "" }, button, chosen && this.#editor(label, index));
  }

  /** @param {KeyboardEvent} event @param {number} index */
  #onKey(event, index) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown") this.handlers.select(index + 1);
    else if (event.key === "ArrowUp") this.handlers.select(index - 1);
    else if (event.key === "Delete") this.handlers.remove(index);
    else return;
    event.preventDefault();
  }

  /** @param {Label} label @param {number} index */
  #editor(label, index) {
    const done = () => this.handlers.change();
    const printed = check(`printed-${index}`, say("printedOnly"), !label.fields.length, (on) => {
      label.fields = on ? [] : [newField(label.text)];
      label.reader = "plain";
      done();
    });
    return h(
      "div",
      { class: "editor" },
      area(`text-${index}`, say("labelText"), label.text, (v) => {
        label.text = v;
        done();
      }),
      label.reader === "plain" ? printed : h("p", { class: "hint" }, `${say("reader")}: ${say(`reader_${label.reader}`)}`),
      ...label.fields.map((field, n) => this.#field(label, field, `${index}-${n}`, done)),
      h(
        "div",
        { class: "end" },
        button(say("earlier"), () => this.handlers.shift(index, -1)),
        button(say("later"), () => this.handlers.shift(index, 1)),
        button(say("remove"), () => this.handlers.remove(index)),
      ),
    );
  }

  /** @param {Label} label @param {Field} field @param {string} id @param {() => void} done */
  #field(label, field, id, done) {
    const text = (/** @type {(v: string) => void} */ put) => (/** @type {Event} */ event) => {
      put(/** @type {HTMLInputElement} */ (event.target).value.trim());
      done();
    };
    const kind = h(
      "select",
      { id: `kind-${id}`, onchange: text((v) => setKind(field, v)) },
      ...Object.entries(this.kinds).map(([name, title]) => h("option", { value: name, selected: name === field.kind }, side(title))),
    );
    return h(
      "fieldset",
      { class: "one" },
      h("legend", {}, field.part || say("field")),
      input(`key-${id}`, say("fieldKey"), field.key, text((v) => (field.key = v))),
      h("label", {}, h("span", {}, say("kind")), kind),
      input(`title-${id}`, say("fieldTitle"), field.title, text((v) => (field.title = v))),
      label.reader === "plain" && input(`boxes-${id}`, say("boxes"), String(field.digit_boxes || ""), text((v) => (field.digit_boxes = Number(v) || 0))),
      field.kind === "choice" && area(`options-${id}`, say("options"), optionsAsText(field.options), (v) => {
        field.options = textAsOptions(v);
        done();
      }),
      field.kind === "table" && area(`columns-${id}`, say("columns"), columnsAsText(field.columns), (v) => {
        field.columns = textAsColumns(v);
        done();
      }),
      h(
        "div",
        { class: "checks" },
        check(`required-${id}`, say("required"), field.required, (on) => {
          field.required = on;
          done();
        }),
        check(`critical-${id}`, say("critical"), field.critical, (on) => {
          field.critical = on;
          done();
        }),
      ),
    );
  }
}

/** @param {string} text of the label @returns {Field} */
export function newField(text) {
  const words = text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const key = words.filter((w, n) => n || !/^\d/.test(w)).slice(0, 6).join("_").slice(0, 40) || "field";
  return { key, kind: "text", title: text.replace(/[:.…\s]+$/, ""), part: "", required: false, critical: false, digit_boxes: 0, options: {}, tick_side: "after", columns: [] };
}

/** @param {Field} field @param {string} kind */
function setKind(field, kind) {
  field.kind = kind;
  if (kind !== "choice") field.options = {};
  else if (!Object.keys(field.options).length) field.options = { yes: ["Có"], no: ["Không"] };
  if (kind !== "table") field.columns = [];
  else if (!field.columns.length) field.columns = [{ key: "name", kind: "name", label: ["Họ và tên"] }];
}

/** @param {Record<string, string[]>} options */
const optionsAsText = (options) => Object.entries(options).map(([value, words]) => `${value} = ${words.join(" | ")}`).join("\n");

/** @param {string} text @returns {Record<string, string[]>} */
const textAsOptions = (text) =>
  Object.fromEntries(lines(text).map((line) => parts(line)).filter(([value, words]) => value && words).map(([value, words]) => [value, words.split("|").map((w) => w.trim())]));

/** @param {Column[]} columns */
const columnsAsText = (columns) => columns.map((c) => `${c.key} = ${c.kind} = ${c.label.join(" | ")}`).join("\n");

/** @param {string} text @returns {Column[]} */
const textAsColumns = (text) =>
  lines(text).map(parts).filter(([key, kind, label]) => key && kind && label).map(([key, kind, label]) => ({ key, kind, label: label.split("|").map((w) => w.trim()) }));

/** @param {string} text */
const lines = (text) => text.split("\n").filter((line) => line.trim());

/** @param {string} line */
const parts = (line) => line.split("=").map((part) => part.trim());

/** @param {Read | undefined} read */
function shownValue(read) {
  if (!read) return [];
  return [h("span", { class: `state ${read.state}` }, say(`state_${read.state}`), read.raw ? h("q", {}, read.raw) : "")];
}

/** @param {string} id @param {string} name @param {string} value @param {(e: Event) => void} change */
const input = (id, name, value, change) => h("label", {}, h("span", {}, name), h("input", { id, value, onchange: change, autocomplete: "off", spellcheck: "false" }));

/** @param {string} id @param {string} name @param {string} value @param {(v: string) => void} change */
function area(id, name, value, change) {
  const box = h("textarea", { id, rows: Math.min(4, value.split("\n").length + Math.floor(value.length / 60)) || 1, onchange: () => change(box.value.trim()) });
  box.value = value;
  return h("label", { class: "wide" }, h("span", {}, name), box);
}

/** @param {string} id @param {string} name @param {boolean} on @param {(on: boolean) => void} change */
function check(id, name, on, change) {
  const box = h("input", { type: "checkbox", id, checked: on, onchange: () => change(box.checked) });
  return h("label", { class: "check" }, box, h("span", {}, name));
}

/** @param {string} word @param {() => void} press */
const button = (word, press) => h("button", { type: "button", class: "button", onclick: press }, word);
