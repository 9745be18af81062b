/** The desk as a whole: sign in, queue, dossier after dossier. */

import * as api from "./api.js";
import { Desk } from "./desk.js";
import { ask, askAside, isOpen, showKeys } from "./dialogs.js";
import { announce, fill, h, kbd, part } from "./dom.js";
import { showFigures } from "./figures.js";
import { commandOf, isComposing } from "./keys.js";
import { Pictures } from "./pictures.js";
import { showQueue } from "./queue.js";
import { applyTheme, changeTheme, key, keepLock, lockOf, signedIn } from "./session.js";
import { SheetView } from "./sheets.js";
import { showSignIn, signOut } from "./sign_in.js";
import { changeLanguage, language, moment, say, side } from "./words.js";

/** @import {Done, Held, Queue, View, Wanted} from "./types.js" */

const REFRESH_MS = 15_000;

/** @type {Desk | null} */
let desk = null;
/** @type {SheetView | null} */
let sheets = null;
/** Days of the figures on the screen; 0: they are not. */
let looking = 0;
/** Whether a dossier is on its way to the screen. */
let opening = false;
/** @type {Queue | null} */
let waiting = null;
/** @type {{code: string, view: View, pictures: Pictures} | null} */
let ahead = null;
/** @type {"saved" | "saving" | "unsaved"} */
let state = "saved";
let progress = [0, 0];
/** Whether the service did not answer the last call that nobody waits for. */
let away = false;
let done = 0;
/** The part of the queues that this tab works at. @type {Wanted} */
let wanted = {};

const view = part("view");

function drawBar() {
  const held = desk?.held.dossier;
  fill(
    part("bar"),
    h("h1", { class: held ? "unseen" : "" }, say("title")),
    ...(held ? aboutDossier(held) : []),
    h("span", { class: "room" }),
    away && !held && h("span", { class: "saved", "data-state": "failed", role: "alert" }, say("unreached")),
    waiting && !held && h("span", { class: "saved" }, waiting.reviewer.name),
    button("help", () => void showKeys(), "?"),
    button("theme", changeTheme),
    button("language", () => {
      changeLanguage();
      void redraw();
    }),
    held && button("skip", () => void skipDossier(), "Alt+S"),
    (sheets || looking > 0) && button("back", leaveAside, "Alt+Q"),
    held ? button("back", () => void leave(), "Alt+Q") : signedIn() && button("signOut", () => void leaveDesk()),
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
  else if (sheets) sheets.redraw();
  else if (looking) await openFigures(looking);
  else if (waiting) drawQueue(waiting);
  else drawDoor("");
}

/** @param {string} refused why the last try was not taken; "" at first */
function drawDoor(refused) {
  const roles = ["reviewer", "senior_reviewer", "admin"];
  showSignIn(view, refused, { page: "review", title: say("title"), roles, enter: () => void showWaiting() });
}

/** @param {string} [refused] */
async function leaveDesk(refused = "") {
  waiting = null;
  await signOut();
  drawBar();
  drawDoor(refused);
}

async function showWaiting() {
  try {
    waiting = await api.queue(wanted);
  } catch (error) {
    if (!(error instanceof api.Refused)) throw error;
    await leaveDesk(side(error.problem.title));
    return;
  }
  away = false;
  // Something else came onto the screen while the answer was on its way.
  if (desk || sheets || looking || opening) return;
  drawBar();
  drawQueue(waiting);
}

/** @param {Queue} queue */
function drawQueue(queue) {
  showQueue(view, queue, { done, wanted }, {
    next: () => void next(),
    open: (code) => void take(code),
    sheets: () => void showSheets(),
    figures: () => void openFigures(30),
    want: (part) => {
      wanted = part;
      void showWaiting();
    },
  });
}

async function showSheets() {
  const found = await api.sheets();
  if (!found.letters.length && !found.values.length) return announce(say("noSheets"));
  sheets = new SheetView(view, found, () => {
    sheets = null;
    drawBar();
    void showWaiting();
  });
  drawBar();
}

/** @param {number} days */
async function openFigures(days) {
  looking = days;
  const figures = await api.figures(days);
  drawBar();
  showFigures(view, figures, (other) => void openFigures(other));
}

/** From the sheets or the figures to the queue. */
function leaveAside() {
  sheets?.close();
  sheets = null;
  looking = 0;
  void showWaiting();
}

async function next() {
  opening = true;
  const held = await api.takeNext(wanted).finally(() => (opening = false));
  return held ? openHeld(held) : showWaiting();
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
  opening = true;
  const shown = fetched?.view ?? (await api.show(held.dossier).finally(() => (opening = false)));
  opening = false;
  open(held, shown, fetched?.pictures ?? new Pictures(held.dossier));
  void desk?.pictures.idle().then(() => fetchNext(held.dossier));
}

/** @param {Held} held @param {View} shown @param {Pictures} pictures */
function open(held, shown, pictures) {
  const old = desk;
  const again = old?.held === held ? old : null;
  const version = again ? again.saver.version : held.version;
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
    completed: (/** @type {Done} */ { dossier: code, handed_on: onward }) => {
      done += 1;
      announce(say(onward ? `handed_${onward}` : "completed", { code }));
      endDesk();
      void next();
    },
    left: (skip) => void (skip ? skipDossier() : leave()),
    reload: () => void reload(held),
  }, again?.begun() ?? null);
  drawBar();
}

