/** Text that stands in a place of a page. Pure. */

/** @import {Box, Word} from "./types.js" */

/**
 * @param {Word[]} words
 * @param {Box} area
 * @param {boolean} point whether `area` is a click: the word under it
 * @returns {string} "" where nothing was read
 */
export function within(words, area, point) {
  const [left, top, right, bottom] = area;
  const found = words.filter(({ box }) => {
    if (point) return box[0] <= left && left <= box[2] && box[1] <= top && top <= box[3];
    const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    return left <= x && x <= right && top <= y && y <= bottom;
  });
  return (point ? found.slice(0, 1) : found).map((word) => word.text).join(" ");
}
