/** One dossier on the desk: which field is in hand, what a command does to it, what comes next. */

import * as api from "./api.js";
import { ask, askComment, isOpen, showKeys } from "./dialogs.js";
import { announce, fill, h } from "./dom.js";
import { Drafts } from "./drafts.js";
import { Editor } from "./editor.js";
import { showFields } from "./field_list.js";
import { Finish } from "./finish.js";
import { commandOf, isHeld } from "./keys.js";
import { PaperView } from "./paper.js";
import { Pictures } from "./pictures.js";
import { readable, Spots, toldOf } from "./spots.js";
import { within } from "./text_of_page.js";
import { Saver } from "./saver.js";
import { keepLock } from "./session.js";
import { firstChange, withDoubts } from "./view_changes.js";
import { say, side } from "./words.js";

/** @import {Command} from "./keys.js" */
/** @import {Job} from "./saver.js" */
/** @import {Box, Done, Field, Held, Paper, Place, Problem, Value, View} from "./types.js" */

const HEARTBEAT_MS = 10_000;

/** @param {Place} a @param {Place | null} b */
const same = (a, b) => a.document === b?.document && a.key === b.key;

export class Desk {
  /**
   * @param {HTMLElement} element
   * @param {Held} held
   * @param {View} view
   * @param {Pictures} pictures
   * @param {object} on
   * @param {(state: "saved" | "saving" | "unsaved") => void} on.state
   * @param {(done: number, all: number) => void} on.progress
   * @param {(done: Done) => void} on.completed
   * @param {(skipped: boolean) => void} on.left
   * @param {() => void} on.reload
   * @param {{current: Place | null, drafts: Drafts} | null} begun where another desk over the same dossier stood
   */
  constructor(element, held, view, pictures, on, begun) {
    this.on = on;
    this.drafts = begun?.drafts ?? new Drafts();
    this.element = element;
    this.held = held;
    this.view = { ...view, version: held.version };
    this.pictures = pictures;
    /** @type {Place | null} */
    this.current = null;
    /** Whether the dossier is being let go: what a late heartbeat is told then concerns nobody. */
    this.leaving = false;
    const side = h("div", { class: "editor" });
    this.list = h("nav", { class: "fields", "aria-label": say("fields"), tabindex: 0 });
    const paper = h("section", { class: "paper", "aria-label": say("paper") });
    element.dataset.about = held.dossier;
    fill(element, h("div", { class: "desk" }, h("div", { class: "side" }, side, this.list), paper));
    this.editor = new Editor(side, (command) => this.run(command));
    this.finish = new Finish(side, (kind, document) => this.#act({ kind, document }), () => void this.#complete());
    this.paper = new PaperView(paper, (page) => this.paper.show(this.view.pages, this.pictures, page, null), (area, how) => void (how.afresh ? this.#readAgain(area) : this.#takeText(area, how.add)));
    this.spots = new Spots(held.dossier);
    this.saver = new Saver(held, {
      saved: (answer, job, last) => this.#saved(answer, job, last),
      refused: (problem, job) => void this.#refused(problem, job),
      state: on.state,
    });
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.#onKey(event);
    document.addEventListener("keydown", this.onKey);
    this.beating = setInterval(() => void this.#beat(), HEARTBEAT_MS);
    this.pictures.fetchOf(this.view, this.#places().filter((place) => this.#isTodo(place)).map((place) => this.#field(place)));
    if (begun?.current) this.#show(begun.current);
    else this.#goOn();
  }

  /** Where the desk stands, and what was typed and not confirmed. */
  begun() {
    if (this.current && this.editor.entry) this.drafts.keep(this.current, this.editor.entry);
    return { current: this.current, drafts: this.drafts };
  }

  /** Stop, and leave the pictures for the desk that is drawn in its place. */
  detach() {
    this.leaving = true;
    document.removeEventListener("keydown", this.onKey);
    clearInterval(this.beating);
    this.spots.stop();
    this.saver.close();
    this.paper.resized.disconnect();
  }

  close() {
    delete this.element.dataset.about;
    this.detach();
    this.pictures.close();
  }

  /** @param {Command} command */
  run(command) {
    if (command.startsWith("take")) return this.#take(Number(command.slice(4)));
    const field = this.#field();
    switch (command) {
      case "confirm":
        return this.#confirm();
      case "notApplicable":
        return this.#settle("not_applicable", { state: "blank", value: null, shown: "" });
      case "illegible":
        return this.#settle("illegible", { state: "unreadable", value: null, shown: "" });
      case "back":
        return this.#goTo(this.#flagged().findLast((p) => this.#order(p) < this.#order(this.current)));
      case "down":
      case "up":
        return this.#step(command === "down" ? 1 : -1);
      case "wrongDocument":
        return this.#wrongDocument();
      case "rescan":
        return this.#rescan();
      case "readAgain":
        return void this.#readAgain(this.paper.framed ?? field?.box ?? null);
      case "undo":
      case "redo":
        return this.#history(command);
      case "restore":
        return field ? this.editor.entry?.restore() : undefined;
      case "comment":
        return void this.#comment();
      case "help":
        return void showKeys();
      case "skip":
      case "leave":
        return this.on.left(command === "skip");
      default:
        return this.paper.run(command);
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (isOpen()) return;
    const target = event.target instanceof HTMLElement ? event.target : null;
    const inEditor = Boolean(target?.closest(".typing, .rows"));
    const typing = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
    const changed = typing && (this.editor.entry?.changed() ?? false);
    const command = commandOf(event, { typing, changed, inEditor });
    if (!command) return;
    event.preventDefault();
    if (!isHeld(command, event)) this.run(command);
  }

  #confirm() {
    const field = this.#field();
    const entry = this.editor.entry;
    if (!field || !entry) return;
    const value = entry.value();
    if (this.view.stage === "second" && field.settled && !entry.changed()) {
      this.#goOn();
    } else if (!value.length && field.state === "blank") {
      this.#settle("not_applicable", {});
    } else if (!value.length) {
      this.editor.refuse(say(this.view.stage === "senior" ? "emptyDisputed" : "emptyBox"));
    } else if (entry.changed() || field.state === "unreadable") {
      const shown = typeof value === "string" ? value : "";
      const label = field.options.find((o) => o.value === value)?.label;
      this.#settle("correct", { state: "read", value, shown: label ?? shown }, value);
    } else {
      this.#settle("confirm", {});
    }
  }

  /**
   * Mark the field in hand as done, go on at once, and let the service know behind it.
   * @param {string} kind
   * @param {Partial<Field>} become
   * @param {Value} [value]
   */
  #settle(kind, become, value) {
    const field = this.#field();
    if (!field || !this.current) return;
    const { document, key } = this.current;
    Object.assign(field, become, { settled: { kind, by: "…", at: "" } });
    announce(`${field.title}: ${say(`done_${kind}`)}`);
    this.saver.push({ what: "actions", body: { kind, document, field: key, ...(value === undefined ? {} : { value }) } });
    this.drafts.drop(this.current);
    this.editor.entry = null;
    this.#goOn();
  }

  /** @param {number} number of the source, from 1 */
  #take(number) {
    const other = this.#field()?.others[number - 1];
    if (other && !other.mark) this.editor.entry?.put(other.value, other.shown);
  }

  /**
   * Put what was read in a place of the page into the value.
   * @param {Box} area @param {boolean} add one word more instead of all that is framed
   */
  async #takeText(area, add) {
    const entry = this.editor.entry;
    const page = this.paper.about?.page;
    if (!entry || page === undefined || !readable(entry, this.#field(), this.view)) return;
    const before = entry.value();
    const text = within(await this.pictures.words(page), area, add);
    // What was typed while the words were on their way is the newer wish.
    if (entry !== this.editor.entry || entry.value() !== before) return;
    if (!text) return add ? announce(say("noText")) : void this.#readAgain(area);
    entry.put(add && entry.changed() ? `${String(before)} ${text}` : text, "");
    entry.focus();
  }

  /** Have an area read by the engine for the field in hand. @param {Box | null} area */
  async #readAgain(area) {
    const { entry } = this.editor;
    const page = this.paper.about?.page;
    if (!entry || !this.current || !area || page === undefined || !readable(entry, this.#field(), this.view)) return;
    this.paper.mark(area, true);
    this.editor.tell(say("reading"), true);
    const before = entry.value();
    const spot = await this.spots.read(this.saver.lock, page, area, this.current);
    if (!spot || entry !== this.editor.entry) return;
    this.paper.mark(area, false);
    this.editor.tell(toldOf(spot));
    // What was typed meanwhile is the newer wish; the reading is told beside it.
    if (spot.text && entry.value() === before) entry.put(spot.shown, spot.shown, spot.doubts);
    entry.focus();
  }

  async #comment() {
    const text = await askComment();
    if (text) this.saver.push({ what: "comments", body: { text } });
  }

  #wrongDocument() {
    if (!this.current) return;
    announce(say("markedWrong"));
    this.#act({ kind: "wrong_document", document: this.current.document });
  }

  #rescan() {
    const page = this.paper.about?.page;
    if (page === undefined) return;
    announce(say("markedRescan", { n: page }));
    this.#act({ kind: "rescan", page });
  }

  /** @param {Job["body"]} body */
  #act(body) {
    this.saver.push({ what: "actions", body });
  }

  /** @param {"undo" | "redo"} what */
  #history(what) {
    if (!this.saver.busy && !(what === "undo" ? this.view.can_undo : this.view.can_redo)) {
      return announce(say("nothingToUndo"));
    }
    this.saver.push({ what, body: {} });
  }

