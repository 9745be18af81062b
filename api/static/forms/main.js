/** The studio as a whole: sign in, the list of forms, one draft. */

import { announce, fill, h, part } from "../review/dom.js";
import { applyTheme, changeTheme, key, signedIn } from "../review/session.js";
import { showSignIn, signOut } from "../review/sign_in.js";
import { changeLanguage, language, moment, side } from "../review/words.js";
import * as api from "./api.js";
import { Studio } from "./studio.js";
import { say } from "./words.js";

/** @import {FormLine, FormList} from "./types.js" */

/** @type {Studio | null} */
let studio = null;
/** @type {FormList | null} */
let known = null;

const view = part("view");

function drawBar() {
  document.title = `${say("title")} · sohoa`;
  fill(
    part("bar"),
    h("h1", {}, say("title")),
    h("span", { class: "room" }),
    button("theme", changeTheme),
    button("language", () => {
      changeLanguage();
      redraw();
    }),
    studio ? button("back", () => void showList()) : signedIn() && button("signOut", () => void leave()),
  );
}

/** @param {string} word @param {() => void} press */
const button = (word, press) => h("button", { type: "button", class: "button plain", onclick: press }, say(word));

function redraw() {
  drawBar();
  if (studio && known) {
    const { sample, draft, version } = studio;
    studio.close();
    studio = new Studio(view, sample, draft, known.kind_titles, version);
  } else if (signedIn() && known) drawList(known);
  else drawSignIn("");
}

/** @param {string} problem */
function drawSignIn(problem) {
  showSignIn(view, problem, { page: "forms", title: say("title"), roles: ["admin"], enter: () => void showList() });
}

/** @param {string} [problem] */
async function leave(problem = "") {
  known = null;
  await signOut();
  drawBar();
  drawSignIn(problem);
}

async function showList() {
  studio?.close();
  studio = null;
  try {
    known = await api.list();
  } catch (error) {
    if (error instanceof api.Refused) await leave(side(error.problem.title));
    else if (error instanceof api.Unreached) drawAway();
    else throw error;
    return;
  }
  redraw();
}

/** Instead of the list, while the service does not answer. */
function drawAway() {
  drawBar();
  fill(view, h("div", { class: "card list" }, h("div", { id: "said", role: "status" })));
  tell(say("unreached"), true, () => void showList());
}

/** @param {FormList} list */
function drawList(list) {
  const own = list.forms.filter((form) => form.version !== null);
  const shipped = list.forms.filter((form) => form.version === null);
  const file = h("input", { id: "file", type: "file", accept: ".pdf,.tif,.tiff,.jpg,.jpeg,.png", onchange: () => file.files?.[0] && void begin(file.files[0]) });
  fill(
    view,
    h(
      "div",
      { class: "card list" },
      h("h2", {}, say("newForm")),
      h("p", { class: "hint" }, say("newHint")),
      h("label", { class: "button main", for: "file" }, say("chooseFile")),
      file,
      h("div", { id: "said", role: "status" }),
      h("h2", {}, say("own")),
      own.length ? table(own) : h("p", { class: "hint" }, say("noneYet")),
      h("h2", {}, say("shipped")),
      table(shipped),
    ),
  );
  file.focus();
}

/** @param {FormLine[]} forms */
function table(forms) {
  const row = (/** @type {FormLine} */ form) =>
    h(
      "tr",
      {},
      h("td", {}, form.version === null ? h("code", {}, form.key) : h("button", { type: "button", id: `open-${form.key}`, class: "button plain", onclick: () => void open(form.key) }, form.key)),
      h("td", {}, form.title),
      h("td", {}, say("nFields", { n: form.fields })),
      h("td", {}, form.version === null ? form.editions.map(moment).join(", ") : `${say("version", { n: form.version })}${form.withdrawn ? `, ${say("withdrawn")}` : ""}`),
      h("td", {}, form.saved ? `${form.saved_by} ${moment(form.saved)}` : ""),
      h("td", {}, form.version !== null && !form.withdrawn && h("button", { type: "button", class: "button", onclick: () => withdraw(form) }, say("withdraw"))),
    );
  return h("table", {}, h("tbody", {}, ...forms.map(row)));
}

/** @param {File} file */
async function begin(file) {
  await told(async () => {
    tell(say("reading", { name: file.name }));
    const sent = await api.addSample(file);
    const sample = await api.settled(() => api.sample(sent.id));
    if (!sample.draft) return tell(side(sample.problem?.title ?? ""), true);
    return start(sample, sample.draft, 0);
  });
}

/** @param {string} form */
async function open(form) {
  await told(async () => {
    const shown = await api.show(form);
    if (!shown.draft || !shown.sample) return tell(shown.definition);
    return start(await api.sample(shown.sample), shown.draft, shown.version);
  });
}

/** @param {import("./types.js").Sample} sample @param {import("./types.js").Draft} draft @param {number} version */
function start(sample, draft, version) {
  if (!known) return;
  studio = new Studio(view, sample, draft, known.kind_titles, version);
  drawBar();
  document.getElementById(`row-${studio.chosen}`)?.focus();
}

/** @param {FormLine} form */
function withdraw(form) {
  const box = h("dialog", { "aria-label": say("withdraw") });
  const end = (/** @type {boolean} */ yes) => {
    box.close();
    box.remove();
    if (yes) void told(async () => { await api.withdraw(form.key, form.version ?? 0); await showList(); });
  };
  box.append(
    h("p", {}, say("withdrawSure", { key: form.key })),
    h("div", { class: "end" }, h("button", { type: "button", class: "button", onclick: () => end(false) }, say("cancel")), h("button", { type: "button", class: "button main", onclick: () => end(true) }, say("withdraw"))),
  );
  document.body.append(box);
  box.showModal();
}

/** @param {() => Promise<void>} work */
async function told(work) {
  try {
    await work();
  } catch (error) {
    if (error instanceof api.Unreached) return tell(say("unreached"), true, () => void told(work));
    if (!(error instanceof api.Refused)) throw error;
    tell(`${side(error.problem.title)}. ${side(error.problem.detail)}`, true);
  }
}

/** @param {string} text @param {boolean} [bad] @param {() => void} [again] does once more what failed */
function tell(text, bad = false, again) {
  const said = document.getElementById("said");
  const button = again && h("button", { type: "button", id: "again", class: "button", onclick: again }, say("again"));
  if (said) fill(said, h("p", { class: `note${bad ? " bad" : ""}` }, text, button && " ", button));
  button?.focus();
  announce(text);
}

document.addEventListener("keydown", (event) => {
  if (!studio) return;
  if (studio.sheet.adding && event.key === "Enter") studio.addInTheMiddle();
  else if (studio.sheet.adding && event.key === "Escape") studio.stopAdding();
  else if (event.altKey && !event.ctrlKey && !event.metaKey) {
    // By place on the keyboard: with Alt, some layouts give another letter.
    if (event.code === "KeyT") void studio.tryIt();
    else if (event.code === "KeyS") void studio.save();
    else if (event.code === "KeyN") studio.add();
    else return;
  } else return;
  event.preventDefault();
});

document.documentElement.lang = language();
applyTheme();
drawBar();
if (key()) void showList();
else drawSignIn("");
