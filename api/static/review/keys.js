/** Keys to commands. Pure, so that what a key does can be read here and nowhere else. */

/**
 * @typedef {"confirm" | "back" | "down" | "up" | "notApplicable" | "illegible" | "wrongDocument" |
 *   "rescan" | "readAgain" | "comment" | "skip" | "leave" | "undo" | "redo" | "help" | "restore" | "zoomIn" | "zoomOut" |
 *   "zoomFit" | "rollOn" | "rollBack" | "pageOn" | "pageBack" | "slideLeft" | "slideRight" | `take${number}`} Command
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
  PageDown: "pageOn",
  PageUp: "pageBack",
  // The browser's own way back would leave the dossier.
  ArrowLeft: "slideLeft",
  ArrowRight: "slideRight",
};

/** Commands that a key held down gives again and again; all others it gives once. @type {Set<Command>} */
const MOVES = new Set(["down", "up", "zoomIn", "zoomOut", "rollOn", "rollBack", "pageOn", "pageBack", "slideLeft", "slideRight"]);

/** Whether a command comes from a key that is held, and is not to be done again. @param {Command} command @param {KeyboardEvent} event */
export const isHeld = (command, event) => event.repeat && !MOVES.has(command);

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
  if (key === "PageDown" || key === "PageUp") return key === "PageDown" ? "rollOn" : "rollBack";
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

/** @type {[string, string][][]} What the shortcut sheet shows, of fields and of the rest: keys, and the word for it. */
export const SHEET = [
  [
    ["Enter", "k_enter"],
    ["Shift+Enter", "k_back"],
    ["Alt+↓ · Alt+↑", "k_move"],
    ["Alt+1…9", "k_take"],
    ["Alt+V", "k_readAgain"],
    ["Alt+N", "notApplicable"],
    ["Alt+L", "illegible"],
    ["Esc", "k_escape"],
    ["Ctrl+Z", "undo"],
    ["Ctrl+Y", "redo"],
  ],
  [
    ["Alt+= · Alt+- · Alt+0", "k_zoom"],
    ["PageDown · PageUp", "k_roll"],
    ["Alt+← · Alt+→", "k_slide"],
    ["Alt+PageDown · Alt+PageUp", "k_page"],
    ["Alt+W", "wrongDocument"],
    ["Alt+R", "rescan"],
    ["Alt+C", "comment"],
    ["Alt+S", "skip"],
    ["Alt+Q", "back"],
    ["? · F1", "k_help"],
  ],
];