  /** @param {View} answer @param {Job} job @param {boolean} last */
  #saved(answer, job, last) {
    // While more is on its way the screen is ahead of the answer.
    if (!last) return;
    const before = this.view;
    this.view = withDoubts(answer, before);
    if (job.what === "comments") {
      announce(say("commented"));
      this.#draw();
    } else if (job.what !== "actions") {
      announce(say(job.what === "undo" ? "undone" : "redone"));
      const place = firstChange(before, answer) ?? this.current;
      if (place) this.#show(place);
      else this.#goOn();
    } else if (job.body.field === undefined || !this.current) {
      this.#goOn();
    } else {
      this.#draw();
    }
  }

  /** @param {Problem} problem @param {Job} job */
  async #refused(problem, job) {
    if (problem.code === "invalid_request" && job.body.field) {
      this.view = withDoubts(await api.show(this.held.dossier), this.view);
      this.#show({ document: job.body.document ?? 1, key: job.body.field });
      if (typeof job.body.value === "string") this.editor.entry?.put(job.body.value, job.body.value);
      this.editor.refuse(problem.detail);
      return;
    }
    if (problem.code === "locked") {
      keepLock(this.held.dossier, null);
      const held = problem.holder ? ` (${problem.holder})` : "";
      await ask(say("locked") + held, [say("lost")], [{ word: "back", value: "back" }]);
      return this.on.left(false);
    }
    await ask(side(problem.title), [problem.code === "review_moved_on" ? say("movedOn") : side(problem.detail)], [{ word: "reload", value: "reload" }]);
    this.on.reload();
  }

  async #complete() {
    await this.saver.idle();
    this.leaving = true;
    try {
      const done = await api.complete(this.held.dossier, { lock: this.saver.lock, version: this.saver.version });
      keepLock(this.held.dossier, null);
      this.on.completed(done);
    } catch (error) {
      this.leaving = false;
      if (error instanceof api.Refused) return this.#refused(error.problem, { what: "actions", body: {} });
      if (!(error instanceof api.Unreached)) throw error;
      this.on.state("unsaved");
    }
  }

  async #beat() {
    try {
      if (!this.leaving) await api.heartbeat(this.held.dossier, this.saver.lock);
    } catch (error) {
      if (error instanceof api.Refused && !this.leaving) await this.#refused(error.problem, { what: "actions", body: {} });
    }
  }

  /** On to the next field that waits, from here and then from the top; or to the end. */
  #goOn() {
    // A page that is scanned again is read and reviewed again: nothing more is to be done here.
    if (this.view.pages.some((page) => page.rescan)) return this.#show(null);
    const waiting = this.#places().filter((place) => this.#isTodo(place) || this.drafts.has(place));
    const here = this.#order(this.current);
    this.#show(waiting.find((place) => this.#order(place) > here) ?? waiting[0] ?? null);
  }

  /** @param {Place | undefined} place */
  #goTo(place) {
    if (place) this.#show(place);
  }

  /** @param {number} steps */
  #step(steps) {
    const all = this.#places();
    this.#goTo(all[this.current ? this.#order(this.current) + steps : steps > 0 ? 0 : all.length - 1]);
  }

  /** @param {Place | null} place null: nothing waits any more */
  #show(place) {
    this.spots.stop();
    this.begun();
    this.current = place && this.#field(place) ? place : null;
    const field = this.#field();
    const paper = this.#paper();
    if (field && paper && this.current) {
      const page = this.view.pages.find((p) => p.page === field.page);
      const flagged = this.#flagged();
      const at = flagged.findIndex((p) => same(p, this.current));
      this.editor.show(field, paper, { at: at < 0 ? "" : `${at + 1} / ${flagged.length}`, stage: this.view.stage, comments: this.view.comments }, this.pictures.crop(field, page));
      this.drafts.giveBack(this.current, this.editor.entry);
      this.paper.show(this.view.pages, this.pictures, field.page ?? paper.pages[0] ?? 1, field);
    } else {
      this.editor.entry = null;
      this.finish.show(this.view);
      this.paper.show(this.view.pages, this.pictures, this.paper.page || 1, null);
    }
    this.#draw();
  }

  #draw() {
    showFields(this.list, this.view, { current: this.current, drafts: this.drafts }, (place) => this.#show(place));
    const flagged = this.#flagged();
    this.on.progress(flagged.filter((p) => this.#field(p)?.settled).length, flagged.length);
  }

  /** @returns {Place[]} */
  #places() {
    return this.view.documents.flatMap((d) => d.fields.map((f) => ({ document: d.number, key: f.key })));
  }

  /** @returns {Place[]} */
  #flagged() {
    return this.#places().filter((place) => this.#field(place)?.flagged);
  }

  /** @param {Place} place */
  #isTodo(place) {
    const field = this.#field(place);
    return Boolean(field?.flagged && !field.settled);
  }

  /** @param {Place | null} place */
  #order(place) {
    return place ? this.#places().findIndex((p) => same(p, place)) : -1;
  }

  /** @param {Place | null} [place] @returns {Field | undefined} */
  #field(place = this.current) {
    return this.#paper(place)?.fields.find((f) => f.key === place?.key);
  }

  /** @param {Place | null} [place] @returns {Paper | undefined} */
  #paper(place = this.current) {
    return this.view.documents.find((d) => d.number === place?.document);
  }
}
