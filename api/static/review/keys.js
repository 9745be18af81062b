/** Keys to commands. Pure, so that what a key does can be read here and nowhere else. */

/**
 * @typedef {"confirm" | "back" | "down" | "up" | "notApplicable" | "illegible" | "wrongDocument" |
 *   "rescan" | "readAgain" | "comment" | "skip" | "leave" | "undo" | "redo" | "help" | "restore" | "zoomIn" | "zoomOut" |
 *   "zoomFit" | `take${number}`} Command
 */

/** @type {Record<string, Command>} */
const ALT = {
  KeyN: "notApplicable",
  KeyL: "illegible",
  KeyW: "wrongDocument",
  KeyR: "rescan",
  KeyV: "readAgain",
  KeyC: "comment",
  KeyS: "skip",
  KeyQ: "leave",
  ArrowDown: "down",
  ArrowUp: "up",
  Equal: "zoomIn",
  NumpadAdd: "zoomIn",
  Minus: "zoomOut",
  NumpadSubtract: "zoomOut",
  Digit0: "zoomFit",
};

/**
 * Whether an input method is composing: Telex and VNI through IBus, fcitx, Windows or macOS. Every
 * key then belongs to the letter that is being made; 229 is how older browsers say it.
 * @param {KeyboardEvent} event
 */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

/**
 * @param {KeyboardEvent} event
 * @param {{typing: boolean, changed: boolean, inEditor: boolean}} where `typing`: in a text box;
 *   `changed`: its text is no longer what it was; `inEditor`: it is the value of the field
 * @returns {Command | null}
 */
export function commandOf(event, where) {
  if (isComposing(event)) return null;
  const { code, key, altKey, ctrlKey, metaKey, shiftKey } = event;
  const primary = ctrlKey || metaKey;
  // By place on the keyboard: with Alt, some layouts give another letter. AltGr is Ctrl and Alt.
  if (altKey && !primary) {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code);
    return digit ? `take${Number(digit[1])}` : (ALT[code] ?? null);
  }
  if (primary && !altKey) return ofHistory(code, shiftKey, where.changed);
  if (primary) return null;
  if (key === "F1") return "help";
  // A value never begins with a question mark, so an untouched box gives the key away.
  if (key === "?" && !(where.typing && where.changed)) return "help";
  if (key === "Enter" && where.inEditor) return shiftKey ? "back" : "confirm";
  if (key === "Escape" && where.inEditor) return "restore";
  return null;
}

/**
 * While the text has been changed, undo is the text box's own.
 * @param {string} code
 * @param {boolean} shift
 * @param {boolean} changed
 * @returns {Command | null}
 */
function ofHistory(code, shift, changed) {
  if (changed) return null;
  if (code === "KeyZ") return shift ? "redo" : "undo";
  return code === "KeyY" ? "redo" : null;
}

/** @type {[string, string][]} What the shortcut sheet shows: keys, and the word for it. */
export const SHEET = [
  ["Enter", "k_enter"],
  ["Shift+Enter", "k_back"],
  ["Alt+↓ · Alt+↑", "k_move"],
  ["Alt+1…9", "k_take"],
  ["Alt+V", "k_readAgain"],
  ["Alt+N", "notApplicable"],
  ["Alt+L", "illegible"],
  ["Alt+W", "wrongDocument"],
  ["Alt+R", "rescan"],
  ["Ctrl+Z", "undo"],
  ["Ctrl+Y", "redo"],
  ["Esc", "k_escape"],
  ["Alt+= · Alt+- · Alt+0", "k_zoom"],
  ["Alt+C", "comment"],
  ["Alt+S", "skip"],
  ["Alt+Q", "back"],
  ["? · F1", "k_help"],
];
