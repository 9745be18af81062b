/**
 * Sends what the reviewer did, one after the other, while the eye is at the next field.
 *
 * Each call names the version that the one before it gave. A call that was not answered is made
 * again: had it been done, the version it names is old and nothing is done twice.
 */

import * as api from "./api.js";

/** @import {Held, Problem, Value, View} from "./types.js" */

/**
 * @typedef {object} Job
 * @property {"actions" | "undo" | "redo" | "comments"} what
 * @property {{kind?: string, document?: number, field?: string, page?: number, value?: Value, text?: string}} body
 */

const AGAIN_MS = [500, 1000, 2000, 4000, 8000];

export class Saver {
  /**
   * @param {Held} held
   * @param {object} on
   * @param {(view: View, job: Job, last: boolean) => void} on.saved
   * @param {(problem: Problem, job: Job) => void} on.refused
   * @param {(state: "saved" | "saving" | "unsaved") => void} on.state
   */
  constructor(held, on) {
    this.code = held.dossier;
    this.lock = held.lock;
    this.version = held.version;
    this.on = on;
    /** @type {Job[]} */
    this.jobs = [];
    /** @type {(() => void)[]} */
    this.waiters = [];
    this.busy = false;
    this.closed = false;
  }

  /** @param {Job} job */
  push(job) {
    this.jobs.push(job);
    if (!this.busy) void this.#run();
  }

  /** Resolves when nothing is on its way. */
  idle() {
    return this.busy ? new Promise((/** @type {(v?: undefined) => void} */ done) => this.waiters.push(done)) : Promise.resolve();
  }

  close() {
    this.closed = true;
    this.jobs = [];
  }

  async #run() {
    this.busy = true;
    this.on.state("saving");
    while (this.jobs.length && !this.closed) await this.#send(this.jobs[0]);
    this.busy = false;
    if (!this.closed) this.on.state("saved");
    for (const done of this.waiters.splice(0)) done();
  }

  /** @param {Job} job */
  async #send(job) {
    for (let attempt = 0; !this.closed; attempt += 1) {
      try {
        const body = { ...job.body, lock: this.lock, version: this.version };
        const view = /** @type {View} */ (await api.change(this.code, job.what, body));
        this.version = view.version;
        this.jobs.shift();
        this.on.saved(view, job, this.jobs.length === 0);
        return;
      } catch (error) {
        if (error instanceof api.Refused) {
          // What came after was done in the belief that this would hold.
          this.jobs = [];
          this.on.refused(error.problem, job);
          return;
        }
        if (!(error instanceof api.Unreached)) throw error;
        this.on.state("unsaved");
        await new Promise((wake) => setTimeout(wake, AGAIN_MS[Math.min(attempt, AGAIN_MS.length - 1)]));
      }
    }
  }
}
