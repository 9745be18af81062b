/** What is said at the door, Vietnamese first. */

import { language } from "./words.js";

/** @type {Record<string, [string, string]>} */
const WORDS = {
  key: ["Khóa truy cập", "Access key"],
  keyHint: ["Khóa bắt đầu bằng sk_, do quản trị cấp. Chỉ giữ đến khi đóng thẻ này.", "Starts with sk_, given by your administrator. Kept until this tab is closed."],
  byKey: ["Đăng nhập bằng khóa truy cập", "Sign in with an access key"],
  login: ["Tên đăng nhập", "Login"],
  password: ["Mật khẩu", "Password"],
  signIn: ["Đăng nhập", "Sign in"],
  signInAt: ["Đăng nhập qua {name}", "Sign in at {name}"],
  signOut: ["Đăng xuất", "Sign out"],
  notForYou: ["{who} đang đăng nhập nhưng không được giao việc ở trang này.", "{who} is signed in, and has no work on this page."],
  unreached: ["Không kết nối được máy chủ. Thử lại sau giây lát.", "The server cannot be reached. Try again in a moment."],
  refused_provider_away: ["Hệ thống đăng nhập của cơ quan không trả lời. Hãy thử lại sau ít phút.", "The organisation's sign-in does not answer. Try again in some minutes."],
  refused_provider_invalid: ["Hệ thống đăng nhập của cơ quan trả lời không đúng chuẩn. Hãy báo quản trị.", "The organisation's sign-in does not answer as it should. Tell your administrator."],
  refused_no_role: ["Tài khoản của bạn chưa được giao việc nào trong hệ thống này. Hãy báo quản trị.", "Your account has no role in this service. Ask your administrator."],
  refused_sign_in_denied: ["Cơ quan của bạn không cho đăng nhập.", "Your organisation did not let you in."],
  refused_sign_in_stale: ["Lần đăng nhập này đã hết hạn, đã dùng hoặc bắt đầu ở trình duyệt khác. Hãy thử lại.", "This sign-in is old, was used, or began in another browser. Sign in again."],
  refused_code_refused: ["Hệ thống của cơ quan không chấp nhận lần đăng nhập này. Hãy đăng nhập lại.", "The organisation did not accept this sign-in. Sign in again."],
  refused_token_refused: ["Không xác minh được danh tính từ hệ thống của cơ quan. Hãy đăng nhập lại.", "What the organisation said of you could not be verified. Sign in again."],
  refused_too_many_requests: ["Thử quá nhiều lần. Hãy chờ một lát.", "Too many tries. Wait a moment."],
  refused_other: ["Không đăng nhập được. Hãy thử lại.", "Signing in failed. Try again."],
};

/**
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(name, values = {}) {
  const text = WORDS[name]?.[language() === "vi" ? 0 : 1] ?? name;
  return text.replace(/\{(\w+)\}/g, (_, value) => String(values[value] ?? ""));
}
