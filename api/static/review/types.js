/**
 * The answers of the API as the desk uses them (`api/wire/review.py`), and places on a dossier.
 *
 * @typedef {{kind: string, by: string, at: string}} Mark
 * @typedef {{value: string, label: string}} Option
 * @typedef {{source: string, value: Value, shown: string, where: string, agrees: boolean,
 *   mark: "" | "not_applicable" | "illegible"}} Other
 * @typedef {string | Record<string, string>[]} Value
 * @typedef {[number, number, number, number]} Box  left, top, right, bottom: 0..1, upright page
 *
 * @typedef {object} Field
 * @property {string} key
 * @property {string} title
 * @property {string} kind
 * @property {boolean} critical
 * @property {"read" | "blank" | "unreadable" | "not_found"} state
 * @property {Value | null} value
 * @property {string} shown
 * @property {string} raw
 * @property {number} confidence
 * @property {string} source
 * @property {boolean} flagged
 * @property {Mark | null} settled
 * @property {string[]} reasons
 * @property {number | null} page
 * @property {Box | null} box
 * @property {[number, number][] | null} doubts
 * @property {Option[]} options
 * @property {Option[]} columns
 * @property {Other[]} others
 *
 * @typedef {object} Paper
 * @property {number} number
 * @property {string} form
 * @property {string} title
 * @property {number[]} pages
 * @property {Mark | null} verified
 * @property {Mark | null} wrong
 * @property {Field[]} fields
 *
 * @typedef {object} Page
 * @property {number} page
 * @property {number} width_px
 * @property {number} height_px
 * @property {boolean} readable
 * @property {"" | "blank" | "separator" | "note"} about
 * @property {string} advice
 * @property {Mark | null} rescan
 *
 * @typedef {object} View
 * @property {string} dossier
 * @property {string} state
 * @property {Stage} stage
 * @property {number} version
 * @property {string} due
 * @property {string} holder
 * @property {number} waiting
 * @property {number[]} unverified
 * @property {boolean} can_undo
 * @property {boolean} can_redo
 * @property {string} crosscheck
 * @property {Paper[]} documents
 * @property {Page[]} pages
 * @property {{severity: string, detail: string, legal_basis: string}[]} findings
 * @property {string[]} missing
 * @property {{by: string, at: string, text: string}[]} comments
 *
 * @typedef {{dossier: string, lock: string, until: string, version: number}} Held
 * @typedef {"first" | "second" | "senior"} Stage
 * @typedef {{code: string, branch: string | null, kind: string, title: string, stage: Stage,
 *   due: string, working_hours_left: number | null, late: boolean, since: string, holder: string, own: boolean,
 *   aside: string | null}} Queued
 * @typedef {{stage: Stage, branch: string | null, kind: string, title: string, waiting: number}} Part
 * @typedef {{stage?: Stage, branch?: string, kind?: string}} Wanted  a part of the queues
 * @typedef {{reviewer: {name: string, role: string, branch: string | null}, waiting: number,
 *   working_day_hours: number, parts: Part[], dossiers: Queued[],
 *   at_work: {name: string, dossier: string, stage: Stage}[]}} Queue
 * @typedef {{dossier: string, version: number, document: number, field: string, title: string,
 *   page: number, box: Box, place: number | null, letter: string, shown: string}} SheetItem
 * @typedef {{name: string, title: string, alike: string[], items: SheetItem[]}} Sheet
 * @typedef {{letters: Sheet[], values: Sheet[]}} Sheets
 * @typedef {{text: string, line: number, box: Box}} Word  of a page, as it was read
 * @typedef {{fault?: string, id: string, state: "waiting" | "ready" | "refused" | "quarantined", page: number, box: Box,
 *   text: string, value: string | null, shown: string, doubts: [number, number][]}} Spot  read again
 * @typedef {object} Figures
 * @property {number} days
 * @property {number | null} straight_share
 * @property {{day: string, branch: string, straight: number, reviewed: number, rescan: number}[]} outcomes
 * @property {Record<string, string | number>[]} branches
 * @property {Record<string, string | number>[]} procedures
 * @property {{branch: string, waiting: number, late: number, oldest: string}[]} waiting
 * @property {Record<string, string | number>[]} forms
 * @property {Record<string, string | number>[]} fields
 * @property {{group: string, checked: number, wrong: number, share: number}[]} quality
 * @property {Record<string, number>[]} reliability
 * @property {Record<string, string | number | boolean>[]} ledger
 * @property {{outcomes: string, branches: string, procedures: string, waiting: string, fields: string, quality: string,
 *   reliability: string}} charts
 * @typedef {{dossier: string, state: string, handed_on: Stage | null}} Done
 * @typedef {{code: string, title: string, detail: string, status: number, holder?: string,
 *   version?: number}} Problem
 * @typedef {{document: number, key: string}} Place
 * @typedef {{id: string, name: string, role: string, branch: string | null}} Person
 * @typedef {{person: Person, expires: string, request_token: string}} SignedIn
 * @typedef {{password: boolean, organisation: {name: string, start: string} | null,
 *   signed_in: SignedIn | null}} SessionState
 */
export {};
