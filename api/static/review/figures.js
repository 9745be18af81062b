/** What managers look at: charts that the service draws, and every number beside them as a table. */

import * as api from "./api.js";
import { fill, h } from "./dom.js";
import { moment, say, side } from "./words.js";

/** @import {Figures} from "./types.js" */

const TABLES = /** @type {const} */ (["outcomes", "branches", "procedures", "waiting", "forms", "fields", "quality", "reliability", "ledger"]);
/** Columns for programs: people have the titles beside them. */
const KEYS = ["kind", "field", "group"];
const DAYS = [7, 30, 90];
/** @type {Record<string, string[]>} Words for the colours of a chart. */
const LEGENDS = { outcomes: ["straight", "reviewed", "rescan"], branches: ["straight", "reviewed", "rescan"], procedures: ["straight", "reviewed", "rescan"], waiting: ["inTime", "late"] };

/**
 * @param {HTMLElement} element
 * @param {Figures} figures
 * @param {(days: number) => void} want
 */
export function showFigures(element, figures, want) {
  const box = h("select", { id: "days", onchange: () => want(Number(box.value)) }, ...DAYS.map((n) => h("option", { value: n, selected: n === figures.days }, say("lastDays", { n }))));
  fill(
    element,
    h(
      "section",
      { class: "figures" },
      h("div", { class: "head" }, h("h2", {}, say("figures")), h("label", {}, h("span", { class: "unseen" }, say("period")), box)),
      numbers(figures),
      ...TABLES.map((name) => part(figures, name)),
    ),
  );
  element.querySelector("h2")?.setAttribute("tabindex", "-1");
  box.focus();
}

/** @param {Figures} figures */
function numbers(figures) {
  const sum = (/** @type {number[]} */ all) => all.reduce((a, b) => a + b, 0);
  const checked = sum(figures.quality.map((q) => q.checked));
  const wrong = sum(figures.quality.map((q) => q.wrong));
  const oldest = figures.waiting[0]?.oldest;
  const tiles = [
    [say("volume"), String(sum(figures.outcomes.map((o) => o.straight + o.reviewed + o.rescan)))],
    [say("straightShare"), figures.straight_share === null ? "—" : percent(figures.straight_share)],
    [say("waitingNow"), String(sum(figures.waiting.map((w) => w.waiting)))],
    [say("lateNow"), String(sum(figures.waiting.map((w) => w.late)))],
    [say("oldest"), ...(oldest ? moment(oldest).split(" ").reverse() : ["—"])],
    [say("wrongOfChecked"), checked ? `${wrong} / ${checked}` : "—"],
  ];
  return h("dl", { class: "numbers" }, ...tiles.map(([name, value, more]) => h("div", {}, h("dt", {}, name), h("dd", {}, value, more && h("small", {}, more)))));
}

/** @param {number} share */
const percent = (share) => `${(share * 100).toFixed(1).replace(".", ",")} %`;

/** @param {Figures} figures @param {typeof TABLES[number]} name */
function part(figures, name) {
  const rows = /** @type {Record<string, unknown>[]} */ (figures[name]);
  const chart = figures.charts[/** @type {keyof Figures["charts"]} */ (name)];
  const take = h("button", { type: "button", class: "button", disabled: rows.length === 0, onclick: () => void download(name, figures.days) }, "CSV", h("span", { class: "unseen" }, say(`f_${name}`)));
  return h(
    "section",
    { class: "part", "aria-label": say(`f_${name}`) },
    h("div", { class: "head" }, h("h3", {}, say(`f_${name}`)), take),
    rows.length > 0 && name in LEGENDS && legend(LEGENDS[name]),
    rows.length > 0 && chart !== undefined && drawn(chart),
    rows.length ? table(name, rows) : h("p", { class: "empty" }, say("noFigures")),
  );
}

/** @param {string[]} words */
function legend(words) {
  const rows = words.map((word, i) => h("li", {}, h("span", { class: `key key-${i + 1}`, "aria-hidden": "true" }), say(`c_${word}`)));
  return h("ul", { class: "legend" }, ...rows);
}

/** The chart as it came, as part of the page: its colours are the page's. @param {string} svg */
const drawn = (svg) => h("div", { class: "chart" }, new DOMParser().parseFromString(svg, "image/svg+xml").documentElement);

/** @param {string} name @param {Record<string, unknown>[]} rows */
function table(name, rows) {
  const columns = Object.keys(rows[0]).filter((column) => !KEYS.includes(column));
  const head = h("tr", {}, ...columns.map((c) => h("th", { scope: "col", class: typeof rows[0][c] === "number" ? "number" : "" }, heading(name, c))));
  const body = rows.map((row) => h("tr", { class: row.whole === false ? "broken" : "" }, ...columns.map((c) => h("td", { class: typeof row[c] === "number" ? "number" : "" }, told(c, row[c])))));
  return h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": say(`f_${name}`) }, h("table", {}, h("thead", {}, head), h("tbody", {}, ...body)));
}

/** @param {string} table @param {string} column */
const heading = (table, column) => say(table === "quality" && column === "title" ? "c_group" : `c_${column}`);

/** @param {string} column @param {unknown} value */
function told(column, value) {
  if (value === null) return "—";
  if (typeof value === "boolean") return value ? "✓" : column === "critical" ? "" : "✗";
  if (column === "title") return side(String(value));
  if (column === "day" || column === "oldest") return moment(String(value));
  if (typeof value === "number" && column.endsWith("share")) return percent(value);
  if (typeof value !== "number" || Number.isInteger(value)) return String(value);
  return column.endsWith("_s") || column === "seconds" ? value.toFixed(1).replace(".", ",") : percent(value);
}

/** @param {string} name @param {number} days */
async function download(name, days) {
  const url = URL.createObjectURL(await api.figuresCsv(name, days));
  const link = h("a", { href: url, download: `${name}.csv` });
  link.click();
  URL.revokeObjectURL(url);
}
