/** What is dragged in: files and whole folders, in the order in which people count. */

const ORDER = new Intl.Collator("vi", { numeric: true });
/** What programs leave beside scans. */
const LEFT_BEHIND = /^(\.|~\$|thumbs\.db$|desktop\.ini$)/i;

/** @param {Iterable<File>} files @returns {File[]} */
export function inOrder(files) {
  const path = (/** @type {File} */ file) => file.webkitRelativePath || file.name;
  return [...files].filter((file) => !LEFT_BEHIND.test(file.name)).sort((a, b) => ORDER.compare(path(a), path(b)));
}

/** @param {DataTransfer} dropped @returns {Promise<File[]>} */
export async function filesOf(dropped) {
  // Asked for at once: after the first wait the list is empty.
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found = await Promise.all(entries.map(walk));
  return inOrder(found.flat());
}

/** @param {FileSystemEntry} entry @returns {Promise<File[]>} */
async function walk(entry) {
  if (entry.isFile) return [await new Promise((done, failed) => /** @type {FileSystemFileEntry} */ (entry).file(done, failed))];
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {File[]} */
  const files = [];
  for (;;) {
    // A hundred at a time, until none is left.
    const some = /** @type {FileSystemEntry[]} */ (await new Promise((done, failed) => reader.readEntries(done, failed)));
    if (!some.length) return inOrder(files);
    files.push(...(await Promise.all(some.map(walk))).flat());
  }
}
