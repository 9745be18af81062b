/**
 * A worker that looks at a picture while the paper is still on the counter: is it sharp, light and
 * large enough, is anything on it, and a small picture of it. The bounds are those of the service
 * (`ocr/images/quality.py`), which looks again and more closely; what cannot be told counts as good.
 */

import { ACROSS, DOWN } from "./doubles.js";

/** @import {Look, Verdict} from "./types.js" */

const A4_INCHES = 11.69;
const MM_PER_INCH = 25.4;
const THUMB_PX = 360;
const VIEW_PX = 800;
/** [doubtful, bad]. */
const DPI = [140, 95];
const PAPER_LIGHT = [130, 85];
const EDGE_MM = [0.6, 0.85];
const GLARE_SHARE = [0.006, 0.04];
const BURNT = 248;
const GLARE_STEP = 18;
const BLANK_SHARE = 0.0002;
const BLANK_CONTRAST = 50;
const BLOCK = 16;
/** Print has fewer level strokes than upright ones. */
const LEVEL_STROKES = 1.35;
/** The middle of a page is enough for sharpness; at most so many pixels of it. */
const MIDDLE_PX = 1600;

/** @typedef {{light: Uint8ClampedArray, width: number, height: number}} Grey */

/** @param {Blob} blob @returns {Promise<Look | null>} null: nothing that a browser can draw */
async function look(blob) {
  const picture = await createImageBitmap(blob).catch(() => null);
  if (!picture) return null;
  const { width, height } = picture;
  const view = grey(picture, { scale: Math.min(1, VIEW_PX / Math.max(width, height)) });
  const dpi = Math.max(width, height) / A4_INCHES;
  const paper = papers(view);
  const blank = inkShare(view, paper) < BLANK_SHARE;
  const grades = {
    low_dpi: grade(dpi, DPI),
    dark: grade(percentile(view.light, 0.9), PAPER_LIGHT),
    blur: blank ? 0 : grade(-edgeMm(middle(picture), dpi), EDGE_MM.map((n) => -n)),
    glare: grade(-burnt(paper), GLARE_SHARE.map((n) => -n)),
  };
  const worst = Math.max(...Object.values(grades));
  const thumb = await small(picture);
  const cells = reduced(picture);
  picture.close();
  return {
    width,
    height,
    verdict: /** @type {Verdict[]} */ (["good", "doubtful", "bad"])[worst],
    reasons: Object.entries(grades).flatMap(([reason, n]) => (n ? [reason] : [])),
    blank,
    thumb,
    cells,
  };
}

/** @param {number} value @param {number[]} bounds low values are bad */
const grade = (value, [doubtful, bad]) => (value <= bad ? 2 : value <= doubtful ? 1 : 0);

/**
 * @param {ImageBitmap} picture
 * @param {{scale?: number, left?: number, top?: number, width?: number, height?: number}} part
 * @returns {Grey}
 */
function grey(picture, { scale = 1, left = 0, top = 0, width = picture.width, height = picture.height }) {
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const canvas = new OffscreenCanvas(w, h);
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, left, top, width, height, 0, 0, w, h);
  const { data } = pen.getImageData(0, 0, w, h);
  const light = new Uint8ClampedArray(w * h);
  for (let i = 0; i < light.length; i++) light[i] = 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2];
  return { light, width: w, height: h };
}

/** @param {ImageBitmap} picture */
function middle(picture) {
  const width = Math.min(MIDDLE_PX, Math.round(picture.width * 0.75));
  const height = Math.min(MIDDLE_PX, Math.round(picture.height * 0.5));
  return grey(picture, { left: (picture.width - width) >> 1, top: (picture.height - height) >> 1, width, height });
}

/** @param {ArrayLike<number>} values 0..255 @param {number} share */
function percentile(values, share) {
  const count = new Uint32Array(256);
  for (let i = 0; i < values.length; i++) count[Math.min(255, values[i])]++;
  let left = share * values.length;
  return count.findIndex((n) => (left -= n) < 0);
}

