/** What the service says, as the studio's modules import it. */

/** @typedef {[number, number, number, number]} Box left, top, right, bottom: 0..1 of the scan */
/** @typedef {{code: string, status: number, title: string, detail: string}} Problem */
/** @typedef {{key: string, label: string[], kind: string}} Column */

/**
 * @typedef {{key: string, kind: string, title: string, part: string, required: boolean,
 *   critical: boolean, digit_boxes: number, options: Record<string, string[]>, tick_side: string,
 *   columns: Column[]}} Field
 */

/**
 * @typedef {{text: string, page: number, box: Box, value_box: Box | null, reader: string,
 *   side: string, required: boolean, fields: Field[]}} Label
 */

/**
 * @typedef {{key: string, title: string, titles: string[], edition: string, circular: string,
 *   markers: string[], labels: Label[], printed: string[], ends_at: string[]}} Draft the rest of
 *   what a `DraftForm` has is carried along
 */

/** @typedef {{text: string, box: Box}} Line */
/** @typedef {{page: number, width_px: number, height_px: number, rotation: number, lines: Line[]}} Page */
/** @typedef {{id: string, name: string, state: string, pages: Page[], draft: Draft | null, problem: Problem | null}} Sample */
/** @typedef {{raw: string | null, state: string, review: boolean, page: number | null, box: Box | null}} Read */

/**
 * @typedef {{id: string, state: string, problem: Problem | null, result: {recognised_as: string,
 *   document: {fields: Record<string, Read>}, missing_labels: string[], coverage: number} | null}} Trial
 */

/** @typedef {{key: string, title: string, fields: number, editions: string[], version: number | null, withdrawn: boolean, saved: string | null, saved_by: string}} FormLine */
/** @typedef {{forms: FormLine[], kinds: string[], kind_titles: Record<string, string>}} FormList */
/** @typedef {{key: string, version: number, withdrawn: boolean, definition: string, draft: Draft | null, sample: string | null}} FormView */

export {};
