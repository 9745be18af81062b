/** Photos by the phone's or the desk's camera, one after the other, in the full size it can give. */

import { announce, h } from "../review/dom.js";
import { say } from "./words.js";

const WANTED = { video: { facingMode: "environment", width: { ideal: 4096 }, height: { ideal: 3072 } }, audio: false };

/**
 * @param {(file: {blob: Blob, name: string}) => Promise<string>} take "" or why it was not taken
 * @param {boolean} once close after one photo
 * @returns {Promise<void>} when it is closed
 */
export async function openCamera(take, once) {
  const media = navigator.mediaDevices;
  const stream = await media?.getUserMedia(WANTED).catch(() => null);
  const view = h("video", { autoplay: true, playsinline: true, muted: true, "aria-label": say("camera") });
  const told = h("p", { class: "told", role: "status" }, stream ? "" : say("noCamera"));
  let taken = 0;
  const shoot = h("button", { type: "button", class: "button main", disabled: !stream, onclick: () => void press() }, say("shoot"));
  const box = h("dialog", { class: "camera", "aria-label": say("camera") }, view, told, h("div", { class: "end" }, h("button", { type: "button", class: "button", onclick: () => box.close() }, say("close")), shoot));
  const press = async () => {
    if (!stream) return;
    shoot.disabled = true;
    const time = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
    const refused = await take({ blob: await photo(view, stream), name: `anh-${time}.jpg` });
    taken += refused ? 0 : 1;
    told.textContent = refused || say("shots", { n: taken });
    shoot.disabled = false;
    shoot.focus();
    if (once && !refused) box.close();
  };
  document.body.append(box);
  if (stream) view.srcObject = stream;
  else announce(say("noCamera"));
  box.showModal();
  if (stream) shoot.focus();
  return new Promise((done) =>
    box.addEventListener("close", () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
      box.remove();
      done();
    }),
  );
}

/** @param {HTMLVideoElement} view @param {MediaStream} stream @returns {Promise<Blob>} a JPEG */
async function photo(view, stream) {
  // A still picture has more dots than a frame of the video, where the browser can take one.
  const [track] = stream.getVideoTracks();
  const Capture = /** @type {any} */ (globalThis).ImageCapture;
  const still = Capture ? await new Capture(track).takePhoto().catch(() => null) : null;
  if (still?.type === "image/jpeg") return still;
  const canvas = h("canvas", { width: view.videoWidth, height: view.videoHeight });
  canvas.getContext("2d")?.drawImage(view, 0, 0);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/jpeg", 0.92));
}
