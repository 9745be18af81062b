/** Everything the desk says, Vietnamese first. */

/** @type {Record<string, [string, string]>} */
const WORDS = {
  title: ["Bàn soát hồ sơ", "Review desk"],
  signOut: ["Đăng xuất", "Sign out"],
  queue: ["Hồ sơ chờ soát", "Waiting for review"],
  waiting: ["{n} hồ sơ đang chờ", "{n} dossiers waiting"],
  start: ["Bắt đầu soát", "Start reviewing"],
  code: ["Mã hồ sơ", "Dossier"],
  due: ["Hẹn trả", "Due"],
  nothing: ["Không còn hồ sơ nào chờ soát. Danh sách tự cập nhật.", "Nothing waits for review. The list refreshes by itself."],
  doneSoFar: ["Đã soát {n} hồ sơ trong phiên này", "{n} dossiers done in this session"],
  progress: ["Đã soát {done} / {all} trường", "{done} of {all} fields done"],
  saved: ["Đã lưu", "Saved"],
  saving: ["Đang lưu…", "Saving…"],
  unsaved: ["Chưa lưu được, đang thử lại…", "Not saved yet, trying again…"],
  unreached: ["Không kết nối được máy chủ, đang thử lại…", "The server cannot be reached, trying again…"],
  help: ["Phím tắt", "Shortcuts"],
  theme: ["Sáng / tối", "Light / dark"],
  language: ["English", "Tiếng Việt"],
  back: ["Về danh sách", "Back to the list"],
  page: ["Trang {n}", "Page {n}"],
  about_blank: ["trắng", "blank"],
  about_separator: ["tờ ngăn", "separator"],
  about_note: ["giấy nhớ", "note"],
  pages: ["Trang", "Pages"],
  paper: ["Ảnh giấy tờ", "Picture of the paper"],
  fields: ["Các trường", "Fields"],
  sure: ["tin cậy {n}", "{n} sure"],
  critical: ["trọng yếu", "critical"],
  value: ["Giá trị", "Value"],
  choose: ["— chọn —", "— choose —"],
  confirm: ["Xác nhận", "Confirm"],
  notApplicable: ["Không ghi", "Not applicable"],
  illegible: ["Không đọc được", "Illegible"],
  wrongDocument: ["Sai giấy tờ", "Wrong document"],
  rescan: ["Quét lại trang", "Rescan page"],
  readAgain: ["Đọc lại vùng", "Read again"],
  reading: ["Máy đang đọc lại vùng này…", "Reading this area again…"],
  readAgainDone: ["Máy đọc lại: {text}. Đối chiếu với giấy rồi Enter.", "Read again: {text}. Compare with the paper, then Enter."],
  readNothing: ["Máy không đọc được chữ nào ở vùng này", "The engine could read nothing there"],
  readNoValue: ["Máy đọc được “{text}”, chưa đúng dạng của trường này", "The engine read “{text}”, which is no value of this field"],
  readLate: ["Máy đọc đang bận. Gõ từ giấy, hoặc thử lại sau.", "The engine is busy. Type from the paper, or try again later."],
  readFailed: ["Không đọc lại được vùng này", "This area could not be read again"],
  skip: ["Để lại", "Put aside"],
  asideWhy: ["Vì sao để lại?", "Why put it aside?"],
  aside_later: ["Làm sau (30 phút)", "Later (30 minutes)"],
  aside_waits_for_paper: ["Chờ bổ sung giấy tờ (đến ngày làm việc sau)", "Waits for a paper (until the next working day)"],
  aside_ask_senior: ["Hỏi người soát cấp cao", "Ask a senior reviewer"],
  note: ["Ghi chú (không bắt buộc)", "Note (optional)"],
  comment: ["Ghi chú", "Comment"],
  commentHint: ["Cho người soát sau", "For whoever comes next"],
  comments: ["Ghi chú của người trước", "What others said"],
  commented: ["Đã ghi chú", "Comment saved"],
  noText: ["Không có chữ nào được đọc ở đó", "No text was read there"],
  all: ["Tất cả", "All"],
  stage: ["Bước", "Stage"],
  stage_first: ["Soát", "Review"],
  stage_second: ["Gõ lại độc lập", "Blind keying"],
  stage_senior: ["Cấp cao", "Senior"],
  hint_second: ["Gõ lại độc lập: gõ đúng như trên giấy. Giá trị của người trước được giấu.", "Blind keying: type what the paper says. What others typed is hidden."],
  hint_senior: ["Người soát cấp cao: xem giấy rồi quyết định.", "Senior review: decide from the paper."],
  kind: ["Thủ tục", "Kind"],
  branch: ["Chi nhánh", "Branch"],
  timeLeft: ["Còn lại", "Left"],
  state: ["Tình trạng", "State"],
  heldBy: ["{who} đang soát", "held by {who}"],
  ownWork: ["chờ người khác kiểm tra", "for somebody else to check"],
  days: ["{n} ngày", "{n} d"],
  hours: ["{n} giờ", "{n} h"],
  lateBy: ["quá {time}", "late by {time}"],
  atWork: ["Đang làm việc", "At work now"],
  figures: ["Số liệu", "Figures"],
  period: ["Khoảng thời gian", "Period"],
  lastDays: ["{n} ngày gần nhất", "last {n} days"],
  volume: ["Hồ sơ đã đọc", "Dossiers read"],
  straightShare: ["Xong không cần soát", "Straight through"],
  waitingNow: ["Đang chờ soát", "Waiting"],
  lateNow: ["Quá hẹn", "Late"],
  oldest: ["Chờ lâu nhất từ", "Oldest since"],
  wrongOfChecked: ["Sai / đã kiểm tra mù", "Wrong / blindly checked"],
  noFigures: ["Chưa có số liệu", "No figures yet"],
  f_outcomes: ["Hồ sơ theo ngày và chi nhánh", "Dossiers by day and branch"],
  f_waiting: ["Đang chờ theo chi nhánh", "Waiting by branch"],
  f_procedures: ["Từng thủ tục, cả khoảng thời gian", "Each procedure, over the whole time"],
  f_branches: ["Từng chi nhánh, cả khoảng thời gian", "Each branch, over the whole time"],
  f_forms: ["Công soát từng thủ tục", "What kinds of dossiers cost"],
  f_fields: ["Công soát từng trường", "What fields cost"],
  f_quality: ["Sai trong số đã chấp nhận (kiểm tra mù, khoảng 95 %)", "Wrong among the accepted (blind check, 95 % intervals)"],
  f_reliability: ["Độ tin cậy đã nói so với thực tế", "Stated against true reliability"],
  f_ledger: ["Sổ trang 7 ngày", "Page ledger of 7 days"],
  c_day: ["Ngày", "Day"],
  c_branch: ["Chi nhánh", "Branch"],
  c_straight: ["Thẳng", "Straight"],
  c_reviewed: ["Qua soát", "Reviewed"],
  c_rescan: ["Quét lại", "Rescan"],
  c_inTime: ["Còn hạn", "In time"],
  c_straight_share: ["Tỉ lệ thẳng", "Straight share"],
  c_corrected_share: ["Tỉ lệ sửa", "Corrected share"],
  c_seconds: ["Giây, tổng", "Seconds, all"],
  c_waiting: ["Đang chờ", "Waiting"],
  c_late: ["Quá hẹn", "Late"],
  c_oldest: ["Lâu nhất từ", "Oldest since"],
  c_title: ["Thủ tục", "Kind"],
  c_field_title: ["Trường", "Field"],
  c_seen: ["Đã xem", "Seen"],
  c_corrected: ["Đã sửa", "Corrected"],
  c_median_s: ["Giây (giữa)", "Seconds (median)"],
  c_p95_s: ["Giây (95 %)", "Seconds (95 %)"],
  c_group: ["Loại trường", "Kind of field"],
  c_kept: ["Trong mức", "Within it"],
  c_critical: ["Trọng yếu", "Critical"],
  c_checked: ["Đã kiểm", "Checked"],
  c_wrong: ["Sai", "Wrong"],
  c_share: ["Tỉ lệ", "Share"],
  c_low: ["Từ", "From"],
  c_high: ["Đến", "To"],
  c_tolerated: ["Cho phép", "Tolerated"],
  c_stated: ["Đã nói", "Stated"],
  c_right: ["Đúng", "Right"],
  c_right_low: ["Đúng, từ", "Right, from"],
  c_right_high: ["Đúng, đến", "Right, to"],
  c_dossiers: ["Hồ sơ", "Dossiers"],
  c_scanned: ["Đã quét", "Scanned"],
  c_stored: ["Đã lưu", "Stored"],
  c_read: ["Đã đọc", "Read"],
  c_delivered: ["Đã giao", "Delivered"],
  c_whole: ["Khớp", "Whole"],
  sheets: ["Soát theo loạt", "Group check"],
  noSheets: ["Không có gì để soát theo loạt", "Nothing to check in groups"],
  sheetOfLetter: ["Chữ “{letter}”: {n} ảnh", "Letter “{letter}”: {n} crops"],
  sheetOfKind: ["{kind}: {n} giá trị", "{kind}: {n} values"],
  alike: ["dễ lẫn với {letters}", "looks like {letters}"],
  sheetHint: ["Tìm ô sai: gõ lại cho đúng, hoặc xóa trống nếu chưa rõ. Enter xác nhận tất cả các ô còn lại.", "Find the odd one out: type what is right, or empty the box if you cannot tell. Enter confirms all the others."],
  confirmSheet: ["Xác nhận cả trang", "Confirm the sheet"],
  nextSheet: ["Trang sau", "Next sheet"],
  sheetDone: ["Đã ghi {done}, để lại {left}", "{done} written, {left} left alone"],
  finishBlind: ["Đã gõ hết. Hoàn tất để so với người trước.", "All keyed. Finish to have it compared."],
  handed_second: ["{code}: chuyển người thứ hai gõ lại", "{code}: handed on to a second person"],
  handed_senior: ["{code}: chuyển người soát cấp cao", "{code}: handed on to a senior"],
  undo: ["Hoàn tác", "Undo"],
  redo: ["Làm lại", "Redo"],
  noPlace: ["Không rõ vị trí trên trang", "Its place on the page is not known"],
  noPicture: ["Trang này không có ảnh", "There is no picture of this page"],
  others: ["Nguồn khác", "Other sources"],
  submitted: ["Đã nộp trực tuyến", "Submitted online"],
  second_reading: ["Lần đọc thứ hai", "Second reading"],
  qr: ["Mã QR", "QR code"],
  mrz: ["Dòng MRZ", "MRZ"],
  typed: ["Chữ in", "Typed"],
  handwritten: ["Chữ viết", "By hand"],
  reviewer: ["Người soát", "Reviewer"],
  emptyBox: ["Ô trống: bấm Alt+N nếu giấy không ghi, Alt+L nếu không đọc được.", "Empty: press Alt+N where the paper says nothing, Alt+L where nobody can read it."],
  emptyDisputed: ["Ô trống: lấy một trong các giá trị (Alt+1…), gõ theo giấy, hoặc Alt+N, Alt+L.", "Empty: take one of the values (Alt+1…), key what the paper says, or Alt+N, Alt+L."],
  emptyValue: ["(để trống)", "(empty)"],
  done_correct: ["đã sửa", "corrected"],
  done_confirm: ["đã xác nhận", "confirmed"],
  done_not_applicable: ["không ghi", "not applicable"],
  done_illegible: ["không đọc được", "illegible"],
  by: ["{what} bởi {who}", "{what} by {who}"],
  unknownPaper: ["Giấy tờ chưa rõ loại", "Unknown paper"],
  markedWrong: ["Đã đánh dấu sai giấy tờ", "Marked as the wrong document"],
  markedRescan: ["Đã yêu cầu quét lại trang {n}", "Page {n} will be scanned again"],
  finish: ["Đã xem hết các trường", "Every field has been looked at"],
  finishHint: ["Đối chiếu từng giấy tờ với bản giấy rồi hoàn tất.", "Hold each document against the paper, then finish."],
  verify: ["Đã đối chiếu: {title}", "Verified: {title}"],
  verified: ["{title}: {who} đã đối chiếu {when}", "{title}: verified by {who} {when}"],
  complete: ["Hoàn tất, mở hồ sơ tiếp theo", "Finish, open the next dossier"],
  completeRescan: ["Gửi yêu cầu quét lại", "Send for a new scan"],
  missing: ["Còn thiếu: {what}", "Missing: {what}"],
  completed: ["Đã hoàn tất hồ sơ {code}", "Dossier {code} is done"],
  locked: ["Người khác đang soát", "Somebody else is reviewing"],
  takeOver: ["Tiếp quản", "Take over"],
  cancel: ["Thôi", "Cancel"],
  close: ["Đóng", "Close"],
  reload: ["Tải lại hồ sơ", "Load again"],
  lost: ["Hồ sơ đã được người khác tiếp quản. Phần đã lưu vẫn còn; phần chưa lưu không được ghi.", "Somebody has taken this dossier over. What was saved is kept; the rest was not written."],
  movedOn: ["Hồ sơ đã thay đổi ở nơi khác. Tải lại để xem bản mới nhất.", "The dossier has changed elsewhere. Load it again."],
  typedLeft: ["{n} giá trị đã gõ mà chưa xác nhận (✎) sẽ mất.", "{n} values typed and not confirmed (✎) will be lost."],
  leaveTyped: ["Bỏ và về danh sách", "Leave them"],
  stay: ["Ở lại", "Stay"],
  undone: ["Đã hoàn tác", "Undone"],
  redone: ["Đã làm lại", "Redone"],
  nothingToUndo: ["Không còn gì để hoàn tác", "Nothing to undo"],
  k_enter: ["Xác nhận, sang trường cần xem tiếp theo", "Confirm, go to the next flagged field"],
  k_back: ["Về trường cần xem trước", "Previous flagged field"],
  k_move: ["Trường kề dưới / trên, kể cả trường không cần xem", "Next / previous field, flagged or not"],
  k_take: ["Lấy giá trị của nguồn thứ 1…9", "Take the value of source 1…9"],
  k_readAgain: ["Máy đọc lại vùng vừa kéo, hoặc vùng của trường (kéo chuột với Shift: đọc ngay)", "Read the framed area, or the field's own, again (drag with Shift: at once)"],
  k_escape: ["Trả ô về giá trị ban đầu", "Put the value back"],
  k_zoom: ["Phóng to / thu nhỏ / vừa trang", "Zoom in / out / whole page"],
  k_roll: ["Xuống / lên trên trang, hết trang thì sang trang", "On / back over the page, then to the next page"],
  k_slide: ["Sang trái / phải trên trang", "To the left / right of the page"],
  k_page: ["Trang sau / trước", "Next / previous page"],
  k_help: ["Bảng phím tắt này (khi ô chưa sửa, hoặc F1)", "This sheet (while the field is untouched, or F1)"],
};

