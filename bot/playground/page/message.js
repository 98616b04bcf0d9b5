/** One message as a bubble: the bot's on the start side, the person's on the end side. */
import { english, h, iconButton } from "./dom.js";
import { formatted } from "./entities.js";
import { inlineKeyboard } from "./keyboards.js";
import { attachment } from "./media.js";
import { hangMenu } from "./menu.js";
import { serviceWords } from "./service.js";
import { clockTime } from "./time.js";

const WORDED = ["text", "photo", "document", "voice", "audio"];
const REACTIONS = ["👍", "❤", "😢"];

export function messageNode(message, acts) {
  const told = serviceWords(message);
  if (told) return serviceLine(message, told, acts);
  const side = message.outgoing ? "out" : "in";
  const bubble = h(
    "div", { class: "bubble" },
    author(message, acts), topic(message, acts), via(message), origin(message),
    quote(message, acts), attachment(message, acts), words(message, acts),
    reactions(message, acts), meta(message, acts),
  );
  return h(
    "article", {
      class: `message ${side}`, id: nodeId(message, acts), tabindex: "-1", "aria-label": spoken(message),
    }, bubble, inlineKeyboard(message, acts),
  );
}

/** What a screen reader says when the arrows come to the message. */
function spoken(message) {
  return `${writer(message)}: ${summary(message)}, ${clockTime(new Date(message.date * 1000))}`;
}

function writer({ from, sender_chat: hidden }) {
  return hidden?.title ?? from.first_name;
}

function serviceLine(message, told, acts) {
  const settings = { class: "message service", id: nodeId(message, acts), tabindex: "-1" };
  return h("article", settings, h("p", {}, english(...told)));
}

/** In a group one sees who wrote; in a private chat the side tells it to whoever sees. */
function author(message, acts) {
  const name = writer(message);
  if (!acts.group || message.outgoing) return h("span", { class: "visually-hidden" }, `${name}: `);
  return h("p", { class: "author" }, h("bdi", {}, name));
}

function topic({ is_topic_message: is, message_thread_id: id }, { group }) {
  if (!is || !group?.topics[id]) return null;
  return h("p", { class: "origin" }, english("Topic ", h("bdi", {}, group.topics[id])));
}

function via({ via_bot: bot }) {
  return bot && h("p", { class: "origin" }, english("via ", h("bdi", {}, `@${bot.username}`)));
}

function reactions(message, acts) {
  const chips = Object.entries(message.reactions).map(([emoji, by]) => {
    const isOwn = by.includes(acts.person.id);
    const press = () => acts.react(message, isOwn ? "" : emoji);
    const label = `${emoji} ${by.length}`;
    return h("button", { type: "button", "aria-pressed": String(isOwn), onclick: press }, label);
  });
  if (!chips.length) return null;
  return h("div", { class: "reactions", role: "group", "aria-label": "Reactions" }, ...chips);
}

function nodeId(message, acts) {
  return `m-${acts.id}-${message.message_id}`;
}

/** The text of a message or the caption of its picture, for quotes and lists. */
export function plainText(message) {
  return message.text ?? message.caption ?? "";
}

/** The message in words, also one without any. */
export function summary(message) {
  const { poll, document } = message;
  return plainText(message) || (poll?.question ?? document?.file_name ?? "Picture or file");
}

function words(message, acts) {
  const text = plainText(message);
  if (!text) return null;
  const entities = message.entities ?? message.caption_entities;
  return h("div", { class: "text", dir: "auto" }, ...formatted(text, entities, acts));
}

function origin(message) {
  if (!message.forward_origin) return null;
  const { sender_user: user, sender_user_name: hidden, chat } = message.forward_origin;
  const name = user?.first_name ?? hidden ?? chat?.title ?? "someone";
  return h("p", { class: "origin" }, english("Forwarded from ", h("bdi", {}, name)));
}

function quote({ reply_to_message: earlier }, acts) {
  if (!earlier) return null;
  const go = () => document.getElementById(nodeId(earlier, acts))?.focus();
  const text = h("span", { dir: "auto" }, summary(earlier));
  return h("button", { type: "button", class: "quote", onclick: go }, text);
}

function meta(message, acts) {
  const sent = new Date(message.date * 1000);
  const time = h("time", { datetime: sent.toISOString() }, clockTime(sent));
  // As Telegram's apps do: a bot edits its cards all the time, and nobody wants to know.
  const edited = message.edited && !message.from.is_bot && english("edited");
  return h("div", { class: "meta" }, actions(message, acts), edited, time);
}

/** One's own words; what was passed on or came by inline mode stays as others wrote it. */
function isEditable({ outgoing, forward_origin: passedOn, via_bot: inline, ...message }) {
  return outgoing && !passedOn && !inline && WORDED.some((part) => part in message);
}

function actions(message, acts) {
  // Not a stop of the Tab key: arrows walk through the messages, Enter opens their menu.
  const button = iconButton("more", "What to do with this message", () => {}, { tabindex: "-1" });
  button.classList.add("actions-button");
  hangMenu(button, () => [
    { label: "Reply", act: () => acts.reply(message) },
    isEditable(message) && { label: "Edit", act: () => acts.startEdit(message) },
    ...acts.destinations.map((place) => (
      { label: `Forward to ${place.name}`, act: () => acts.forward(message, place) }
    )),
    { label: "Copy text", act: () => acts.copy(plainText(message)) },
    ...REACTIONS.map((emoji) => (
      { label: `React with ${emoji}`, act: () => acts.react(message, emoji) }
    )),
  ].filter(Boolean));
  return button;
}
