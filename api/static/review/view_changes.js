/** What an answer of the service changes on the screen. Pure. */

/** @import {Place, View} from "./types.js" */

/**
 * Answers to actions leave the doubtful letters out; they are those of the first look.
 * @param {View} now @param {View} before @returns {View}
 */
export function withDoubts(now, before) {
  for (const paper of now.documents) {
    const old = before.documents.find((d) => d.number === paper.number);
    for (const field of paper.fields) {
      const seen = old?.fields.find((f) => f.key === field.key);
      field.doubts ??= seen?.shown === field.shown ? seen.doubts : [];
    }
  }
  return now;
}

/** @param {View} before @param {View} now @returns {Place | null} the first field that stands otherwise */
export function firstChange(before, now) {
  for (const paper of now.documents) {
    const old = before.documents.find((d) => d.number === paper.number);
    for (const field of paper.fields) {
      const was = old?.fields.find((f) => f.key === field.key);
      const moved = was?.shown !== field.shown || was?.settled?.kind !== field.settled?.kind;
      if (moved && (field.flagged || was?.settled)) return { document: paper.number, key: field.key };
    }
  }
  return null;
}
