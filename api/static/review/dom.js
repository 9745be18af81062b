/** Making elements without a template language: text is always text, never markup. */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [props] `class`, `on<Event>`, attributes; false and null leave out
 * @param {...(Node | string | null | false | undefined)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") {
      element.addEventListener(name.slice(2).toLowerCase(), /** @type {EventListener} */ (value));
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/**
 * Put `children` in the place of all that stands in `parent`.
 * @param {Element} parent
 * @param {...(Node | string | null | false | undefined)} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.filter((child) => child !== null && child !== false && child !== undefined));
}

/** @param {string} id @returns {HTMLElement} */
export function part(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id}`);
  return found;
}

/**
 * Say something to a screen reader.
 * @param {string} text
 */
export function announce(text) {
  part("live").textContent = text;
}

/**
 * A key as it is printed on a keyboard: `Alt+N` becomes one <kbd>.
 * @param {string} keys
 */
export function kbd(keys) {
  return h("kbd", { "aria-hidden": "true" }, keys);
}
