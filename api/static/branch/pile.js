/** The pages of one dossier at this counter: every change is on this machine's disk before it is shown. */

import { turnJpeg } from "./exif.js";
import { sha256 } from "./api.js";
import { withNote } from "./doubles.js";
import { lookAt } from "./looking.js";
import * as store from "./store.js";
import { say } from "./words.js";

/** @import {Page} from "./types.js" */

const DRAWABLE = ["image/jpeg", "image/png"];
const DOUBLE = " (có giấy nhớ)";

export class Pile {
  /**
   * @param {string} dossier @param {Page[]} pages in their order
   * @param {{changed: () => void, dropped: (upload: string) => void, found: (page: Page, bare: Page) => void}} on
   *   `dropped`: an upload whose file will not come after all; `found`: `page` is `bare` with its note
   */
  constructor(dossier, pages, on) {
    this.dossier = dossier;
    this.pages = pages;
    this.on = on;
    /** While the dossier is being sealed nothing changes. */
    this.closed = false;
    for (const page of pages) if (page.drawable && !page.look) void this.#look(page);
  }

  /** @param {string} id */
  find(id) {
    return this.pages.find((page) => page.id === id);
  }

  /** In the dossier by now: it stays as it is, and where it is. @param {Page} page */
  fixed(page) {
    return this.closed || page.sent === "safe";
  }

  /**
   * @param {File | {blob: Blob, name: string}} file
   * @returns {Promise<string>} "" or why it was not taken
   */
  async add(file) {
    const { blob, name } = file instanceof File ? { blob: file, name: file.name } : file;
    if (!(await kindOf(blob))) return say("notAScan", { name });
    const digest = await sha256(blob);
    if (this.pages.some((page) => page.sha256 === digest)) return say("twice", { name });
    const last = this.pages.at(-1);
    /** @type {Page} */
    const page = { id: crypto.randomUUID(), dossier: this.dossier, place: (last?.place ?? 0) + 1, ...(await content(blob, name, digest)), version: 0, double: false, look: null, sent: "waiting", upload: "", refusal: "" };
    this.pages.push(page);
    await this.#changed([page]);
    void this.#look(page);
    return "";
  }

  /**
   * Another picture in the place of this one.
   * @param {Page} page @param {{blob: Blob, name: string}} file
   * @returns {Promise<string>} "" or why it was not taken
   */
  async replace(page, { blob, name }) {
    if (!(await kindOf(blob))) return say("notAScan", { name });
    const digest = await sha256(blob);
    if (this.pages.some((other) => other.sha256 === digest)) return say("twice", { name });
    this.#anew(page, await content(blob, name, digest));
    // Another picture: whether it is a double is open again.
    Object.assign(page, { double: false, found: false, judged: false });
    await this.#changed([page]);
    void this.#look(page);
    return "";
  }

  /** @param {Page} page @returns {Promise<boolean>} false: not a JPEG */
  async turn(page) {
    const turned = await turnJpeg(page.blob);
    if (!turned) return false;
    this.#anew(page, { blob: turned, sha256: await sha256(turned) });
    await this.#changed([page]);
    void this.#look(page);
    return true;
  }

  /** The name tells it: it goes into the record and the receipt with the page. @param {Page} page */
  async mark(page) {
    Object.assign(page, { judged: true, found: false });
    await this.#rename(page);
  }

  /** @param {Page} page */
  async #rename(page) {
    const [stem, ending] = parts(page.name);
    const name = page.double ? stem.replace(DOUBLE, "") + ending : stem + DOUBLE + ending;
    this.#anew(page, { name, double: !page.double });
    await this.#changed([page]);
  }

  /** @param {Page} page @param {number} by places, negative towards the front @returns {Promise<number>} where it is now, from 1 */
  async move(page, by) {
    const from = this.pages.indexOf(page);
    const first = this.pages.findIndex((other) => !this.fixed(other));
    const to = Math.min(this.pages.length - 1, Math.max(first, from + by));
    this.pages.splice(to, 0, ...this.pages.splice(from, 1));
    // Between its neighbours: no other page has to be written anew.
    const [before, after] = [this.pages[to - 1]?.place, this.pages[to + 1]?.place];
    page.place = before === undefined ? (after ?? 1) - 1 : after === undefined ? before + 1 : (before + after) / 2;
    await this.#changed([page]);
    return to + 1;
  }

  /** @param {Page} page */
  async remove(page) {
    this.pages.splice(this.pages.indexOf(page), 1);
    await store.drop([page.id]);
    if (page.upload) this.on.dropped(page.upload);
    this.on.changed();
  }

  /** What became of the sending of a page. @param {Page} page @param {Partial<Page>} news */
  async note(page, news) {
    Object.assign(page, news);
    if (this.pages.includes(page)) await this.#changed([page]);
  }

  /** The server has it all, sealed: nothing of it is needed here. */
  async clear() {
    await store.drop(this.pages.map((page) => page.id));
    this.pages = [];
  }

  /** @param {Page} page @param {Partial<Page>} news */
  #anew(page, news) {
    if (page.upload) this.on.dropped(page.upload);
    const look = news.blob ? null : page.look;
    Object.assign(page, news, { version: page.version + 1, sent: "waiting", upload: "", refusal: "", look });
  }

  /** @param {Page} page */
  async #look(page) {
    if (!page.drawable) return;
    const { version } = page;
    const look = await lookAt(page.blob);
    if (page.version !== version || !this.pages.includes(page)) return;
    page.look = look;
    page.drawable = look !== null;
    await this.#changed([page]);
    await this.#pair(page);
  }

  /** Whoever scans a sheet again without its note does it at once: neighbours are held together. @param {Page} page */
  async #pair(page) {
    const at = this.pages.indexOf(page);
    for (const [first, second] of [this.pages.slice(at - 1, at + 1), this.pages.slice(at, at + 2)]) {
      const [a, b] = [small(first), small(second)];
      const which = a && b && withNote(a, b);
      const noted = which === "first" ? first : which === "second" ? second : null;
      const bare = noted === first ? second : first;
      if (!noted || noted.double || noted.judged || bare.double || this.fixed(noted)) continue;
      noted.found = true;
      await this.#rename(noted);
      this.on.found(noted, bare);
    }
  }

  /** @param {Page[]} pages */
  async #changed(pages) {
    await store.keep(pages);
    this.on.changed();
  }
}

/** @param {Blob} blob @param {string} name @param {string} digest */
async function content(blob, name, digest) {
  const kind = await kindOf(blob);
  return { blob, name, sha256: digest, drawable: DRAWABLE.includes(kind) };
}

/** By its first bytes, as the service decides. @param {Blob} blob @returns {Promise<string>} "" for none that is taken */
async function kindOf(blob) {
  const head = new Uint8Array(await blob.slice(0, 1024).arrayBuffer());
  const text = String.fromCharCode(...head);
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (/^(II[*+]\0|MM\0[*+])/.test(text)) return "image/tiff";
  return text.includes("%PDF-") ? "application/pdf" : "";
}

/** @param {Page | undefined} page @returns {import("./doubles.js").Small | null} */
function small(page) {
  const look = page?.look;
  return look?.cells ? { cells: look.cells, width: look.width, height: look.height } : null;
}

/** @param {string} name @returns {[string, string]} */
function parts(name) {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
}
