/** The scanning counter: sign in, open a dossier, and go on with what this machine still keeps. */

import { fill, h, kbd, part } from "../review/dom.js";
import { Refused, Unreached } from "../review/api.js";
import { applyTheme, changeTheme, key, keepKey, signedIn } from "../review/session.js";
import { fillWays, refusal, signOut } from "../review/sign_in.js";
import { changeLanguage, language, side } from "../review/words.js";
import * as api from "./api.js";
import { Counter } from "./counter.js";
import { holdOn, pagesOf, waiting } from "./store.js";
import { say } from "./words.js";

const view = part("view");

/** @type {Counter | null} */
let counter = null;

function drawBar() {
  const button = (/** @type {string} */ word, /** @type {() => void} */ press) => h("button", { type: "button", class: "button plain", onclick: press }, say(word));
  fill(
    part("bar"),
    h("h1", {}, say("title")),
    counter && h("span", { class: "code" }, counter.pile.dossier),
    h("span", { class: "room" }),
    button("theme", changeTheme),
    button("language", () => {
      changeLanguage();
      void redraw();
    }),
    counter && button("leave", () => void leave()),
    !counter && bySession() && button("signOut", () => void signOut().then(leave)),
  );
}

async function redraw() {
  const dossier = counter?.pile.dossier;
  counter?.end();
  counter = null;
  drawBar();
  if (dossier) await open(dossier);
  else await showEntrance("");
}

async function leave() {
  counter?.end();
  counter = null;
  drawBar();
  await showEntrance("");
}

/** Whether this person is in by a session, so that no key is asked for. */
const bySession = () => signedIn() && !key();

/** @param {string} refused why it did not open; "" at first */
async function showEntrance(refused) {
  const kept = await waiting();
  const told = refused || refusal();
  const secret = h("input", { id: "key", type: "password", autocomplete: "off", required: true, value: key(), "aria-describedby": "key-hint" });
  const code = h("input", { id: "code", autocomplete: "off", required: true, maxlength: "64", pattern: "[A-Za-z0-9][A-Za-z0-9._\\-]*" });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!bySession()) keepKey(secret.value.trim());
    void open(code.value.trim());
  };
  const again = [...kept].map(([dossier, n]) => h("li", {}, h("button", { type: "button", class: "button", onclick: () => (code.value = dossier) }, say("keptPages", { code: dossier, n }))));
  const ways = h("div", { class: "ways" });
  const keyed = h("div", { class: "by-key" }, h("label", { for: "key" }, say("key")), secret, h("p", { id: "key-hint", class: "note" }, say("keyHint")));
  fill(
    view,
    h(
      "section",
      { class: "entrance" },
      ways,
      h(
        "form",
        { onsubmit: submit },
        !crypto.subtle && h("p", { class: "note bad", role: "alert" }, say("insecure")),
        !bySession() && keyed,
        h("label", { for: "code" }, say("code")),
        code,
        told && h("p", { class: "note bad", role: "alert" }, told),
        h("button", { class: "button main", disabled: !crypto.subtle }, say("enter"), kbd("Enter")),
        again.length > 0 && h("div", { class: "kept" }, h("h2", {}, say("kept")), h("ul", {}, ...again)),
      ),
    ),
  );
  (signedIn() ? code : secret).focus();
  const enter = () => {
    drawBar();
    void showEntrance("");
  };
  if (!signedIn()) void fillWays(ways, keyed, secret, "", { page: "branch", title: say("title"), roles: ["scanner", "admin"], enter });
}

/** @param {string} dossier */
async function open(dossier) {
  try {
    await api.show(dossier);
    const advice = await api.advice();
    void holdOn();
    counter = new Counter(view, dossier, await pagesOf(dossier), advice, () => void leave());
    drawBar();
  } catch (error) {
    if (error instanceof Refused) await showEntrance(side(error.problem.detail || error.problem.title));
    else if (error instanceof Unreached) await showEntrance(say("unreached"));
    else throw error;
  }
}

document.documentElement.lang = language();
applyTheme();
drawBar();
void showEntrance("");
