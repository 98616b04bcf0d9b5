/** Inline mode: what the bot has for "@bot …" while somebody types; a press sends it. */
import { h } from "./dom.js";

const PAUSE = 300; // milliseconds without a key before the bot is asked

export class Inline {
  /** `chosen(query, result)` sends an answer. */
  constructor(acts, chosen) {
    this.acts = acts;
    this.chosen = chosen;
    this.element = h("div", {
      class: "inline-results", role: "group", "aria-label": "Answers of the bot", hidden: true,
      onkeydown: (event) => event.key === "Escape" && this.close(),
    });
  }

  typed(text) {
    clearTimeout(this.timer);
    this.asked = behindName(text, this.acts.bot.username);
    if (this.asked === null) return this.close();
    this.timer = setTimeout(() => this.#ask(this.asked), PAUSE);
  }

  get isOpen() {
    return !this.element.hidden;
  }

  close() {
    clearTimeout(this.timer);
    this.asked = null;
    this.query = null;
    this.element.hidden = true;
  }

  /** The answers may come before we know which question they answer. */
  hear(event) {
    this.news = event;
    this.#show();
  }

  async #ask(text) {
    const query = await this.acts.askInline(text);
    if (this.asked !== text) return; // it was sent, or went on, in the meantime
    this.query = query;
    this.#show();
  }

  #show() {
    if (!this.query || this.news?.query !== this.query) return;
    const { results } = this.news;
    this.element.replaceChildren(...results.map((result) => this.#answer(result)));
    this.element.hidden = !results.length;
  }

  #answer({ id, title, description }) {
    const text = [h("span", { dir: "auto" }, title)];
    if (description) text.push(h("span", { class: "hint", dir: "auto" }, description));
    return h("button", { type: "button", onclick: () => this.#choose(id) }, ...text);
  }

  #choose(result) {
    const { query } = this;
    this.close();
    this.chosen(query, result);
  }
}

/** What stands behind "@bot "; null when the text is something else. */
function behindName(text, username) {
  const [name, ...rest] = text.split(" ");
  if (!rest.length || name.toLowerCase() !== `@${username}`.toLowerCase()) return null;
  return rest.join(" ");
}
