/** The ways in, for all pages: the organisation's sign-in, a login of this machine, a key. */

import { fill, h, kbd } from "./dom.js";
import { forget, key, keepKey, keepToken, token } from "./session.js";
import { say } from "./sign_in_words.js";
import { side } from "./words.js";

/** @import {Problem, SessionState, SignedIn} from "./types.js" */

const SESSION = "/v1/session";

/**
 * @typedef {object} Door
 * @property {"review" | "branch" | "forms"} page
 * @property {string} title
 * @property {string[]} roles that this page is for
 * @property {() => void} enter
 */

/**
 * Draw the ways in; a session that this browser has already goes in by itself.
 * @param {HTMLElement} element
 * @param {string} refused why the last try was not taken; "" at first
 * @param {Door} door
 */
export function showSignIn(element, refused, door) {
  const box = h("input", { id: "key", type: "password", autocomplete: "off", required: true, "aria-describedby": "key-hint" });
  const byKey = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!box.value.trim()) return;
    keepKey(box.value.trim());
    door.enter();
  };
  const ways = h("div", { class: "ways" });
  const keyed = h(
    "form",
    { class: "by-key", onsubmit: byKey },
    h("label", { for: "key" }, say("key")),
    box,
    h("p", { id: "key-hint", class: "note" }, say("keyHint")),
    h("button", { class: "button main" }, say("signIn"), kbd("Enter")),
  );
  const told = refused || refusal();
  fill(element, h("section", { class: "sign-in" }, h("h2", {}, door.title), told && h("p", { class: "note bad", role: "alert" }, told), ways, keyed));
  box.focus();
  void fillWays(ways, keyed, box, refused, door);
}

/**
 * Fill `ways` with what this service offers beside a key, and fold the key away below it.
 * @param {HTMLElement} ways @param {HTMLElement} keyed @param {HTMLInputElement} box
 * @param {string} refused @param {Door} door
 */
export async function fillWays(ways, keyed, box, refused, door) {
  const state = await ask();
  // Gone on by key meanwhile, or the language was changed and all is drawn anew.
  if (!state || !ways.isConnected || key()) return;
  if (state.signed_in) {
    keepToken(state.signed_in.request_token);
    if (door.roles.includes(state.signed_in.person.role)) return door.enter();
    fill(ways, h("p", { class: "note bad" }, say("notForYou", { who: state.signed_in.person.name })), leaveButton(door));
    return;
  }
  const first = [state.organisation && organisation(state.organisation, door.page), state.password && byPassword(door, !state.organisation)];
  if (!first.some(Boolean)) return;
  fill(ways, ...first);
  const typed = box.value;
  const more = h("details", { open: Boolean(typed) }, h("summary", {}, say("byKey")));
  keyed.replaceWith(more);
  more.append(keyed);
  for (const main of keyed.querySelectorAll(".main")) main.classList.remove("main");
  if (typed) box.focus();
  else /** @type {HTMLElement | null} */ (ways.querySelector("a, input"))?.focus();
  if (refused) ways.querySelector("input")?.setAttribute("aria-invalid", "true");
}

/** @param {{name: string, start: string}} organisation @param {string} page */
const organisation = ({ name, start }, page) =>
  h("a", { id: "organisation", class: "button main", href: `${start}?page=${page}` }, say("signInAt", { name }));

/** @param {Door} door @param {boolean} main whether it is the first way in */
function byPassword(door, main) {
  const login = h("input", { id: "login", autocomplete: "username", autocapitalize: "none", spellcheck: "false", required: true });
  const password = h("input", { id: "password", type: "password", autocomplete: "current-password", required: true });
  const said = h("p", { class: "note bad", role: "alert", hidden: true });
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const answer = await call("POST", { login: login.value, password: password.value });
    if (answer?.ok) {
      keepToken(/** @type {SignedIn} */ (await answer.json()).request_token);
      return door.enter();
    }
    password.value = "";
    said.hidden = false;
    said.textContent = answer ? side(/** @type {Problem} */ (await answer.json()).title) : say("unreached");
    password.focus();
  };
  return h(
    "form",
    { class: "by-password", onsubmit: (/** @type {Event} */ event) => void submit(event) },
    h("label", { for: "login" }, say("login")),
    login,
    h("label", { for: "password" }, say("password")),
    password,
    said,
    h("button", { class: `button${main ? " main" : ""}` }, say("signIn")),
  );
}

/** @param {Door} door */
function leaveButton(door) {
  const leave = async () => {
    await signOut();
    const view = document.getElementById("view");
    if (view) showSignIn(view, "", door);
  };
  return h("button", { type: "button", class: "button", onclick: () => void leave() }, say("signOut"));
}

/** End the session here, and go to the organisation where it began there. */
export async function signOut() {
  const bySession = token() !== "";
  const answer = bySession ? await call("DELETE") : null;
  forget();
  const goTo = answer?.ok ? (await answer.json()).go_to : null;
  if (goTo) location.assign(goTo);
}

/** @returns {Promise<SessionState | null>} null: the service does not answer */
async function ask() {
  const answer = await fetch(SESSION, { cache: "no-store" }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

/** @param {string} method @param {object} [body] @returns {Promise<Response | null>} null: no answer */
function call(method, body) {
  const headers = { "X-Sohoa-Request-Token": token(), ...(body && { "Content-Type": "application/json" }) };
  return fetch(SESSION, { method, headers, body: body && JSON.stringify(body), cache: "no-store" }).catch(() => null);
}

/** What the organisation's sign-in came back with, told once. */
export function refusal() {
  const code = new URLSearchParams(location.hash.slice(1)).get("refused");
  if (!code) return "";
  history.replaceState(null, "", location.pathname);
  const known = say(`refused_${code}`);
  return known.startsWith("refused_") ? say("refused_other") : known;
}
