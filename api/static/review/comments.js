/** What others said about the dossier, above the field in hand. */

import { h } from "./dom.js";
import { moment, say } from "./words.js";

/** @param {import("./types.js").View["comments"]} comments */
export function said(comments) {
  if (!comments.length) return false;
  const rows = comments.map((c) => h("li", {}, h("b", {}, c.by), ` ${moment(c.at)}: `, c.text));
  return h("ul", { class: "comments", "aria-label": say("comments") }, ...rows);
}
