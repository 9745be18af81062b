/** The dossiers that wait. */

import { fill, h, kbd } from "./dom.js";
import { moment, say } from "./words.js";

/** @import {Part, Queue, Queued, Stage, Wanted} from "./types.js" */

/**
 * @param {HTMLElement} element
 * @param {Queue} queue
 * @param {{done: number, wanted: Wanted}} session `done`: dossiers in this session
 * @param {object} on
 * @param {() => void} on.next
 * @param {(code: string) => void} on.open
 * @param {(part: Wanted) => void} on.want
 * @param {() => void} on.sheets
 * @param {() => void} on.figures
 */
export function showQueue(element, queue, { done, wanted }, on) {
  const free = queue.dossiers.some((d) => !d.own && !d.holder);
  const start = h("button", { type: "button", class: "button main", id: "start", disabled: !free, onclick: on.next }, say("start"), kbd("Enter"));
  const old = document.activeElement?.id;
  fill(
    element,
    h(
      "section",
      { class: "queue" },
      h("div", { class: "head" }, h("h2", {}, say("queue")), h("p", {}, say("waiting", { n: queue.waiting }), done > 0 && ` · ${say("doneSoFar", { n: done })}`), h("button", { type: "button", class: "button", id: "sheets", onclick: on.sheets }, say("sheets")), queue.reviewer.role !== "reviewer" && h("button", { type: "button", class: "button", id: "figures", onclick: on.figures }, say("figures")), start),
      filters(queue, wanted, on.want),
      queue.dossiers.length ? table(queue, on.open) : h("p", { class: "empty" }, say("nothing")),
      queue.at_work.length > 0 && people(queue),
    ),
  );
  const again = old && old !== "view" ? document.getElementById(old) : null;
  if (again) again.focus();
  else if (!old || document.activeElement === document.body) start.focus();
}

/** @param {Queue} queue @param {Wanted} wanted @param {(part: Wanted) => void} want */
function filters(queue, wanted, want) {
  const count = (/** @type {(part: Part) => boolean} */ which) => queue.parts.filter(which).reduce((sum, p) => sum + p.waiting, 0);
  /** @type {Stage[]} */
  const stages = ["first", "second", "senior"];
  const tabs = [undefined, ...stages].map((stage) =>
    h(
      "button",
      { type: "button", id: `stage-${stage ?? "all"}`, class: "button", "aria-pressed": String(wanted.stage === stage), onclick: () => want(without({ ...wanted, stage })) },
      say(stage ? `stage_${stage}` : "all"),
      h("span", { class: "count" }, String(count((p) => !stage || p.stage === stage))),
    ),
  );
  const kinds = new Map(queue.parts.map((p) => [p.kind, p.title]));
  const branches = new Map(queue.parts.map((p) => [p.branch ?? "", p.branch ?? "—"]));
  return h(
    "div",
    { class: "filters" },
    h("div", { class: "tabs", role: "group", "aria-label": say("stage") }, ...tabs),
    choose("kind", kinds, wanted.kind, (kind) => want(without({ ...wanted, kind }))),
    branches.size > 1 && choose("branch", branches, wanted.branch, (branch) => want(without({ ...wanted, branch }))),
  );
}

/** @param {Wanted} wanted @returns {Wanted} what is not asked for is left out of the call */
const without = (wanted) => Object.fromEntries(Object.entries(wanted).filter(([, value]) => value));

/**
 * @param {string} name @param {Map<string, string>} options @param {string | undefined} chosen
 * @param {(value: string) => void} pick
 */
function choose(name, options, chosen, pick) {
  const box = h(
    "select",
    { id: `filter-${name}`, onchange: () => pick(box.value) },
    h("option", { value: "" }, say("all")),
    ...[...options].map(([value, label]) => h("option", { value, selected: value === chosen }, label)),
  );
  return h("label", {}, h("span", {}, say(name)), box);
}

/** @param {Queue} queue @param {(code: string) => void} open */
function table(queue, open) {
  const row = (/** @type {Queued} */ d) =>
    h(
      "tr",
      { class: d.own || d.aside ? "resting" : "" },
      h("td", {}, h("button", { type: "button", id: `open-${d.code}`, class: "button plain", disabled: d.own, onclick: () => open(d.code) }, d.code)),
      h("td", {}, d.title),
      h("td", {}, moment(d.due)),
      h("td", { class: d.late ? "late" : "" }, left(d, queue.working_day_hours)),
      h("td", {}, d.branch ?? ""),
      h("td", {}, state(d)),
    );
  const heads = ["code", "kind", "due", "timeLeft", "branch", "state"].map((name) => h("th", { scope: "col" }, say(name)));
  return h("div", { class: "scroll" }, h("table", {}, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...queue.dossiers.map(row))));
}

/** @param {Queued} d */
function state(d) {
  if (d.holder) return say("heldBy", { who: d.holder });
  if (d.own) return say("ownWork");
  if (d.aside) return say(`aside_${d.aside}`);
  return d.stage === "first" ? "" : say(`stage_${d.stage}`);
}

/**
 * Working time in words: "1 ngày 3 giờ", "quá 2 giờ".
 * @param {Queued} dossier @param {number} day working hours of a day
 */
function left({ working_hours_left: hours, late }, day) {
  if (hours === null) return "";
  const all = Math.round(Math.abs(hours));
  const [days, rest] = [Math.floor(all / day), all % day];
  const told = [days && say("days", { n: days }), (rest || !days) && say("hours", { n: all ? rest : "<1" })].filter(Boolean).join(" ");
  return late ? say("lateBy", { time: told }) : told;
}

/** @param {Queue} queue */
function people(queue) {
  const rows = queue.at_work.map((p) => h("li", {}, h("span", { class: "dot", "aria-hidden": "true" }), h("b", {}, p.name), ` · ${p.dossier} · ${say(`stage_${p.stage}`)}`));
  return h("div", { class: "people" }, h("h3", {}, say("atWork")), h("ul", {}, ...rows));
}
