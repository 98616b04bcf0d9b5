/**
 * Buttons of the bot. Rows run from left to right in every language, as Telegram shows them:
 * a bot that speaks Arabic reverses its rows itself.
 */
import { h } from "./dom.js";
import { link } from "./entities.js";
import { hangMenu } from "./menu.js";

/** The buttons under a message; null when it has none. */
export function inlineKeyboard(message, acts) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const nodes = rows.map((buttons) => (
    h("div", { class: "row", dir: "ltr" }, ...buttons.map((button) => inline(message, button, acts)))
  ));
  return h("div", { class: "inline-keyboard" }, ...nodes);
}

function inline(message, button, acts) {
  const label = h("span", { dir: "auto" }, button.text);
  if (button.url) return link(button.url, [label], acts, { class: "key" });
  const press = (event) => {
    const { currentTarget: pressed } = event;
    if (button.callback_data !== undefined) acts.tap(message, button.callback_data, pressed);
    else if (button.copy_text) acts.copy(button.copy_text.text);
    else acts.complain("This button works only in Telegram.");
  };
  return h("button", { type: "button", class: "key", onclick: press }, label);
}

/** The open reply keyboard (ReplyKeyboardMarkup); null when there is none. */
export function replyKeyboard(markup, acts) {
  if (!markup?.keyboard?.length) return null;
  const rows = markup.keyboard.map((buttons) => (
    h("div", { class: "row", dir: "ltr" }, ...buttons.map((button) => answer(button, acts)))
  ));
  const settings = { class: "reply-keyboard", role: "group", "aria-label": "Answers to choose from" };
  return h("div", settings, ...rows);
}

function answer(button, acts) {
  const text = typeof button === "string" ? button : button.text;
  const label = h("span", { dir: "auto" }, text);
  if (button.request_users) return picker(label, () => acts.people.all(), (id) => acts.shareUser(button, id));
  if (button.request_chat) return picker(label, () => acts.writable, (id) => acts.shareChat(button, id));
  const press = () => {
    if (button.request_contact) acts.sendKind("contact");
    else if (button.request_location) acts.sendKind("location");
    else acts.sendText(text);
  };
  return h("button", { type: "button", class: "key", onclick: press }, label);
}

/** A button that asks whom or what to share: it opens a list to pick from. */
function picker(label, choices, share) {
  const button = h("button", { type: "button", class: "key" }, label);
  button.setAttribute("aria-label", label.textContent);
  const nothing = [{ label: "There is nothing to share", act: () => {} }];
  hangMenu(button, () => {
    const items = choices().map(({ id, name }) => ({ label: name, act: () => share(id) }));
    return items.length ? items : nothing;
  });
  return h("span", { class: "pick" }, button);
}
