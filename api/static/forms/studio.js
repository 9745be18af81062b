/** One draft on its sample: the picture and the labels kept in step, tried and saved. */

import { announce, fill, h, kbd } from "../review/dom.js";
import { side } from "../review/words.js";
import * as api from "./api.js";
import { holds, placeOf } from "./geometry.js";
import { Inspector, newField } from "./inspector.js";
import { Sheet } from "./sheet.js";
import { say } from "./words.js";

/** @import {Box, Draft, Label, Sample, Trial} from "./types.js" */

export class Studio {
  /**
   * @param {HTMLElement} view @param {Sample} sample @param {Draft} draft @param {Record<string, string>} kinds
   * @param {number} version that is worked on, 0: a new form
   */
  constructor(view, sample, draft, kinds, version) {
    this.sample = sample;
    this.draft = draft;
    this.version = version;
    this.chosen = draft.labels.findIndex((label) => label.fields.length);
    this.page = draft.labels[this.chosen]?.page ?? 1;
    /** @type {Trial | null} */
    this.trial = null;
    this.said = h("div", { class: "said", role: "status" });
    const left = h("section", { class: "picture", "aria-label": say("picture") });
    const right = h("section", { class: "inspector", "aria-label": say("labels") });
    const tools = h(
      "div",
      { class: "tools" },
      tool("add", () => this.add(), "Alt+N"),
      tool("tryIt", () => void this.tryIt(), "Alt+T"),
      tool("toml", () => void this.showToml()),
      tool("save", () => void this.save(), "Alt+S", true),
    );
    const body = h("div", {});
    fill(right, h("div", { class: "head" }, tools, this.said), body);
    fill(view, h("div", { class: "studio" }, left, right));
    this.sheet = new Sheet(left, sample, {
      select: (index) => this.select(index),
      move: (index, box) => this.move(index, box),
      remove: (index) => this.remove(index),
      draw: (box) => this.drawn(box),
      turn: (page) => this.turn(page),
      lost: (again) => this.#away(say("noPicture"), again),
    });
    this.inspector = new Inspector(body, kinds, {
      select: (index) => this.select(index),
      change: () => this.redraw(),
      remove: (index) => this.remove(index),
      shift: (index, by) => this.shift(index, by),
    });
    this.redraw();
  }

  close() {
    this.sheet.close();
  }

  redraw() {
    this.sheet.show(this.page, this.draft, this.chosen, this.trial);
    this.inspector.show(this.draft, this.chosen, this.trial);
  }

  /** @param {number} index */
  select(index) {
    if (index < 0 || index >= this.draft.labels.length) return;
    const inPicture = document.activeElement?.id.startsWith("box-");
    this.chosen = index;
    this.page = this.draft.labels[index].page;
    this.redraw();
    document.getElementById(inPicture ? `box-${index}` : `row-${index}`)?.focus();
    this.sheet.reveal();
    this.inspector.reveal(index);
  }

  /** @param {number} page */
  turn(page) {
    this.page = page;
    this.redraw();
  }

  /** The label goes where its new place is read. @param {number} index @param {Box} box */
  move(index, box) {
    const [label] = this.draft.labels.splice(index, 1);
    label.box = box;
    const inPicture = document.activeElement?.id.startsWith("box-");
    this.chosen = this.#insert(label);
    this.redraw();
    if (inPicture) document.getElementById(`box-${this.chosen}`)?.focus();
  }

  /** @param {number} index */
  remove(index) {
    const [gone] = this.draft.labels.splice(index, 1);
    announce(`${say("remove")}: ${gone.text}`);
    this.chosen = Math.min(index, this.draft.labels.length - 1);
    this.redraw();
    document.getElementById(`row-${this.chosen}`)?.focus();
  }

  /** @param {number} index @param {number} by */
  shift(index, by) {
    const to = index + by;
    if (to < 0 || to >= this.draft.labels.length) return;
    const [label] = this.draft.labels.splice(index, 1);
    this.draft.labels.splice(to, 0, label);
    this.chosen = to;
    this.redraw();
    document.getElementById(`row-${to}`)?.focus();
  }

  add() {
    this.sheet.adding = true;
    this.redraw();
    this.#say(say("addHint"));
  }

