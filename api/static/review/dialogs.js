/** Questions and the shortcut sheet, in the browser's own dialogs: focus stays in, Escape leaves. */

import { h } from "./dom.js";
import { SHEET } from "./keys.js";
import { say } from "./words.js";

/**
 * @param {string} title
 * @param {(Node | string)[]} body
 * @param {{word: string, value: string}[]} answers the last one is the usual one
 * @returns {Promise<string>} the answer's value; "" when it was left
 */
export function ask(title, body, answers) {
  const buttons = answers.map(({ word, value }, i) =>
    h(
      "button",
      { value, class: `button${i === answers.length - 1 ? " main" : ""}`, autofocus: i === answers.length - 1 && !hasEntry(body) },
      say(word),
    ),
  );
  // The first button of a form answers Enter: the usual one stands first, and is shown last.
  const form = h("form", { method: "dialog" }, ...body, h("div", { class: "end" }, ...buttons.reverse()));
  const box = h("dialog", { "aria-label": title }, h("h2", {}, title), form);
  const before = document.activeElement;
  document.body.append(box);
  box.showModal();
  return new Promise((answered) => {
    box.addEventListener("close", () => {
      box.remove();
      if (before instanceof HTMLElement) before.focus();
      answered(box.returnValue);
    });
  });
}

/** @param {(Node | string)[]} body */
function hasEntry(body) {
  return body.some((part) => part instanceof HTMLElement && part.querySelector("[autofocus]") !== null);
}

/**
 * Why a dossier is put aside.
 * @param {import("./types.js").Stage} stage
 * @returns {Promise<{reason: string, note: string} | null>} null when it is not
 */
export async function askAside(stage) {
  const reasons = ["later", "waits_for_paper", ...(stage === "senior" ? [] : ["ask_senior"])];
  const rows = reasons.map((reason, i) =>
    h("label", { class: "choice" }, h("input", { type: "radio", name: "reason", value: reason, checked: i === 0, autofocus: i === 0 }), say(`aside_${reason}`)),
  );
  const note = h("input", { id: "note", maxlength: 1000, autocomplete: "off" });
  const body = [h("fieldset", {}, h("legend", {}, say("asideWhy")), ...rows), h("p", { class: "entry" }, h("label", { for: "note" }, say("note")), note)];
  const answer = await ask(say("skip"), body, [{ word: "cancel", value: "" }, { word: "skip", value: "yes" }]);
  if (answer !== "yes") return null;
  const chosen = reasons.find((_, i) => rows[i].querySelector("input")?.checked);
  return { reason: chosen ?? reasons[0], note: note.value.trim() };
}

/** @returns {Promise<string>} what was said; "" for nothing */
export async function askComment() {
  const text = h("input", { id: "note", maxlength: 1000, autocomplete: "off", autofocus: true });
  const body = [h("p", { class: "entry" }, h("label", { for: "note" }, say("commentHint")), text)];
  const answer = await ask(say("comment"), body, [{ word: "cancel", value: "" }, { word: "comment", value: "yes" }]);
  return answer === "yes" ? text.value.trim() : "";
}

export function showKeys() {
  const row = (/** @type {string} */ keys, /** @type {string} */ word) => [h("dt", {}, ...keys.split(" · ").flatMap((k, i) => [i ? " " : "", h("kbd", {}, k)])), h("dd", {}, say(word))];
  const parts = SHEET.map((part) => h("dl", { class: "sheet-of-keys" }, ...part.flatMap(([keys, word]) => row(keys, word))));
  return ask(say("help"), [h("div", { class: "keys" }, ...parts)], [{ word: "close", value: "close" }]);
}

/** @returns {boolean} */
export function isOpen() {
  return document.querySelector("dialog[open]") !== null;
}
