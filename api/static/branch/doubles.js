/**
 * Two pictures of one sheet, with and without its sticky note, told by what they show (Circular
 * 01/2023/TT-VPCP, article 8.2, asks for both). Pure.
 *
 * Laid over each other they are the same print, place by place, but for one compact place that has
 * the colour of a note in one of them. Two requests on the same form are not: what was filled in
 * differs, and one place of it is enough.
 */

/** Cells of a page: 1.75 mm of A4, enough to tell one word from another by its length. */
export const ACROSS = 120;
export const DOWN = 168;
const COARSE = 3;
const [WIDE, HIGH] = [ACROSS / COARSE, DOWN / COARSE];

/** Coarse cells by which a sheet that is laid down again may lie elsewhere. */
const SHIFT = 2;
/** Cells by which one place of it may, beyond that: it lies a little turned. */
const DRIFT = 3;
/** Levels of 255, against the paper of each picture. */
const NOTE_COLOUR = 34;
const NOTE_LIGHT = 110;
/** Shares of the page, of the box around the note. */
const NOTE_AREA = [0.005, 0.35];
const NOTE_FILLED = 0.6;
const SAME_SHAPE = 0.06;
/** Places in which the print is compared, in cells. */
const [PLACE_WIDE, PLACE_HIGH] = [20, 12];
/** Mean square of the steps between cells: less is paper. */
const PRINTED = 10;
const FEWEST_PLACES = 4;
/** Correlation of one place, and the share of places that must have it. */
const ALIKE = 0.7;
const NEARLY_ALL = 0.95;
/** Letters are smaller than cells: smoothed, they look the same wherever the cells fall on them. */
const SMOOTH = [1, 2, 3, 2, 1];

/** @typedef {{cells: Uint8ClampedArray, width: number, height: number}} Small  `cells`: RGBA, ACROSS x DOWN */
/** @typedef {{steps: Float32Array, light: Float32Array, colour: Float32Array}} Seen  `steps` by cell, others coarse */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Area  coarse cells */

/**
 * @param {Small} a @param {Small} b
 * @returns {"first" | "second" | null} which one shows the note; null: not two pictures of one sheet
 */
export function withNote(a, b) {
  if (Math.abs((a.width / a.height) * (b.height / b.width) - 1) > SAME_SHAPE) return null;
  const [one, other] = [seen(a.cells), seen(b.cells)];
  const [dx, dy] = bestShift(one.light, other.light);
  const onFirst = noteOn(one, other, dx, dy);
  if (onFirst && isSamePrint(one.steps, other.steps, dx, dy, onFirst)) return "first";
  const onSecond = noteOn(other, one, -dx, -dy);
  return onSecond && isSamePrint(other.steps, one.steps, -dx, -dy, onSecond) ? "second" : null;
}

/** Light and colour as they would be on white paper. @param {Uint8ClampedArray} cells @returns {Seen} */
function seen(cells) {
  const n = ACROSS * DOWN;
  const white = [0, 1, 2].map((c) => quantile(Uint8Array.from({ length: n }, (_, i) => cells[4 * i + c]), 0.8) || 255);
  const fine = new Float32Array(n);
  const [light, colour] = [new Float32Array(WIDE * HIGH), new Float32Array(WIDE * HIGH)];
  for (let i = 0; i < n; i++) {
    const [r, g, b] = [0, 1, 2].map((c) => Math.min(255, (255 * cells[4 * i + c]) / white[c]));
    fine[i] = 0.299 * r + 0.587 * g + 0.114 * b;
    const at = ((i / ACROSS / COARSE) | 0) * WIDE + (((i % ACROSS) / COARSE) | 0);
    light[at] += fine[i] / COARSE ** 2;
    colour[at] += (Math.max(r, g, b) - Math.min(r, g, b)) / COARSE ** 2;
  }
  // Steps along the line: rows of type stand alike on many pages, words do not.
  const even = smooth(smooth(fine, 1), ACROSS);
  const steps = even.map((_, i) => (i % ACROSS > 1 && i % ACROSS < ACROSS - 2 ? even[i + 2] - even[i - 2] : 0));
  return { steps, light, colour };
}

/** @param {Float32Array} values @param {number} step to the neighbour: 1 along the line, ACROSS down the page */
function smooth(values, step) {
  const [all, reach] = [SMOOTH.reduce((sum, weight) => sum + weight), SMOOTH.length >> 1];
  return values.map((own, i) => SMOOTH.reduce((sum, weight, k) => sum + weight * (values[i + (k - reach) * step] ?? own), 0) / all);
}

