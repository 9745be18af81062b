/**
 * Pages on their way while the operator goes on: all but the last byte of each. A page enters the
 * dossier with its last byte, so until the sealing it can be moved, replaced and taken back.
 */

import { Refused, Unreached } from "../review/api.js";
import * as api from "./api.js";

/** @import {Pile} from "./pile.js" */
/** @import {Page} from "./types.js" */

const AT_ONCE = 2;
const PAUSES_MS = [500, 1000, 2000, 5000, 10_000];
const GONE = [404, 410];

export class Sending {
  /** @param {Pile} pile @param {(offline: boolean) => void} line told when it goes down or comes back */
  constructor(pile, line) {
    this.pile = pile;
    this.line = line;
    this.ended = false;
    /** @type {Set<Page>} */
    this.busy = new Set();
    /** @type {(() => void)[]} */
    this.sleepers = [];
    this.wake = () => this.sleepers.splice(0).forEach((up) => up());
    addEventListener("online", this.wake);
  }

  /** Send whatever waits; called again after every change. */
  go() {
    while (!this.ended && this.busy.size < AT_ONCE) {
      const page = this.pile.pages.find((p) => (p.sent === "waiting" || p.sent === "sending") && !this.busy.has(p));
      if (!page) return;
      this.busy.add(page);
      void this.#stage(page).finally(() => {
        this.busy.delete(page);
        this.go();
      });
    }
  }

  end() {
    this.ended = true;
    removeEventListener("online", this.wake);
    this.wake();
  }

  /** @param {string} upload of a file that will not come: the server would drop it after a day anyway */
  forget(upload) {
    void api.endUpload(upload).catch(() => undefined);
  }

  /**
   * Put every page into the dossier, in order, each held against its hash.
   * @param {() => void} step told after each page
   * @returns {Promise<Page | null>} the first one that the server does not take
   */
  async commit(step) {
    for (const page of this.pile.pages) {
      while (page.sent !== "safe") {
        if (page.sent === "refused") return page;
        await this.#patiently(page, () => this.#commitOne(page));
        if (this.ended) return page;
      }
      step();
    }
    return null;
  }

  /** @param {Page} page */
  async #commitOne(page) {
    const end = page.blob.size;
    const offset = await this.#place(page);
    if (offset < end) await api.append(page.upload, page.blob, await this.#send(page, offset, end - 1), end);
    const file = await api.fileOf(page.upload);
    if (!file) return;
    if (file.problem) await this.pile.note(page, { sent: "refused", refusal: file.problem.detail });
    else if (file.sha256 !== page.sha256) await this.pile.note(page, { sent: "refused", refusal: "SHA-256" });
    else await this.pile.note(page, { sent: "safe" });
  }

  /** @param {Page} page */
  async #stage(page) {
    const { version } = page;
    await this.pile.note(page, { sent: "sending" });
    while (page.sent === "sending" && page.version === version && this.pile.pages.includes(page) && !this.ended) {
      await this.#patiently(page, async () => {
        const end = page.blob.size - 1;
        await this.#send(page, await this.#place(page), end);
        if (page.version === version) await this.pile.note(page, { sent: "staged" });
      });
    }
  }

  /** @param {Page} page @returns {Promise<number>} how much of it the server has */
  async #place(page) {
    const { version } = page;
    if (!page.upload) {
      const upload = await api.openUpload(page);
      if (page.version !== version) {
        this.forget(upload);
        throw new Unreached("changed");
      }
      await this.pile.note(page, { upload });
    }
    return api.offsetOf(page.upload);
  }

  /** @param {Page} page @param {number} offset @param {number} end @returns {Promise<number>} */
  async #send(page, offset, end) {
    const { version, upload, blob } = page;
    while (offset < end) {
      offset = await api.append(upload, blob, offset, end);
      this.line(false);
      if (page.version !== version || this.ended) throw new Unreached("changed");
    }
    return offset;
  }

  /** One try; a dead line is waited for, an upload that the server has forgotten is opened anew. @param {Page} page @param {() => Promise<void>} work */
  async #patiently(page, work) {
    for (let attempt = 0; !this.ended; attempt++) {
      try {
        await work();
        this.line(false);
        return;
      } catch (error) {
        if (error instanceof Refused) {
          const { status, code, detail } = error.problem;
          if (GONE.includes(status) && page.upload) await this.pile.note(page, { upload: "", version: page.version + 1, sent: "sending" });
          else if (code !== "wrong_offset") await this.pile.note(page, { sent: "refused", refusal: detail || code });
          return;
        }
        if (!(error instanceof Unreached)) throw error;
        if (error.message === "changed") return;
        this.line(true);
        await this.#sleep(PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)]);
      }
    }
  }

  /** @param {number} ms or until the browser says that it is on line again @returns {Promise<void>} */
  #sleep(ms) {
    return new Promise((up) => {
      this.sleepers.push(up);
      setTimeout(up, ms);
    });
  }
}
