/** The counter with one dossier open: take pages in, look at them, declare, seal, receipt. */

import { announce, fill, h } from "../review/dom.js";
import { Refused, Unreached } from "../review/api.js";
import { moment, side } from "../review/words.js";
import * as api from "./api.js";
import { openCamera } from "./camera.js";
import { Cards } from "./cards.js";
import { ask, askSheets, saveAs } from "./dialogs.js";
import { filesOf, inOrder } from "./dropped.js";
import { Pile } from "./pile.js";
import { Sending } from "./sending.js";
import { say } from "./words.js";

/** @import {Advice, Page} from "./types.js" */

const ASK_AGAIN_MS = 1000;

export class Counter {
  /**
   * @param {HTMLElement} element @param {string} dossier @param {Page[]} pages
   * @param {Record<string, Advice>} advice @param {() => void} leave
   */
  constructor(element, dossier, pages, advice, leave) {
    this.element = element;
    this.leave = leave;
    this.offline = false;
    this.ears = new AbortController();
    this.pile = new Pile(dossier, pages, { changed: () => this.#changed(), dropped: (upload) => this.sending.forget(upload), found: (page) => announce(say("foundSaid", { n: this.pile.pages.indexOf(page) + 1 })) });
    this.sending = new Sending(this.pile, (offline) => this.#line(offline));
    this.cards = new Cards(this.pile, advice, (page) => void this.#replace(page));
    this.progress = h("p", { class: "progress", role: "status" });
    this.told = h("div", { class: "told" });
    this.count = h("input", { id: "declared", type: "number", min: "0", max: "100000", inputmode: "numeric", required: true });
    this.sealButton = h("button", { class: "button main" }, say("seal"));
    this.#draw();
    this.sending.go();
  }

  end() {
    this.ears.abort();
    this.sending.end();
    this.cards.close();
  }

  #draw() {
    const pick = (/** @type {Record<string, unknown>} */ more) => {
      const input = h("input", { type: "file", class: "unseen", tabindex: "-1", "aria-hidden": "true", ...more, onchange: () => void this.#take(inOrder(input.files ?? [])).then(() => (input.value = "")) });
      return input;
    };
    const files = pick({ multiple: true, accept: "image/*,application/pdf,.tif,.tiff" });
    const folder = pick({ webkitdirectory: true });
    const button = (/** @type {string} */ word, /** @type {() => void} */ press, id = "") => h("button", { type: "button", class: "button", id, onclick: press }, say(word));
    const zone = h("div", { class: "intake" }, h("p", {}, say("drop")), button("files", () => files.click(), "files"), button("folder", () => folder.click()), button("camera", () => void openCamera((file) => this.pile.add(file), false), "camera"), button("sheets", () => void askSheets(this.pile.dossier)), files, folder);
    const main = h("section", { class: "counter" }, zone, this.told, this.cards.list, this.#sealing());
    fill(this.element, h("div", { class: "columns" }, main, this.cards.about));
    this.element.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault(), this.ears);
    this.element.addEventListener("drop", (event) => void this.#dropped(event), this.ears);
    this.#changed();
    document.getElementById("files")?.focus();
  }

  #sealing() {
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      void this.#seal();
    };
    return h("form", { class: "sealing", onsubmit: submit }, this.progress, h("label", { for: "declared" }, say("declared")), this.count, this.sealButton, h("p", { class: "quiet" }, say("sealHint")));
  }

  /** @param {DragEvent} event */
  async #dropped(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    await this.#take(await filesOf(event.dataTransfer));
  }

  /** @param {File[]} files */
  async #take(files) {
    if (this.pile.closed) return;
    const refused = [];
    for (const file of files) refused.push(await this.pile.add(file));
    this.#tell(refused.filter(Boolean));
  }

  /** @param {Page} page */
  async #replace(page) {
    const how = await ask(say("replace"), [], ["cancel", "files", "camera"]);
    const put = async (/** @type {{blob: Blob, name: string}} */ file) => {
      const refused = await this.pile.replace(page, file);
      this.#tell(refused ? [refused] : []);
      return refused;
    };
    if (how === "camera") return openCamera(put, true);
    if (how !== "files") return undefined;
    const input = h("input", { type: "file", id: "again", class: "unseen", accept: "image/*,application/pdf,.tif,.tiff", "aria-hidden": "true", tabindex: "-1" });
    input.addEventListener("change", async () => {
      const [file] = input.files ?? [];
      input.remove();
      if (file) await put({ blob: file, name: file.name });
    });
    input.addEventListener("cancel", () => input.remove());
    document.body.append(input);
    return input.click();
  }

  #changed() {
    this.cards.draw();
    this.sending.go();
    const { pages, closed } = this.pile;
    const done = pages.filter((p) => p.sent === "safe" || (!closed && p.sent === "staged")).length;
    const text = say(closed ? "progress" : "sentSoFar", { done, all: pages.length });
    this.progress.textContent = this.offline ? `${text}. ${say("offline")}` : text;
    this.sealButton.disabled = !pages.length || closed;
  }

