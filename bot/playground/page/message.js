/** One message as a bubble: the bot's on the start side, the person's on the end side. */
import { english, h, iconButton } from "./dom.js";
import { formatted } from "./entities.js";
import { inlineKeyboard } from "./keyboards.js";
import { attachment } from "./media.js";
import { hangMenu } from "./menu.js";
import { clockTime } from "./time.js";

export function messageNode(message, acts) {
  const side = message.outgoing ? "out" : "in";
  const author = message.outgoing ? acts.person.first_name : acts.bot.first_name;
  const bubble = h(
    "div", { class: "bubble" },
    h("span", { class: "visually-hidden" }, `${author}: `),
    origin(message), quote(message, acts), attachment(message, acts), words(message, acts),
    meta(message, acts),
  );
  return h(
    "article", { class: `message ${side}`, id: nodeId(message, acts), tabindex: "-1" },
    bubble, inlineKeyboard(message, acts),
  );
}

function nodeId(message, acts) {
  return `m-${acts.person.id}-${message.message_id}`;
}

/** The text of a message or the caption of its picture, for quotes and lists. */
export function plainText(message) {
  return message.text ?? message.caption ?? "";
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
  const text = plainText(earlier) || "Picture or file";
  return h("button", { type: "button", class: "quote", onclick: go }, h("span", { dir: "auto" }, text));
}

function meta(message, acts) {
  const sent = new Date(message.date * 1000);
  const time = h("time", { datetime: sent.toISOString() }, clockTime(sent));
  // As Telegram's apps do: a bot edits its cards all the time, and nobody wants to know.
  const edited = message.edited && message.outgoing && english("edited");
  return h("div", { class: "meta" }, actions(message, acts), edited, time);
}

function actions(message, acts) {
  // Not a stop of the Tab key: arrows walk through the messages, Enter opens their menu.
  const button = iconButton("more", "What to do with this message", () => {}, { tabindex: "-1" });
  button.classList.add("actions-button");
  hangMenu(button, () => [
    { label: "Reply", act: () => acts.reply(message) },
    message.outgoing && message.text && { label: "Edit", act: () => acts.startEdit(message) },
    { label: "Forward to the bot", act: () => acts.forward(message) },
    { label: "Copy text", act: () => acts.copy(plainText(message)) },
  ].filter(Boolean));
  return button;
}
