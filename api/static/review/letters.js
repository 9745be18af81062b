/** Doubtful letters, coloured inside the value while it is being looked at. */

import { h } from "./dom.js";

/**
 * The runs that still stand where they stood, after the text was edited in one place.
 * @param {string} before
 * @param {string} now
 * @param {[number, number][]} runs [start, end) in `before`
 * @returns {[number, number][]} in `now`
 */
export function carry(before, now, runs) {
  const shortest = Math.min(before.length, now.length);
  let head = 0;
  while (head < shortest && before[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && before.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const shift = now.length - before.length;
  /** @type {[number, number][]} */
  const kept = [];
  for (const [start, end] of runs) {
    if (start < head) kept.push([start, Math.min(end, head)]);
    const from = Math.max(start, before.length - tail);
    if (from < end && from >= head) kept.push([from + shift, end + shift]);
  }
  return kept.filter(([start, end]) => start < end);
}

/**
 * Where a text differs from another: what stands between what they begin and end with alike.
 * @param {string} text
 * @param {string} other
 * @returns {[number, number][]}
 */
export function differing(text, other) {
  const shortest = Math.min(text.length, other.length);
  let head = 0;
  while (head < shortest && text[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && text.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  return other && head < text.length - tail ? [[head, text.length - tail]] : [];
}

/**
 * @param {string} text
 * @param {[number, number][]} runs
 * @returns {(Node | string)[]}
 */
export function marked(text, runs) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let at = 0;
  for (const [start, end] of runs) {
    parts.push(text.slice(at, start), h("mark", {}, text.slice(start, end)));
    at = end;
  }
  // A last line without letters still has its height.
  parts.push(`${text.slice(at)}\u200b`);
  return parts;
}