/** @param {Float32Array} a @param {Float32Array} b coarse light @returns {[number, number]} coarse cells from `a` to `b` */
function bestShift(a, b) {
  /** @type {[number, number]} */
  let best = [0, 0];
  let least = Infinity;
  for (let dy = -SHIFT; dy <= SHIFT; dy++) {
    for (let dx = -SHIFT; dx <= SHIFT; dx++) {
      let [sum, count] = [0, 0];
      for (let y = Math.max(0, -dy); y < HIGH - Math.max(0, dy); y++) {
        for (let x = Math.max(0, -dx); x < WIDE - Math.max(0, dx); x++, count++) {
          // Cut off: what a note hides has little say in it.
          sum += Math.min(40, Math.abs(a[y * WIDE + x] - b[(y + dy) * WIDE + x + dx]));
        }
      }
      if (sum / count < least) [least, best] = [sum / count, [dx, dy]];
    }
  }
  return best;
}

/** Where a note lies on `page` and not on `bare`. @param {Seen} page @param {Seen} bare @param {number} dx @param {number} dy @returns {Area | null} */
function noteOn(page, bare, dx, dy) {
  /** @type {number[]} */
  const xs = [];
  /** @type {number[]} */
  const ys = [];
  for (let y = Math.max(0, -dy); y < HIGH - Math.max(0, dy); y++) {
    for (let x = Math.max(0, -dx); x < WIDE - Math.max(0, dx); x++) {
      const [i, j] = [y * WIDE + x, (y + dy) * WIDE + x + dx];
      if (page.colour[i] - bare.colour[j] > NOTE_COLOUR && page.light[i] > NOTE_LIGHT) xs.push(x), ys.push(y);
    }
  }
  const share = xs.length / (WIDE * HIGH);
  if (share < NOTE_AREA[0] || share > NOTE_AREA[1]) return null;
  // A stray speck of colour elsewhere does not make the note larger.
  const [left, right, top, bottom] = [quantile(xs, 0.02), quantile(xs, 0.98), quantile(ys, 0.02), quantile(ys, 0.98)];
  const box = (right - left + 1) * (bottom - top + 1);
  return xs.length >= NOTE_FILLED * box && box <= NOTE_AREA[1] * WIDE * HIGH ? { left, right, top, bottom } : null;
}

/** @param {Float32Array} a @param {Float32Array} b steps @param {number} dx @param {number} dy @param {Area} note on `a` */
function isSamePrint(a, b, dx, dy, note) {
  let [printed, alike] = [0, 0];
  for (let top = DRIFT; top + PLACE_HIGH <= DOWN - DRIFT; top += PLACE_HIGH) {
    for (let left = DRIFT; left + PLACE_WIDE <= ACROSS - DRIFT; left += PLACE_WIDE) {
      if (touches(left, top, note) || energy(a, left, top) < PRINTED) continue;
      printed += 1;
      if (bestCorrelation(a, b, left, top, dx * COARSE, dy * COARSE) >= ALIKE) alike += 1;
    }
  }
  return printed >= FEWEST_PLACES && alike >= NEARLY_ALL * printed;
}

/** @param {number} left @param {number} top of a place, cells @param {Area} note */
function touches(left, top, note) {
  const [x, y] = [left / COARSE, top / COARSE];
  const beside = x > note.right + 2 || x + PLACE_WIDE / COARSE < note.left - 1;
  return !beside && y <= note.bottom + 2 && y + PLACE_HIGH / COARSE >= note.top - 1;
}

/** @param {Float32Array} steps @param {number} left @param {number} top */
function energy(steps, left, top) {
  let sum = 0;
  for (let y = top; y < top + PLACE_HIGH; y++) for (let x = left; x < left + PLACE_WIDE; x++) sum += steps[y * ACROSS + x] ** 2;
  return sum / (PLACE_WIDE * PLACE_HIGH);
}

/** Of one place with wherever near it lies in the other picture. @param {Float32Array} a @param {Float32Array} b @param {number} left @param {number} top @param {number} dx @param {number} dy */
function bestCorrelation(a, b, left, top, dx, dy) {
  let best = -1;
  const reach = COARSE / 2 + DRIFT;
  for (let v = Math.ceil(dy - reach); v <= dy + reach; v++) {
    for (let u = Math.ceil(dx - reach); u <= dx + reach; u++) {
      if (left + u < 0 || top + v < 0 || left + u + PLACE_WIDE > ACROSS || top + v + PLACE_HIGH > DOWN) continue;
      let [ab, aa, bb] = [0, 0, 0];
      for (let y = top; y < top + PLACE_HIGH; y++) {
        for (let x = left; x < left + PLACE_WIDE; x++) {
          const [p, q] = [a[y * ACROSS + x], b[(y + v) * ACROSS + x + u]];
          ab += p * q;
          aa += p * p;
          bb += q * q;
        }
      }
      if (aa && bb) best = Math.max(best, ab / Math.sqrt(aa * bb));
    }
  }
  return best;
}

/** @param {ArrayLike<number>} values @param {number} share */
function quantile(values, share) {
  const sorted = Float32Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
