/**
 * One person's chat with the bot: a column with a heading, the messages and a composer. The
 * column of a group builds on it (group.js); there `person` is who speaks.
 */
import * as api from "./api.js";
import { Acts } from "./acts.js";
import { Composer } from "./composer.js";
import { avatar, byId, english, h, iconButton } from "./dom.js";
import { replyKeyboard } from "./keyboards.js";
import { Log } from "./log.js";
import { hangMenu } from "./menu.js";
import { about, direction } from "./people.js";

const TYPING_FOR = 5000; // Telegram shows "typing" that long
const TOAST_FOR = 5000;

export class Chat extends Acts {
  constructor({ person, people, groups, close, group = null }) {
    super();
    this.person = person;
    this.people = people; // all there are
    this.groups = groups; // all there are; the person may be in some
    this.group = group;
    this.close = close;
    this.bot = { first_name: "Bot", username: "" };
    this.commands = [];
    this.waiting = []; // news that came while the history was on its way
    this.loads = 0;
    this.loading = false;
    this.#build();
  }

  get id() {
    return this.group?.id ?? this.person.id;
  }

  get isBlocked() {
    return !this.group && this.person.blocked;
  }

  /** Nobody can write here; a private chat stays open. */
  get isClosed() {
    return false;
  }

  #build() {
    const { first_name: name } = this.person;
    this.log = new Log(this);
    this.composer = new Composer(this);
    this.typing = h("p", { class: "typing", hidden: true });
    this.toasts = h("div", { class: "toast", role: "status", dir: "auto" });
    this.start = h("div", { class: "start", hidden: true },
      h("p", {}, english("No messages yet.")),
      h("button", { type: "button", class: "primary", onclick: () => this.#begin() }, "Start"));
    this.unblock = h("div", { class: "start", hidden: true },
      h("p", {}, english(h("bdi", {}, name), " has blocked the bot.")),
      h("button", { type: "button", class: "primary", onclick: () => this.setBlocked(false) }, "Unblock"));
    this.keys = h("div", {});
    this.element = h("section", {
      class: "chat", id: `chat-${this.id}`, "aria-label": this.title(name),
      dir: direction(this.person),
    }, this.heading(), this.log.element, this.typing, this.toasts, this.start, this.unblock,
    this.keys, this.composer.element);
  }

  title(name) {
    return `Chat of ${name}`;
  }

  heading() {
    const more = iconButton("more", "More about this chat", () => {});
    hangMenu(more, () => [
      this.person.blocked
        ? { label: "Unblock the bot", act: () => this.setBlocked(false) }
        : { label: "Block the bot", act: () => this.setBlocked(true) },
      { label: "Close this chat", act: this.close },
    ]);
    return h("header", { class: "chat-head" },
      iconButton("back", "Back to the people", this.close, { class: "icon-button back" }),
      avatar(this.person),
      h("div", { class: "who" }, h("h2", { dir: "auto" }, this.person.first_name),
        h("p", {}, h("bdi", {}, about(this.person)))),
      more,
      iconButton("close", "Close this chat", this.close, { class: "icon-button shut" }));
  }

  /** On a phone the keyboard would jump up over what one wants to read first. */
  focus() {
    if (matchMedia("(pointer: fine)").matches) this.composer.focus();
    else this.element.querySelector(".back").focus();
  }

  #begin() {
    this.sendText("/start");
    this.focus(); // the button goes
  }

  /** Fetches the history. Events of the meantime wait, so that none is undone by an older copy. */
  async load() {
    const turn = ++this.loads;
    this.loading = true;
    try {
      const history = await this.history();
      if (turn === this.loads) this.#fill(history);
    } catch (error) {
      this.complain(error.message);
    }
    if (turn !== this.loads) return; // a later one is on its way, and knows more
    this.loading = false;
    for (const event of this.waiting.splice(0)) this.hear(event);
    this.state();
  }

  #fill({ messages, commands = [], bot = this.bot, ...asks }) {
    Object.assign(this, { commands, bot });
    this.log.fill(messages);
    this.#keyboard(asks);
  }

  history() {
    return api.messages(this.person.id);
  }

  /** One piece of news about this person from the event stream. */
  hear(event) {
    if (this.loading) return this.waiting.push(event);
    const hearing = {
      message: () => this.#arrived(event.message),
      sent: () => this.#hasSent(event.message),
      edited: () => this.#arrived(event.message),
      deleted: () => this.log.remove(event.message_id),
      toast: () => this.#toast(event),
      typing: () => this.#showTyping(),
      keyboard: () => this.#keyboard(event),
      inline: () => this.composer.inline.hear(event),
    }[event.type];
    hearing?.();
    this.state();
  }

  updatePerson(person) {
    this.person = person;
    this.state();
  }

  #arrived(message) {
    this.log.take(message);
    if (message.outgoing) return;
    this.typing.hidden = true;
    this.#released();
  }

  /** The answer to a send may come after the news of it, and of what was done to it since. */
  #hasSent(message) {
    if (!this.log.has(message.message_id)) this.#arrived(message);
  }

  state() {
    const { isBlocked } = this;
    this.unblock.hidden = !isBlocked;
    this.start.hidden = isBlocked || this.group || this.loading || !this.log.isEmpty;
    this.composer.element.hidden = isBlocked || this.isClosed;
  }

  #showTyping() {
    clearTimeout(this.typingTimer);
    this.typing.replaceChildren(english(h("bdi", {}, this.bot.first_name), " is typing…"));
    this.typing.hidden = false;
    this.typingTimer = setTimeout(() => { this.typing.hidden = true; }, TYPING_FOR);
  }

  #toast({ text, alert }) {
    this.#released();
    if (!text) return;
    if (!alert) return this.complain(text);
    byId("alert-text").textContent = text;
    if (!byId("alert").open) byId("alert").showModal();
  }

  #keyboard({ reply_keyboard: markup, asked_in: id }) {
    // The history tells it again after each reconnection: an answer begun stays as it is.
    const asked = JSON.stringify([markup, id]);
    if (asked === this.asked) return;
    this.asked = asked;
    if (this.keys.contains(document.activeElement)) this.focus();
    this.keys.replaceChildren(...[replyKeyboard(markup, this)].filter(Boolean));
    this.composer.hint(markup?.input_field_placeholder);
    const question = markup?.force_reply && this.log.message(id);
    if (question) this.composer.mustReply(question);
  }

  #released() {
    for (const key of this.element.querySelectorAll(".key[aria-busy]")) key.removeAttribute("aria-busy");
  }

  /** Shows a short text over the chat: an answer of the bot to a tap, or what went wrong. */
  complain(text) {
    clearTimeout(this.toastTimer);
    this.toasts.textContent = text;
    this.toastTimer = setTimeout(() => { this.toasts.textContent = ""; }, TOAST_FOR);
  }

  reply(message) {
    this.composer.reply(message);
  }

  startEdit(message) {
    this.composer.edit(message);
  }
}