/**
 * How wide the edges of letters are, in millimetres: contrast over the steepest slope; 0 where there
 * is too little contrast to tell. A shaken picture is sharp in one direction still: the worse counts.
 * @param {Grey} part @param {number} dpi
 */
function edgeMm(part, dpi) {
  const { light, width, height } = soft(part);
  const contrast = percentile(light, 0.75) - percentile(light, 0.02);
  if (contrast < 20) return 0;
  const [across, down] = [new Uint8Array(light.length >> 2), new Uint8Array(light.length >> 2)];
  let n = 0;
  for (let y = 1; y < height - 1; y += 2) {
    for (let x = 1; x < width - 1; x += 2, n++) {
      const i = y * width + x;
      const [a, b, c] = [i - width, i, i + width];
      const [nw, no, ne, we, ea, sw, so, se] = [light[a - 1], light[a], light[a + 1], light[b - 1], light[b + 1], light[c - 1], light[c], light[c + 1]];
      across[n] = Math.abs(3 * (ne - nw) + 10 * (ea - we) + 3 * (se - sw)) / 32;
      down[n] = Math.abs(3 * (sw - nw) + 10 * (so - no) + 3 * (se - ne)) / 32;
    }
  }
  const slope = Math.min(percentile(across.subarray(0, n), 0.99), LEVEL_STROKES * percentile(down.subarray(0, n), 0.99));
  return slope > 0 ? (contrast / slope / dpi) * MM_PER_INCH : 2 * EDGE_MM[1];
}

/** @param {Grey} part @returns {Grey} smoothed by 1 2 1 both ways */
function soft({ light, width, height }) {
  const out = new Uint8ClampedArray(light);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const row = (/** @type {number} */ j) => light[j - 1] + 2 * light[j] + light[j + 1];
      out[i] = (row(i - width) + 2 * row(i) + row(i + width)) / 16;
    }
  }
  return { light: out, width, height };
}

/** @param {Grey} view @returns {{light: Uint8ClampedArray, across: number}} the paper's light, a block a value */
function papers({ light, width, height }) {
  const [across, down] = [Math.ceil(width / BLOCK), Math.ceil(height / BLOCK)];
  const found = new Uint8ClampedArray(across * down);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const block = ((y / BLOCK) | 0) * across + ((x / BLOCK) | 0);
      found[block] = Math.max(found[block], light[y * width + x]);
    }
  }
  return { light: found, across };
}

/** @param {Grey} view @param {{light: Uint8ClampedArray, across: number}} paper */
function inkShare({ light, width, height }, paper) {
  const [mx, my] = [Math.ceil(width / 50), Math.ceil(height / 50)];
  let dark = 0;
  for (let y = my; y < height - my; y++) {
    for (let x = mx; x < width - mx; x++) {
      const around = paper.light[((y / BLOCK) | 0) * paper.across + ((x / BLOCK) | 0)];
      if (around - light[y * width + x] > BLANK_CONTRAST) dark++;
    }
  }
  return dark / ((width - 2 * mx) * (height - 2 * my));
}

/** @param {{light: Uint8ClampedArray}} paper share of blocks that a lamp has washed out */
function burnt({ light }) {
  const usual = percentile(light, 0.5);
  return light.filter((n) => n >= BURNT && n - usual >= GLARE_STEP).length / light.length;
}

/** @param {ImageBitmap} picture */
function small(picture) {
  const scale = Math.min(1, THUMB_PX / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.max(1, picture.width * scale), Math.max(1, picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
}

/** What the page is compared with its neighbours by. @param {ImageBitmap} picture */
function reduced(picture) {
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(ACROSS, DOWN).getContext("2d", { willReadFrequently: true }));
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, ACROSS, DOWN);
  return pen.getImageData(0, 0, ACROSS, DOWN).data;
}

addEventListener("message", async ({ data: { id, blob } }) => postMessage({ id, look: await look(blob) }));
