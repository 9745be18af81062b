/** The desk as a whole: sign in, queue, dossier after dossier. */

import * as api from "./api.js";
import { Desk } from "./desk.js";
import { ask, isOpen, showKeys } from "./dialogs.js";
import { announce, fill, h, kbd, part } from "./dom.js";
import { commandOf } from "./keys.js";
import { Pictures } from "./pictures.js";
import { showQueue, showSignIn } from "./queue.js";
import { applyTheme, changeTheme, forget, keepKey, keepLock, key, lockOf } from "./session.js";
import { changeLanguage, language, moment, say, side } from "./words.js";

/** @import {Held, Queue, View} from "./types.js" */

const REFRESH_MS = 15_000;

/** @type {Desk | null} */
let desk = null;
/** @type {Queue | null} */
let waiting = null;
/** @type {{code: string, view: View, pictures: Pictures} | null} */
let ahead = null;
/** @type {"saved" | "saving" | "unsaved"} */
let state = "saved";
let progress = [0, 0];
let done = 0;
/** Put aside in this tab until everything else has been looked at. @type {string[]} */
let skipped = [];

const view = part("view");

function drawBar() {
  const held = desk?.held.dossier;
  fill(
    part("bar"),
    h("h1", { class: held ? "unseen" : "" }, say("title")),
    ...(held ? aboutDossier(held) : []),
    h("span", { class: "room" }),
    waiting && !held && h("span", { class: "saved" }, waiting.reviewer.name),
    button("help", () => void showKeys(), "?"),
    button("theme", changeTheme),
    button("language", () => {
      changeLanguage();
      void redraw();
    }),
    held && button("skip", () => void leave(true), "Alt+S"),
    held ? button("back", () => void leave(false), "Alt+Q") : key() && button("signOut", signOut),
  );
}

/** @param {string} code */
function aboutDossier(code) {
  const [looked, all] = progress;
  const due = desk?.view.due;
  return [
    h("span", { class: "code" }, code),
    due && h("span", { class: "saved" }, `${say("due")}: ${moment(due)}`),
    h("span", { class: "progress" }, h("progress", { max: Math.max(all, 1), value: looked, "aria-label": say("fields") }), say("progress", { done: looked, all })),
    h("span", { class: "saved", "data-state": state === "unsaved" ? "failed" : state }, say(state)),
  ].filter((x) => x !== undefined && x !== "");
}

/** @param {string} word @param {() => void} press @param {string} [keys] */
function button(word, press, keys) {
  return h("button", { type: "button", class: "button plain", onclick: press }, say(word), keys && kbd(keys));
}

async function redraw() {
  await desk?.saver.idle();
  drawBar();
  if (desk) open(desk.held, desk.view, desk.pictures);
  else if (waiting) drawQueue(waiting);
  else showSignIn(view, "", signIn);
}

/** @param {string} secret */
async function signIn(secret) {
  keepKey(secret);
  await showWaiting();
}

function signOut() {
  forget();
  waiting = null;
  drawBar();
  showSignIn(view, "", signIn);
}

async function showWaiting() {
  try {
    waiting = await api.queue();
  } catch (error) {
    if (!(error instanceof api.Refused)) throw error;
    signOut();
    showSignIn(view, side(error.problem.title), signIn);
    return;
  }
  drawBar();
  drawQueue(waiting);
}

/** @param {Queue} queue */
function drawQueue(queue) {
  showQueue(view, queue, done, { next: () => void next(), open: (code) => void take(code) });
}

async function next() {
  const held = (await api.takeNext(skipped)) ?? (skipped.length ? await api.takeNext([]) : null);
  if (!held) {
    skipped = [];
    return showWaiting();
  }
  return openHeld(held);
}

/** @param {string} code @param {boolean} [takeOver] */
async function take(code, takeOver = false) {
  try {
    await openHeld(await api.take(code, lockOf(code), takeOver));
  } catch (error) {
    if (!(error instanceof api.Refused)) throw error;
    const { problem } = error;
    const locked = problem.code === "locked";
    const answers = [{ word: locked ? "cancel" : "close", value: "" }, ...(locked ? [{ word: "takeOver", value: "yes" }] : [])];
    if ((await ask(side(problem.title), [side(problem.detail)], answers)) === "yes") await take(code, true);
    else await showWaiting();
  }
}

/** @param {Held} held */
async function openHeld(held) {
  keepLock(held.dossier, held.lock);
  const fetched = ahead?.code === held.dossier && ahead.view.version === held.version ? ahead : null;
  if (ahead && !fetched) ahead.pictures.close();
  ahead = null;
  const shown = fetched?.view ?? (await api.show(held.dossier));
  open(held, shown, fetched?.pictures ?? new Pictures(held.dossier));
  void fetchNext(held.dossier);
}

/** @param {Held} held @param {View} shown @param {Pictures} pictures */
function open(held, shown, pictures) {
  const old = desk;
  const version = old?.held === held ? old.saver.version : held.version;
  if (old && old.pictures !== pictures) old.close();
  else if (old) old.detach();
  desk = new Desk(view, { ...held, version }, shown, pictures, {
    state: (now) => {
      state = now;
      drawBar();
    },
    progress: (looked, all) => {
      progress = [looked, all];
      // The desk is being made: its bar is drawn when it is there.
      queueMicrotask(drawBar);
    },
    completed: (code) => {
      done += 1;
      announce(say("completed", { code }));
      endDesk();
      void next();
    },
    left: (skip) => void leave(skip),
    reload: () => void reload(held),
  });
  drawBar();
}

/** The next dossier of the queue, before anybody asks for it. @param {string} current */
async function fetchNext(current) {
  const queue = await api.queue().catch(() => null);
  const code = queue?.dossiers.find((d) => d.code !== current && !d.holder && !skipped.includes(d.code))?.code;
  if (!code) return;
  const shown = await api.show(code).catch(() => null);
  if (!shown || desk?.held.dossier !== current) return;
  const pictures = new Pictures(code);
  ahead = { code, view: shown, pictures };
  const field = shown.documents.flatMap((d) => d.fields).find((f) => f.flagged && !f.settled);
  const page = shown.pages.find((p) => p.page === (field?.page ?? 1));
  pictures.fetchAhead([() => (field ? pictures.crop(field, page) : null), () => (page?.readable ? pictures.page(page.page) : null)]);
}

/** @param {Held} held */
async function reload(held) {
  endDesk();
  await take(held.dossier);
}

/** @param {boolean} skip to the next one, and leave this for later */
async function leave(skip) {
  if (!desk) return;
  const { held, saver } = desk;
  await saver.idle();
  endDesk();
  await api.putBack(held.dossier, held.lock).catch(() => undefined);
  keepLock(held.dossier, null);
  if (!skip) return showWaiting();
  skipped.push(held.dossier);
  return next();
}

function endDesk() {
  desk?.close();
  desk = null;
  state = "saved";
}

document.addEventListener("keydown", (event) => {
  if (desk || isOpen()) return;
  const typing = event.target instanceof HTMLInputElement;
  if (commandOf(event, { typing, changed: typing, inEditor: false }) === "help") {
    event.preventDefault();
    void showKeys();
  }
});

setInterval(() => {
  if (!desk && waiting && key() && !isOpen()) void showWaiting();
}, REFRESH_MS);

document.documentElement.lang = language();
applyTheme();
drawBar();
if (key()) void showWaiting();
else showSignIn(view, "", signIn);