  /** Enter while adding: a label in the middle, to be moved with the arrows. */
  addInTheMiddle() {
    this.drawn(this.sheet.toScan([0.3, 0.48, 0.6, 0.5]));
  }

  /** @param {Box} box of the scan */
  drawn(box) {
    this.sheet.adding = false;
    const under = this.sheet.facts.lines.filter((line) => holds(box, line.box)).map((line) => line.text);
    const text = under.join(" ").replace(/[.…_\s]+$/, "") || say("newForm");
    /** @type {Label} */
    const label = { text, page: this.page, box, value_box: null, reader: "plain", side: "after", required: true, fields: [newField(text)] };
    this.chosen = this.#insert(label);
    this.#say("");
    this.redraw();
    document.getElementById(`text-${this.chosen}`)?.focus();
  }

  stopAdding() {
    this.sheet.adding = false;
    this.#say("");
    this.redraw();
  }

  async tryIt() {
    this.#say(say("trying"));
    const trial = await this.#told(
      async () => {
        const started = await api.startTrial(this.sample.id, this.draft);
        return api.settled(() => api.trial(started.id));
      },
      () => void this.tryIt(),
    );
    if (!trial) return;
    if (!trial.result) {
      this.#say(side(trial.problem?.title ?? ""), "bad");
      return;
    }
    this.trial = trial;
    const { recognised_as: found, coverage } = trial.result;
    if (found === this.draft.key) this.#say(say("tried", { n: Math.round(coverage * 100) }));
    else this.#say(found ? say("mistaken", { form: found }) : say("unrecognised"), "warn");
    this.redraw();
  }

  async save() {
    const again = () => void this.save();
    const { faults } = (await this.#told(() => api.check(this.draft), again)) ?? { faults: null };
    if (!faults) return;
    if (faults.length) {
      const told = faults.map((f) => h("li", {}, f.place && h("b", {}, f.place), " ", side(f.problem), ". ", side(f.advice)));
      this.#say("", "bad", h("h3", {}, say("faults")), h("ul", {}, ...told));
      return;
    }
    const saved = await this.#told(() => api.save(this.draft, this.sample.id, this.version), again);
    if (!saved) return;
    this.version = saved.version;
    this.#say(say("saved", { key: saved.key, n: saved.version }));
  }

  async showToml() {
    const checked = await this.#told(() => api.check(this.draft), () => void this.showToml());
    if (checked) this.#say("", "", h("pre", { tabindex: "0" }, checked.definition || checked.faults.map((f) => `${f.place}: ${side(f.problem)}`).join("\n")));
  }

  /** @param {Label} label */
  #insert(label) {
    const at = placeOf(this.draft.labels, label, (page) => this.sheet.rotation(page));
    this.draft.labels.splice(at, 0, label);
    return at;
  }

  /** @param {string} text @param {string} [tone] @param {...Node} more */
  #say(text, tone = "", ...more) {
    const note = text || more.length ? h("div", { class: `note ${tone}` }, text, ...more) : null;
    fill(this.said, note);
  }

  /** @param {string} text @param {() => void} again */
  #away(text, again) {
    const press = () => {
      this.#say("");
      again();
    };
    const button = h("button", { type: "button", id: "again", class: "button", onclick: press }, say("again"));
    this.#say(`${text} `, "bad", button);
    button.focus();
  }

  /**
   * What `work` gives; null where it failed, which is told: a refusal with its reason, a service that
   * does not answer with a button that does it `again`.
   * @template T @param {() => Promise<T>} work @param {() => void} again @returns {Promise<T | null>}
   */
  async #told(work, again) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof api.Unreached) {
        this.#away(say("unreached"), again);
        return null;
      }
      if (!(error instanceof api.Refused)) throw error;
      this.#say(`${side(error.problem.title)}. ${side(error.problem.detail)}`, "bad");
      return null;
    }
  }
}

/** @param {string} word @param {() => void} press @param {string} [keys] @param {boolean} [main] */
const tool = (word, press, keys = "", main = false) =>
  h("button", { type: "button", id: `tool-${word}`, class: `button${main ? " main" : ""}`, onclick: press }, say(word), keys && kbd(keys));
