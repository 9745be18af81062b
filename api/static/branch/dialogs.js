/** Questions of the counter, in the browser's own dialogs: focus stays in, Escape leaves. */

import { h } from "../review/dom.js";
import * as api from "./api.js";
import { say } from "./words.js";

/**
 * @param {string} title
 * @param {Node[]} body
 * @param {string[]} answers words; the last one is the usual one
 * @returns {Promise<string>} the chosen word; "" when it was left
 */
export function ask(title, body, answers) {
  const box = h("dialog", { "aria-label": title });
  const buttons = answers.map((word, i) => h("button", { type: "button", class: `button${i === answers.length - 1 ? " main" : ""}`, "data-answer": word, autofocus: i === answers.length - 1, onclick: () => box.close(word) }, say(word)));
  box.append(h("h2", {}, title), ...body, h("div", { class: "end" }, ...buttons));
  const before = document.activeElement;
  document.body.append(box);
  box.showModal();
  return new Promise((answered) => {
    box.addEventListener("close", () => {
      box.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      answered(box.returnValue);
    });
  });
}

/** Separator sheets for this dossier, as a PDF to print. @param {string} dossier */
export async function askSheets(dossier) {
  const papers = h("textarea", { id: "papers", rows: "6", "aria-describedby": "papers-hint" });
  const answer = await ask(say("sheets"), [h("label", { for: "papers" }, say("papers")), papers, h("p", { id: "papers-hint", class: "note" }, say("sheetsHint"))], ["cancel", "print"]);
  if (answer !== "print") return;
  const lines = papers.value.split("\n").map((line) => line.trim()).filter(Boolean);
  saveAs(await api.separators(dossier, lines), `to-phan-cach-${dossier}.pdf`);
}

/** @param {Blob} blob @param {string} name */
export function saveAs(blob, name) {
  const url = URL.createObjectURL(blob);
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
