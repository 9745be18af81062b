/**
 * Turning a JPEG without encoding it anew: its EXIF orientation says how it is to be shown, and the
 * service reads it so. The picture's own bytes stay as the camera made them.
 */

const ORIENTATION = 0x0112;
/** Clockwise quarter turns without mirroring, as EXIF numbers them. */
const TURNS = [1, 6, 3, 8];

/**
 * @param {Blob} blob a JPEG
 * @returns {Promise<Blob | null>} shown a quarter turn further clockwise; null: not a JPEG
 */
export async function turnJpeg(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  const at = orientationAt(bytes);
  const now = at ? at.get() : 1;
  const next = TURNS[(Math.max(0, TURNS.indexOf(now)) + 1) % 4];
  if (at) {
    at.set(next);
    return new Blob([bytes], { type: "image/jpeg" });
  }
  return new Blob([bytes.subarray(0, 2), exifSegment(next), bytes.subarray(2)], { type: "image/jpeg" });
}

/** @param {Uint8Array} bytes @returns {{get: () => number, set: (value: number) => void} | null} */
function orientationAt(bytes) {
  const view = new DataView(bytes.buffer);
  for (let at = 2; at + 4 < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; at += 2 + view.getUint16(at + 2)) {
    if (bytes[at + 1] === 0xe1 && view.getUint32(at + 4) === 0x45786966) return entryOf(view, at + 10);
  }
  return null;
}

/** @param {DataView} view @param {number} tiff where the TIFF header begins */
function entryOf(view, tiff) {
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  for (let i = 0; i < view.getUint16(directory, little); i++) {
    const entry = directory + 2 + 12 * i;
    if (view.getUint16(entry, little) !== ORIENTATION) continue;
    return {
      get: () => view.getUint16(entry + 8, little),
      set: (/** @type {number} */ value) => view.setUint16(entry + 8, value, little),
    };
  }
  return null;
}

/** @param {number} orientation an APP1 segment that says this and nothing else */
function exifSegment(orientation) {
  // Marker, length; "Exif", 0, 0; big-endian TIFF, directory at 8; one entry, of type SHORT.
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
  return new Uint8Array([0xff, 0xe1, 0, 2 + 6 + tiff.length, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff]);
}
