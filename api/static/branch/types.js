/**
 * What the counter keeps of a page in this browser, until the server has it sealed.
 *
 * @typedef {"waiting" | "sending" | "staged" | "safe" | "refused"} Sent
 *   `staged`: all but the last byte is on the server; it enters the dossier with that byte.
 * @typedef {"good" | "doubtful" | "bad"} Verdict
 * @typedef {{width: number, height: number, verdict: Verdict, reasons: string[], blank: boolean,
 *   thumb: Blob, cells?: Uint8ClampedArray}} Look  `cells`: see `doubles.js`; none of earlier versions
 *
 * @typedef {object} Page
 * @property {string} id
 * @property {string} dossier
 * @property {number} place  order among the pages of the dossier
 * @property {string} name
 * @property {Blob} blob
 * @property {string} sha256
 * @property {number} version  grows with every other picture or name
 * @property {boolean} double  the sheet was scanned twice, and this is it with its sticky note
 * @property {boolean} [found]  it was told by its picture, and nobody has said otherwise
 * @property {boolean} [judged]  a person has said whether it is one
 * @property {Look | null} look  null: not looked at yet, or nothing that a browser can draw
 * @property {boolean} drawable
 * @property {Sent} sent
 * @property {string} upload  id; "" for none
 * @property {string} refusal
 *
 * @typedef {{fault: string, remedy: string}} Advice  Vietnamese / English
 * @typedef {{file_id: string, sha256: string, state: string}} StoredFile
 * @typedef {{code: string, state: string, sealed_at: string | null, declared_pages: number | null,
 *   files: StoredFile[]}} Dossier
 */
export {};