/** The next dossier of the queue, before anybody asks for it. @param {string} current */
async function fetchNext(current) {
  if (desk?.held.dossier !== current) return;
  const queue = await api.queue(wanted).catch(() => null);
  const code = queue?.dossiers.find((d) => d.code !== current && !d.holder && !d.own && !d.aside)?.code;
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

async function leave() {
  if (!desk) return;
  const { held, saver } = desk;
  const typed = desk.begun().drafts.size;
  const answers = [{ word: "leaveTyped", value: "yes" }, { word: "stay", value: "" }];
  if (typed && (await ask(say("back"), [say("typedLeft", { n: typed })], answers)) !== "yes") return;
  await saver.idle();
  endDesk();
  await api.putBack(held.dossier, held.lock).catch(() => undefined);
  keepLock(held.dossier, null);
  return showWaiting();
}

/** Put the dossier aside for a reason, and go on with the next one. */
async function skipDossier() {
  if (!desk) return;
  const { held, saver, view: shown } = desk;
  const why = await askAside(shown.stage);
  if (!why) return;
  await saver.idle();
  desk.leaving = true;
  try {
    await api.putAside(held.dossier, { lock: saver.lock, version: saver.version, ...why });
  } catch (error) {
    // Taken over or changed meanwhile: it is not this desk's any more.
    if (!(error instanceof api.Refused)) throw error;
    announce(side(error.problem.title));
  }
  endDesk();
  keepLock(held.dossier, null);
  return next();
}

function endDesk() {
  desk?.close();
  desk = null;
  state = "saved";
}

// Enter decides something everywhere: held down, it would decide what nobody has looked at.
document.addEventListener(
  "keydown",
  (event) => {
    if (!event.repeat || event.key !== "Enter" || isComposing(event)) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

document.addEventListener("keydown", (event) => {
  if (desk || isOpen()) return;
  if ((sheets || looking) && event.altKey && event.code === "KeyQ") {
    event.preventDefault();
    leaveAside();
  }
  const typing = event.target instanceof HTMLInputElement;
  if (commandOf(event, { typing, changed: typing, inEditor: false }) === "help") {
    event.preventDefault();
    void showKeys();
  }
});

// The queue is asked for again and again: it says that the line is down, and then that it is not.
addEventListener("unhandledrejection", (event) => {
  if (!(event.reason instanceof api.Unreached)) return;
  event.preventDefault();
  opening = false;
  away = true;
  drawBar();
});

setInterval(() => {
  if (!desk && !sheets && !looking && waiting && signedIn() && !isOpen()) void showWaiting();
}, REFRESH_MS);

document.documentElement.lang = language();
applyTheme();
drawBar();
if (key()) void showWaiting();
else drawDoor("");
