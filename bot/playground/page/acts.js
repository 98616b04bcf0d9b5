/** What a person does in a chat, by the control API. A chat shows what comes of it. */
import * as api from "./api.js";

const ALBUM = 10; // files at most
const ANSWER_WITHIN = 15000; // a tap waits that long for the bot's answer

/** Chat (chat.js) builds on it: it has `person`, `group`, `groups`, `id`, `hear` and `complain`. */
export class Acts {
  sending = Promise.resolve(); // sends go out one by one, in the order they were typed

  /** Names the group in a call; a private chat needs no name. */
  get where() {
    return this.group ? { chat_id: this.group.id } : {};
  }

  /** Does something by the control API; answers whether it worked, and says so when it did not. */
  async attempt(action) {
    try {
      await action();
      return true;
    } catch (error) {
      this.complain(error.message);
      return false;
    }
  }

  #sendInTurn(action) {
    const result = this.sending.then(() => this.attempt(async () => {
      const message = await action();
      if (message.chat.id === this.id) this.hear({ type: "sent", message });
    }));
    this.sending = result;
    return result;
  }

  sendText(text, answered) {
    const content = { text, ...this.where };
    if (answered) content.reply_to_message_id = answered.message_id;
    return this.#sendInTurn(() => api.send(this.person.id, content));
  }

  sendKind(kind) {
    return this.#sendInTurn(() => api.send(this.person.id, { kind, ...this.where }));
  }

  /** Several at once are albums of ten; the caption goes with the first. */
  async sendFiles(files, kind, caption) {
    const album = files.length > 1 && Date.now();
    const sent = files.map((file, at) => {
      const details = { kind, caption: at === 0 && caption, ...this.where };
      if (album) details.media_group_id = album + Math.floor(at / ALBUM);
      return this.#sendInTurn(() => api.sendFile(this.person.id, file, details));
    });
    return (await Promise.all(sent)).every(Boolean);
  }

  shareUser({ request_users: { request_id: asked } }, id) {
    const shared = { kind: "users_shared", users: [id], request_id: asked, ...this.where };
    return this.#sendInTurn(() => api.send(this.person.id, shared));
  }

  shareChat({ request_chat: { request_id: asked } }, id) {
    const shared = { kind: "chat_shared", chat: id, request_id: asked, ...this.where };
    return this.#sendInTurn(() => api.send(this.person.id, shared));
  }

  /** The groups in which the person who speaks here can write. */
  get writable() {
    return this.groups.of(this.person.id);
  }

  /** Where the person who speaks here can pass a message on to. */
  get destinations() {
    return [{ id: this.person.id, name: "the bot" }, ...this.writable];
  }

  async forward(message, { id, name }) {
    const what = { message_id: message.message_id, to_chat_id: id, ...this.where };
    const isDone = await this.#sendInTurn(() => api.forward(this.person.id, what));
    if (isDone && id !== this.id) this.complain(`Forwarded to ${name}.`);
  }

  saveEdit(message, text) {
    const change = { message_id: message.message_id, text, ...this.where };
    return this.attempt(() => api.edit(this.person.id, change));
  }

  setBlocked(blocked) {
    return this.attempt(() => api.block(this.person.id, blocked));
  }

  async tap(message, data, key) {
    if (key.ariaBusy) return; // as in Telegram: a button waits for its answer
    key.ariaBusy = "true";
    setTimeout(() => { key.ariaBusy = null; }, ANSWER_WITHIN);
    const press = { message_id: message.message_id, data, ...this.where };
    if (!await this.attempt(() => api.tap(this.person.id, press))) key.ariaBusy = null;
  }

  vote(message, options) {
    const choice = { message_id: message.message_id, options, ...this.where };
    return this.attempt(() => api.vote(this.person.id, choice));
  }

  react(message, emoji) {
    const reaction = { message_id: message.message_id, emoji, ...this.where };
    return this.attempt(() => api.react(this.person.id, reaction));
  }

  /** Asks the bot what it has for "@bot …"; answers the id of the question, or nothing. */
  async askInline(text) {
    let asked;
    await this.attempt(async () => {
      asked = await api.askInline(this.person.id, { text, ...this.where });
    });
    return asked?.inline_query_id;
  }

  chooseInline(query, result) {
    const choice = { inline_query_id: query, result_id: result, ...this.where };
    return this.#sendInTurn(() => api.chooseInline(this.person.id, choice));
  }

  async copy(text) {
    if (await this.attempt(() => navigator.clipboard.writeText(text))) this.complain("Copied.");
  }
}
