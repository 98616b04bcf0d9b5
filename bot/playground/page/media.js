/** What a message carries besides text. Kinds that cannot play here are shown by name. */
import { fileAddress } from "./api.js";
import { byId, english, h, icon } from "./dom.js";
import { pollNode } from "./poll.js";

const SCREEN_WIDTH = 1280; // a wider picture is of no use in a bubble

/** The node for whatever the message carries, or null when it is text alone. */
export function attachment(message, acts) {
  if (message.photo) return photo(message.photo);
  if (message.document) return file(message.document);
  if (message.location) return place(message.venue, message.location);
  if (message.sticker) return sticker(message.sticker);
  if (message.contact) return contact(message.contact);
  if (message.poll) return pollNode(message, acts);
  return recording(message) ?? unknown(message);
}

function photo(sizes) {
  const ordered = [...sizes].sort((one, other) => one.width - other.width);
  const largest = ordered.at(-1);
  const shown = ordered.find((size) => size.width >= SCREEN_WIDTH) ?? largest;
  const picture = h("img", {
    src: fileAddress(shown.file_id), width: shown.width, height: shown.height, alt: "Picture",
  });
  const enlarge = () => {
    byId("viewer-picture").src = fileAddress(largest.file_id);
    byId("viewer").showModal();
  };
  const settings = { type: "button", class: "photo", "aria-label": "Enlarge the picture" };
  return h("button", { ...settings, onclick: enlarge }, picture);
}

function file(document) {
  const name = document.file_name ?? "document";
  return h(
    "a", { class: "card-row", href: fileAddress(document.file_id), download: name },
    icon("file"),
    h("span", {}, h("bdi", { class: "name" }, name), small(`Download, ${size(document.file_size)}`)),
  );
}

function size(bytes) {
  if (bytes === undefined) return "size unknown";
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1e6) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function place(venue, { latitude, longitude }) {
  const numbers = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const title = venue ? `${venue.title}, ${venue.address}` : "Location";
  return row("pin", title, numbers);
}

function sticker({ emoji = "", width, height }) {
  const name = h("span", { class: "visually-hidden" }, "Sticker ");
  return h("p", { class: "sticker", title: `${width} × ${height}` }, name, emoji || "🖼");
}

function contact({ first_name: first, last_name: last, phone_number: phone }) {
  return row("person", [first, last].filter(Boolean).join(" "), phone);
}

const RECORDINGS = {
  voice: ["voice", "Voice note"],
  audio: ["voice", "Audio"],
  video_note: ["play", "Video message"],
  animation: ["play", "Animation"],
  video: ["play", "Video"],
};

function recording(message) {
  const kind = Object.keys(RECORDINGS).find((name) => message[name]);
  if (!kind) return null;
  const [picture, name] = RECORDINGS[kind];
  return row(picture, name, length(message[kind].duration ?? 0));
}

function length(duration) {
  return `${Math.floor(duration / 60)}:${String(duration % 60).padStart(2, "0")}`;
}

function unknown(message) {
  if (message.text !== undefined) return null;
  return row("file", "A message of a kind that this page does not show");
}

function row(picture, title, detail) {
  const text = h("span", {}, h("bdi", { class: "name" }, title), detail && small(detail));
  return h("p", { class: "card-row" }, icon(picture), text);
}

function small(text) {
  return h("small", {}, english(text));
}
