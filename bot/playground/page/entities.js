/**
 * Text and its entities (Bot API MessageEntity) to DOM nodes. Offsets count UTF-16 units, which
 * is how JavaScript counts too. User text becomes text nodes only.
 */
import { h } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const OPENABLE = new Set(["http:", "https:", "mailto:", "tel:"]);
const PAYLOAD = /^[\w-]{1,64}$/; // Telegram passes on no other
const DEEP_LINK = /(?:https?:\/\/)?(?:t|telegram)\.me\/\w+\?start=[\w-]+/gi;

/** `acts` sends for the reader: `acts.sendText(text)`, and knows the bot: `acts.bot.username`. */
export function formatted(text, entities, acts) {
  const ordered = [...(entities ?? [])].sort(
    (one, other) => one.offset - other.offset || other.length - one.length,
  );
  return between(text, 0, text.length, ordered, acts);
}

function between(text, from, to, entities, acts) {
  const nodes = [];
  let at = from;
  let afterBlock = false;
  while (entities.length && entities[0].offset < to) {
    const entity = entities.shift();
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    const isBlock = BLOCKS.has(entity.type);
    nodes.push(...plain(text.slice(at, start), afterBlock, isBlock, acts));
    const inner = between(text, start, end, entities, acts);
    nodes.push(wrapped(entity, text.slice(start, end), inner, acts));
    at = end;
    afterBlock = isBlock;
  }
  nodes.push(...plain(text.slice(at, to), afterBlock, false, acts));
  return nodes;
}

/** Beside a block one line break is already there, so that one of the text's is dropped. */
function plain(text, afterBlock, beforeBlock, acts) {
  let rest = text;
  if (afterBlock) rest = rest.replace(/^\n/, "");
  if (beforeBlock) rest = rest.replace(/\n$/, "");
  const nodes = [];
  let at = 0;
  for (const match of rest.matchAll(DEEP_LINK)) {
    nodes.push(rest.slice(at, match.index), link(match[0], [match[0]], acts));
    at = match.index + match[0].length;
  }
  nodes.push(rest.slice(at));
  return nodes.filter((node) => node !== "");
}

function wrapped(entity, text, inner, acts) {
  if (TAGS[entity.type]) return h(TAGS[entity.type], {}, ...inner);
  switch (entity.type) {
    case "pre": return h("pre", { dir: "auto" }, h("code", {}, ...inner));
    case "blockquote":
    case "expandable_blockquote": return h("blockquote", { dir: "auto" }, ...inner);
    case "spoiler": return spoiler(inner);
    case "text_link": return link(entity.url, inner, acts);
    case "url": return link(text, [text], acts);
    case "email": return link(`mailto:${text}`, inner, acts);
    case "phone_number": return link(`tel:${text}`, inner, acts);
    case "bot_command": return command(text, acts);
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag": return h("span", { class: "mention" }, ...inner);
    default: return h("span", {}, ...inner);
  }
}

function spoiler(inner) {
  const button = h("button", { type: "button", class: "spoiler", "aria-label": "Show hidden text" });
  button.append(h("span", { "aria-hidden": "true" }, ...inner));
  button.addEventListener("click", () => button.replaceWith(h("span", {}, ...inner)));
  return button;
}

function command(text, acts) {
  const settings = { type: "button", class: "command", onclick: () => acts.sendText(text) };
  return h("button", settings, text);
}

/** A link of a scheme that could run a script, or of none we know, stays plain text. */
export function link(address, inner, acts, settings = {}) {
  const url = parsed(address);
  if (!url || !OPENABLE.has(url.protocol)) return h("span", settings, ...inner);
  const start = startText(url, acts.bot.username);
  const go = (event) => {
    event.preventDefault();
    acts.sendText(start);
  };
  const href = { href: url.href, ...settings };
  if (start) return h("a", { ...href, onclick: go }, ...inner);
  return h("a", { ...href, target: "_blank", rel: "noopener noreferrer" }, ...inner);
}

function parsed(address) {
  const full = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(address) ? address : `https://${address}`;
  return URL.canParse(full) ? new URL(full) : null;
}

/** What a deep link to this bot sends ("/start abc"), or null for any other address. */
function startText(url, username) {
  if (!["t.me", "telegram.me"].includes(url.hostname)) return null;
  if (url.pathname.slice(1).toLowerCase() !== username?.toLowerCase()) return null;
  const payload = url.searchParams.get("start") ?? "";
  return PAYLOAD.test(payload) ? `/start ${payload}` : "/start";
}
