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
  const box = h("dialog", { "aria-label": title });
  const buttons = answers.map(({ word, value }, i) =>
    h(
      "button",
      { type: "button", class: `button${i === answers.length - 1 ? " main" : ""}`, autofocus: i === answers.length - 1, onclick: () => box.close(value) },
      say(word),
    ),
  );
  box.append(h("h2", {}, title), ...body, h("div", { class: "end" }, ...buttons));
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

export function showKeys() {
  const rows = SHEET.flatMap(([keys, word]) => [h("dt", {}, ...keys.split(" · ").flatMap((k, i) => [i ? " " : "", h("kbd", {}, k)])), h("dd", {}, say(word))]);
  return ask(say("help"), [h("dl", { class: "sheet-of-keys" }, ...rows)], [{ word: "close", value: "close" }]);
}

/** @returns {boolean} */
export function isOpen() {
  return document.querySelector("dialog[open]") !== null;
}
