/** The way in: the key, and the dossiers that wait. */

import { fill, h, kbd } from "./dom.js";
import { moment, say } from "./words.js";

/** @import {Queue, Queued} from "./types.js" */

/**
 * @param {HTMLElement} element
 * @param {string} refused why the last key was not taken; "" at first
 * @param {(key: string) => void} enter
 */
export function showSignIn(element, refused, enter) {
  const box = h("input", { id: "key", type: "password", autocomplete: "off", required: true, "aria-describedby": "key-hint" });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (box.value.trim()) enter(box.value.trim());
  };
  fill(
    element,
    h(
      "form",
      { class: "sign-in", onsubmit: submit },
      h("h2", {}, say("title")),
      h("label", { for: "key" }, say("key")),
      box,
      h("p", { id: "key-hint", class: "note" }, say("keyHint")),
      refused && h("p", { class: "note bad", role: "alert" }, refused),
      h("button", { class: "button main" }, say("signIn"), kbd("Enter")),
    ),
  );
  box.focus();
}

/**
 * @param {HTMLElement} element
 * @param {Queue} queue
 * @param {number} done in this session
 * @param {object} on
 * @param {() => void} on.next
 * @param {(code: string) => void} on.open
 */
export function showQueue(element, queue, done, on) {
  const start = h("button", { type: "button", class: "button main", id: "start", disabled: queue.dossiers.length === 0, onclick: on.next }, say("start"), kbd("Enter"));
  const old = document.activeElement?.id;
  fill(
    element,
    h(
      "section",
      { class: "queue" },
      h("div", { class: "head" }, h("h2", {}, say("queue")), h("p", {}, say("waiting", { n: queue.waiting }), done > 0 && ` · ${say("doneSoFar", { n: done })}`), start),
      queue.dossiers.length ? table(queue.dossiers, on.open) : h("p", {}, say("nothing")),
    ),
  );
  if (!old || old === "start" || document.activeElement === document.body) start.focus();
}

/** @param {Queued[]} dossiers @param {(code: string) => void} open */
function table(dossiers, open) {
  const today = new Date().toISOString().slice(0, 10);
  const row = (/** @type {Queued} */ d) =>
    h(
      "tr",
      {},
      h("td", {}, h("button", { type: "button", class: "button plain", onclick: () => open(d.code) }, d.code)),
      h("td", { class: d.due && d.due.slice(0, 10) < today ? "late" : "" }, moment(d.due)),
      h("td", {}, moment(d.since)),
      h("td", {}, d.holder),
    );
  const heads = ["code", "due", "since", "holder"].map((name) => h("th", { scope: "col" }, say(name)));
  return h("table", {}, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...dossiers.map(row)));
}
