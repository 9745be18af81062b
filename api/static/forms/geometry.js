/** Boxes of a scan on its picture that stands upright, and back; which label is read first. */

/** @import {Box, Label} from "./types.js" */

/**
 * @param {Box} box @param {number} rotation clockwise degrees: 0, 90, 180, 270
 * @returns {Box} on the page turned by `rotation`
 */
export function turned([left, top, right, bottom], rotation) {
  switch (rotation) {
    case 90:
      return [1 - bottom, left, 1 - top, right];
    case 180:
      return [1 - right, 1 - bottom, 1 - left, 1 - top];
    case 270:
      return [top, 1 - right, bottom, 1 - left];
    default:
      return [left, top, right, bottom];
  }
}

/** @param {Box} box @param {number} rotation @returns {Box} on the scan */
export const unturned = (box, rotation) => turned(box, (360 - rotation) % 360);

/** @param {number} share */
const inside = (share) => Math.min(Math.max(share, 0), 1);

/** @param {Box} box @param {number} x @param {number} y shares of the page @returns {Box} moved, on the page */
export function moved([left, top, right, bottom], x, y) {
  const dx = Math.min(Math.max(x, -left), 1 - right);
  const dy = Math.min(Math.max(y, -top), 1 - bottom);
  return [left + dx, top + dy, right + dx, bottom + dy];
}

/** @param {Box} box @param {number} x @param {number} y @returns {Box} its lower right corner moved */
export function resized([left, top, right, bottom], x, y) {
  return [left, top, inside(Math.max(right + x, left + 0.01)), inside(Math.max(bottom + y, top + 0.005))];
}

/** @param {[number, number]} from @param {[number, number]} to @returns {Box} */
export function around([x0, y0], [x1, y1]) {
  return [inside(Math.min(x0, x1)), inside(Math.min(y0, y1)), inside(Math.max(x0, x1)), inside(Math.max(y0, y1))];
}

/** @param {Box} outer @param {Box} inner whether the middle of `inner` is within */
export function holds(outer, inner) {
  const [x, y] = [(inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2];
  return outer[0] <= x && x <= outer[2] && outer[1] <= y && y <= outer[3];
}

/**
 * Where a label goes by its place on the paper: before the first that is read after it.
 * @param {Label[]} labels without it @param {Label} label
 * @param {(page: number) => number} rotation of a page
 */
export function placeOf(labels, label, rotation) {
  const at = turned(label.box, rotation(label.page));
  const index = labels.findIndex((other) => {
    if (other.page !== label.page) return other.page > label.page;
    const there = turned(other.box, rotation(other.page));
    const sameRow = Math.min(at[3], there[3]) - Math.max(at[1], there[1]) > 0.5 * Math.min(at[3] - at[1], there[3] - there[1]);
    return sameRow ? there[0] > at[0] : there[1] > at[1];
  });
  return index < 0 ? labels.length : index;
}