  /** @param {boolean} offline */
  #line(offline) {
    if (offline === this.offline) return;
    this.offline = offline;
    this.#changed();
  }

  /** @param {string[]} lines what went wrong; none: nothing */
  #tell(lines) {
    fill(this.told, lines.length > 0 && h("ul", { class: "note warn", role: "alert" }, ...lines.map((line) => h("li", {}, line))));
  }

  async #seal() {
    const declared = this.count.valueAsNumber;
    const { pages } = this.pile;
    // Pages of a PDF are counted by the server, which refuses another number than it finds.
    if (pages.every((page) => page.drawable) && declared !== pages.length) return this.#tell([say("countDiffers", { declared, counted: pages.length })]);
    const bad = pages.filter((page) => page.look?.verdict === "bad").length;
    if (bad && (await ask(say("badLeft", { n: bad }), [], ["sealAnyway", "cancel"])) !== "sealAnyway") return undefined;
    return this.#finish(declared);
  }

  /** @param {number} declared */
  async #finish(declared) {
    this.pile.closed = true;
    this.#tell([]);
    announce(say("sealing"));
    try {
      const refused = await this.sending.commit(() => this.#changed());
      if (this.sending.ended) return;
      if (refused) return this.#reopen(refused.refusal);
      this.progress.textContent = say("counting");
      await this.#sealed(await this.#sealWhenCounted(declared));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { declared: told, counted, detail } = /** @type {any} */ (error.problem);
      this.#reopen(counted === undefined ? detail : say("countDiffers", { declared: told, counted }));
    }
  }

  /** @param {string} reason of the server; pages that it has stay, more may be added */
  #reopen(reason) {
    this.pile.closed = false;
    this.#changed();
    this.#tell([side(reason)]);
    this.count.focus();
  }

  /** @param {number} declared */
  async #sealWhenCounted(declared) {
    for (;;) {
      try {
        await api.seal(this.pile.dossier, declared);
        return await api.show(this.pile.dossier);
      } catch (error) {
        if (!(error instanceof Unreached)) throw error;
        await new Promise((up) => setTimeout(up, ASK_AGAIN_MS));
      }
    }
  }

  /** @param {import("./types.js").Dossier} dossier */
  async #sealed(dossier) {
    const held = new Set(dossier.files.map((file) => file.sha256));
    if (!this.pile.pages.every((page) => held.has(page.sha256))) return this.#reopen(say("refused"));
    const text = await (await api.receipt(dossier.code, "text")).text();
    await this.pile.clear();
    this.end();
    const next = h("button", { type: "button", class: "button main", onclick: this.leave }, say("next"));
    const pdf = h("button", { type: "button", class: "button", onclick: async () => saveAs(await api.receipt(dossier.code, "pdf"), `${dossier.code}.pdf`) }, say("receipt"));
    const title = say("sealed", { n: dossier.declared_pages ?? 0, when: moment(dossier.sealed_at ?? "") });
    fill(this.element, h("section", { class: "done" }, h("h2", { tabindex: "-1", id: "sealed" }, title), h("pre", { tabindex: "0", "aria-label": say("receiptText") }, text), h("div", { class: "end" }, pdf, next)));
    document.getElementById("sealed")?.focus();
    return undefined;
  }
}
