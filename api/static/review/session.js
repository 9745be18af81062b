/** What one tab remembers: how its calls are let in until it is closed, the theme for good. */

const KEY = "sohoa.key";
const LOCK = "sohoa.lock.";
const THEME = "sohoa.theme";

/** @returns {string} */
export function key() {
  return sessionStorage.getItem(KEY) ?? "";
}

/** @param {string} secret */
export function keepKey(secret) {
  sessionStorage.setItem(KEY, secret);
}

/**
 * Of a session by cookie: what no other site knows. A reload asks for it again.
 * @type {string}
 */
let requestToken = "";

export const token = () => requestToken;

/** @param {string} given */
export function keepToken(given) {
  requestToken = given;
}

/** Whether calls may be let in, by key or by session. */
export const signedIn = () => key() !== "" || requestToken !== "";

/** @returns {Record<string, string>} the headers that let a call in */
export function credentials() {
  return key() ? { Authorization: `Bearer ${key()}` } : { "X-Sohoa-Request-Token": requestToken };
}

export function forget() {
  sessionStorage.clear();
  requestToken = "";
}

/**
 * The lock of a dossier survives a reload of this tab, so that the desk goes on.
 * @param {string} code
 * @returns {string | null}
 */
export function lockOf(code) {
  return sessionStorage.getItem(LOCK + code);
}

/** @param {string} code @param {string | null} lock */
export function keepLock(code, lock) {
  if (lock) sessionStorage.setItem(LOCK + code, lock);
  else sessionStorage.removeItem(LOCK + code);
}

export function applyTheme() {
  const chosen = localStorage.getItem(THEME);
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

export function changeTheme() {
  const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  localStorage.setItem(THEME, next);
  applyTheme();
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
