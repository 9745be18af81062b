/** What was typed into a field and not confirmed when the eye went elsewhere: it waits there. */

/** @import {Entry} from "./editor.js" */
/** @import {Place, Value} from "./types.js" */

/** @param {Place} place */
const nameOf = (place) => `${place.document} ${place.key}`;

export class Drafts {
  constructor() {
    /** @type {Map<string, Value>} */
    this.kept = new Map();
  }

  get size() {
    return this.kept.size;
  }

  /** @param {Place} place */
  has(place) {
    return this.kept.has(nameOf(place));
  }

  /** @param {Place} place */
  drop(place) {
    this.kept.delete(nameOf(place));
  }

  /** On leaving a field: what stands there is kept if somebody typed it. @param {Place} place @param {Entry} entry */
  keep(place, entry) {
    if (entry.changed()) this.kept.set(nameOf(place), entry.value());
    else this.drop(place);
  }

  /** On coming back to it. @param {Place} place @param {Entry | null} entry */
  giveBack(place, entry) {
    const value = this.kept.get(nameOf(place));
    if (value !== undefined) entry?.put(value, typeof value === "string" ? value : "");
  }
}