let at = localStorage.getItem("sohoa.language") === "en" ? 1 : 0;

/** @returns {"vi" | "en"} */
export function language() {
  return at === 0 ? "vi" : "en";
}

export function changeLanguage() {
  at = 1 - at;
  localStorage.setItem("sohoa.language", language());
  document.documentElement.lang = language();
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(name, values = {}) {
  const text = WORDS[name]?.[at] ?? name;
  return text.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}

/**
 * One side of a text of the service, "Vietnamese / English", or of several joined by semicolons;
 * what parts otherwise stays whole.
 * @param {string} text
 * @returns {string}
 */
export function side(text) {
  const parts = text.split(" / ");
  if (parts.length === 2) return parts[at];
  const several = text.split("; ").map((piece) => piece.split(" / "));
  return several.every((pair) => pair.length === 2) ? several.map((pair) => pair[at]).join("; ") : text;
}

const VIETNAM_MS = 7 * 3_600_000;

/**
 * @param {string} iso a day or a time
 * @returns {string}
 */
export function moment(iso) {
  if (!iso) return "";
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) return iso.split("-").reverse().join("/");
  // By the clocks of Việt Nam, as receipts have it, whatever the machine's own are set to.
  const time = new Date(Date.parse(iso) + VIETNAM_MS);
  if (Number.isNaN(time.getTime())) return iso;
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${two(time.getUTCHours())}:${two(time.getUTCMinutes())} ${two(time.getUTCDate())}/${two(time.getUTCMonth() + 1)}/${time.getUTCFullYear()}`;
}
