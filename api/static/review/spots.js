/** An area of the page read again by the engine: asked for, waited for, handed back. */

import * as api from "./api.js";
import { say, side } from "./words.js";

/** @import {Entry} from "./editor.js" */
/** @import {Box, Field, Place, Spot, View} from "./types.js" */

const WAIT_S = 20;
/** A worker that says nothing for so long is busy or away: the reviewer is not held up. */
const PATIENCE_MS = 90_000;

/**
 * Whether text of the page may be put into a field: tables and closed choices are no line of text,
 * and who keys blind is shown nothing that a machine read.
 * @param {Entry} entry @param {Field | undefined} field @param {View} view
 */
export function readable(entry, field, view) {
  return typeof entry.value() === "string" && !field?.options.length && view.stage !== "second";
}

/** What is said of a spot once it was read. @param {Spot} spot */
export function toldOf(spot) {
  if (spot.fault) return spot.fault;
  if (spot.state === "waiting") return say("readLate");
  if (spot.state !== "ready") return say("readFailed");
  if (!spot.text) return say("readNothing");
  return say(spot.value === null ? "readNoValue" : "readAgainDone", { text: spot.shown });
}

export class Spots {
  /** @param {string} code */
  constructor(code) {
    this.code = code;
    this.turn = 0;
  }

  /**
   * What stands in `box`, read for the field at `place`; a refusal is a spot with its `fault`.
   * @param {string} lock @param {number} page @param {Box} box @param {Place} place
   * @returns {Promise<Spot | null>} null: somebody asked for something else meanwhile, or left
   */
  async read(lock, page, box, place) {
    const mine = ++this.turn;
    const until = performance.now() + PATIENCE_MS;
    const edges = /** @type {Box} */ (box.map((edge) => Math.min(Math.max(edge, 0), 1)));
    /** @type {Spot} */
    let spot = { id: "", state: "refused", page, box: edges, text: "", value: null, shown: "", doubts: [] };
    try {
      spot = await api.readSpot(this.code, { lock, page, box: edges, document: place.document, field: place.key });
      while (mine === this.turn && spot.state === "waiting" && performance.now() < until) {
        spot = await api.spot(this.code, spot.id, WAIT_S);
      }
    } catch (error) {
      if (error instanceof api.Refused) spot.fault = side(error.problem.detail);
      else if (!(error instanceof api.Unreached)) throw error;
    }
    return mine === this.turn ? spot : null;
  }

  /** Nobody waits any more: the field was left. */
  stop() {
    this.turn += 1;
  }
}
