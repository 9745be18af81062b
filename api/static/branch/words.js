/** Everything the scanning counter says, Vietnamese first. */

import { language } from "../review/words.js";

/** @type {Record<string, [string, string]>} */
const WORDS = {
  title: ["Quầy quét", "Scanning counter"],
  key: ["Khóa truy cập", "Access key"],
  keyHint: ["Khóa bắt đầu bằng sk_, do quản trị cấp. Chỉ giữ đến khi đóng thẻ này.", "Starts with sk_, given by your administrator. Kept until this tab is closed."],
  code: ["Mã hồ sơ", "Dossier"],
  enter: ["Mở hồ sơ", "Open the dossier"],
  leave: ["Hồ sơ khác", "Another dossier"],
  kept: ["Chưa gửi xong trên máy này", "Not finished on this machine"],
  keptPages: ["{code}: {n} trang", "{code}: {n} pages"],
  theme: ["Sáng / tối", "Light / dark"],
  language: ["English", "Tiếng Việt"],
  insecure: ["Trang này cần https (hoặc localhost) để tính mã kiểm tra và dùng máy ảnh.", "This page needs https (or localhost) for checksums and the camera."],
  drop: ["Thả tệp hoặc thư mục vào đây", "Drop files or a folder here"],
  files: ["Chọn tệp", "Choose files"],
  folder: ["Chọn thư mục", "Choose a folder"],
  camera: ["Chụp ảnh", "Take photos"],
  sheets: ["In tờ phân cách", "Print separator sheets"],
  sheetsHint: ["Mỗi dòng một giấy tờ, số trang sau dấu bằng: Tờ khai=2. Mã trên tờ chỉ dùng cho các trang ngay sau nó.", "A paper on each line, its pages after an equals sign: Form=2. A sheet speaks only for the pages right after it."],
  papers: ["Giấy tờ", "Papers"],
  print: ["Tạo PDF", "Make the PDF"],
  pages: ["Các trang", "Pages"],
  empty: ["Chưa có trang nào.", "No page yet."],
  page: ["Trang {n}", "Page {n}"],
  good: ["rõ", "good"],
  doubtful: ["nên xem lại", "look again"],
  bad: ["phải quét lại", "scan again"],
  measuring: ["đang xem…", "looking…"],
  unseen: ["máy chủ sẽ xem", "the server will look"],
  blank: ["trang trắng (vẫn gửi)", "blank (sent all the same)"],
  fine: ["Ảnh rõ, đủ điểm ảnh.", "Clear, with enough dots."],
  unseenHint: ["PDF và TIFF không xem được ở đây; số trang do máy chủ đếm.", "PDF and TIFF are not shown here; the server counts their pages."],
  double: ["có giấy nhớ", "with its sticky note"],
  markDouble: ["Bản có giấy nhớ", "Has a sticky note"],
  before: ["Lên trước", "Move up"],
  after: ["Ra sau", "Move down"],
  turn: ["Xoay", "Turn"],
  replace: ["Quét lại tại chỗ", "Scan again in place"],
  remove: ["Bỏ trang", "Remove"],
  removed: ["Đã bỏ trang {n}", "Page {n} removed"],
  moved: ["Trang nay ở vị trí {n}", "The page is now number {n}"],
  turned: ["Đã xoay", "Turned"],
  noTurn: ["Chỉ xoay được ảnh JPEG mà không nén lại; máy chủ tự xoay các loại khác.", "Only a JPEG can be turned without encoding it anew; the server turns others by itself."],
  waiting: ["chờ gửi", "waiting"],
  sending: ["đang gửi", "sending"],
  staged: ["đã lên máy chủ", "on the server"],
  safe: ["an toàn", "safe"],
  refused: ["không nhận", "refused"],
  progress: ["{done} trên {all} trang đã an toàn trên máy chủ", "{done} of {all} pages are safe on the server"],
  sentSoFar: ["{done} trên {all} trang đã gửi lên", "{done} of {all} pages are sent"],
  offline: ["Mất kết nối, đang thử lại. Có thể tiếp tục quét.", "No connection, trying again. You can go on scanning."],
  declared: ["Số trang đã đếm trên giấy", "Pages counted on paper"],
  seal: ["Niêm phong và gửi", "Seal and send"],
  sealHint: ["Sau khi niêm phong không thêm, bớt, đổi được nữa.", "Once sealed, nothing can be added, taken away or moved."],
  countDiffers: ["Đã khai {declared} trang, ở đây có {counted}. Đếm lại giấy, hoặc xem trang nào thiếu.", "{declared} pages were declared, {counted} are here. Count the paper again, or look which page is missing."],
  badLeft: ["Còn {n} trang phải quét lại.", "{n} pages should be scanned again."],
  sealAnyway: ["Vẫn niêm phong", "Seal all the same"],
  sealing: ["Đang niêm phong…", "Sealing…"],
  counting: ["Máy chủ đang đếm trang…", "The server is counting pages…"],
  sealed: ["Đã niêm phong {n} trang lúc {when}", "{n} pages sealed at {when}"],
  receipt: ["Biên nhận PDF", "Receipt as PDF"],
  receiptText: ["Biên nhận", "Receipt"],
  next: ["Hồ sơ tiếp theo", "Next dossier"],
  twice: ["{name}: đã có trong danh sách", "{name}: is in the list already"],
  notAScan: ["{name}: không phải PDF, TIFF, JPEG hay PNG", "{name}: not a PDF, TIFF, JPEG or PNG"],
  shoot: ["Chụp", "Shoot"],
  close: ["Đóng", "Close"],
  cancel: ["Thôi", "Cancel"],
  noCamera: ["Không mở được máy ảnh. Dùng nút Chọn tệp để chụp bằng điện thoại.", "The camera cannot be opened. With Choose files a phone can take pictures too."],
  shots: ["Đã chụp {n}", "{n} taken"],
  preview: ["Ảnh trang đang chọn", "Picture of the chosen page"],
  keys: ["Phím: ← → chọn · Alt+← Alt+→ đổi chỗ · R xoay · D giấy nhớ · Q quét lại · Delete bỏ", "Keys: ← → choose · Alt+← Alt+→ move · R turn · D sticky note · Q scan again · Delete remove"],
  unreached: ["Không kết nối được máy chủ. Thử lại sau giây lát.", "The server cannot be reached. Try again in a moment."],
};

/**
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(name, values = {}) {
  const text = WORDS[name]?.[language() === "vi" ? 0 : 1] ?? name;
  return text.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}
