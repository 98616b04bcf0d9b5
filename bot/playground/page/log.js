/**
 * The messages of one chat, oldest first, with a line at each new day. Nodes are kept: news
 * adds or replaces one, so that focus, selection and scroll stay where they are.
 */
import { Days } from "./days.js";
import { h, icon } from "./dom.js";
import { messageNode } from "./message.js";

const PAGE = 150; // messages drawn at first, and more at each press on "Show earlier messages"
const NEAR = 60; // pixels from the end that still count as reading the newest
const NEWS = 3; // more messages at once are a history
const SETTLED = 1000; // milliseconds after which a history just drawn can no longer pass for news
// What can have the focus in a message; a new node of it takes the focus over at the same place.
const CONTROLS = [
  ".key", ".actions-button", ".poll button, .poll input", ".reactions button", "a, button",
];

export class Log {
  constructor(acts) {
    this.acts = acts;
    this.messages = new Map(); // by message_id
    this.nodes = new Map(); // those drawn
    this.drawn = PAGE;
    this.follows = true; // the newest message is in sight and stays so
    this.top = 0; // where the last scroll ended
    this.#build();
  }

  #build() {
    this.earlier = h("button", { type: "button", class: "earlier", onclick: () => this.#more() },
      "Show earlier messages");
    this.list = h("div", { class: "list", lang: this.acts.person.language_code });
    this.days = new Days(this.list, this.acts);
    this.scroller = h("div", {
      class: "log", role: "log", "aria-live": "polite", "aria-label": "Messages", tabindex: "0",
      onkeydown: (event) => this.#walk(event),
    }, this.earlier, this.list);
    this.newest = h("button", {
      type: "button", class: "newest", hidden: true, "aria-label": "Go to the newest message",
      onclick: () => this.toEnd(),
    }, icon("down"));
    this.element = h("div", { class: "log-frame" }, this.scroller, this.newest);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.watch = new ResizeObserver(() => this.follows && this.toEnd());
    this.watch.observe(this.list);
    this.watch.observe(this.scroller);
  }

  /** Somebody else reads from here on; which reactions and votes are theirs is drawn anew. */
  readBy({ language_code: language }) {
    this.list.lang = language ?? "";
    for (const [id, node] of this.nodes) {
      if (!node.querySelector(".reactions, .poll")) continue;
      node.remove();
      this.nodes.delete(id);
    }
  }

  close() {
    this.watch.disconnect();
  }

  /** Takes over a whole history, as after a reconnection. What is unchanged is left alone. */
  fill(history) {
    const kept = new Set(history.map((message) => message.message_id));
    for (const id of this.messages.keys()) if (!kept.has(id)) this.remove(id);
    for (const message of history) {
      if (!this.nodes.has(message.message_id)) this.messages.set(message.message_id, message);
    }
    this.#draw(history.slice(-this.drawn));
  }

  /** A message that is new or was edited. */
  take(message) {
    const id = message.message_id;
    const known = this.messages.get(id);
    this.messages.set(id, message);
    if (this.nodes.has(id)) return this.#replace(id, message, known);
    if (known) return; // edited, but further back than drawn
    const node = this.#insert(id, message);
    if (node.nextSibling) this.#separateDays();
    else this.days.start(node, message);
    if (message.outgoing) this.follows = true;
    if (this.follows) this.toEnd();
    else this.newest.classList.add("news");
  }

  remove(id) {
    this.messages.delete(id);
    this.nodes.get(id)?.remove();
    this.nodes.delete(id);
    this.#separateDays();
  }

  message(id) {
    return this.messages.get(id);
  }

  has(id) {
    return this.messages.has(id);
  }

  get isEmpty() {
    return this.messages.size === 0;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #ordered() {
    return [...this.messages.values()].sort((one, other) => one.message_id - other.message_id);
  }

  #draw(messages) {
    if (messages.filter(({ message_id: id }) => !this.nodes.has(id)).length > NEWS) this.#hush();
    for (const message of messages) {
      const id = message.message_id;
      if (this.nodes.has(id)) this.take(message);
      else this.#insert(id, message);
    }
    this.#separateDays();
    this.#hideEarlier();
    if (this.follows) this.toEnd();
  }

  /** A history that is drawn is no news: a screen reader would read all of it aloud. */
  #hush() {
    this.scroller.ariaLive = "off";
    clearTimeout(this.hushed);
    this.hushed = setTimeout(() => { this.scroller.ariaLive = "polite"; }, SETTLED);
  }

  #insert(id, message) {
    const node = messageNode(message, this.acts);
    const later = [...this.nodes.keys()].filter((other) => other > id);
    if (later.length) this.nodes.get(Math.min(...later)).before(node);
    else this.list.append(node);
    this.nodes.set(id, node);
    return node;
  }

  #replace(id, message, known) {
    if (JSON.stringify(known) === JSON.stringify(message)) return;
    const old = this.nodes.get(id);
    const node = messageNode(message, this.acts);
    const focused = focusedIn(old);
    this.nodes.set(id, node);
    old.replaceWith(node);
    // A press edits the card it sits on: the keyboard goes on from the same place.
    if (focused) (focused(node) ?? node).focus({ preventScroll: true });
  }

  #separateDays() {
    const drawn = this.#ordered().filter(({ message_id: id }) => this.nodes.has(id));
    this.days.separate(drawn.map((message) => [this.nodes.get(message.message_id), message]));
  }

  #more() {
    const from = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.follows = false;
    this.drawn += PAGE;
    this.#draw(this.#ordered().slice(-this.drawn));
    this.scroller.scrollTop = this.scroller.scrollHeight - from;
  }

  #hideEarlier() {
    this.earlier.hidden = this.nodes.size >= this.messages.size;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    // Growth of the content also scrolls: only a way back up means that somebody reads back.
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.follows = true;
    else if (scrollTop < this.top) this.follows = false;
    this.top = scrollTop;
    this.newest.hidden = this.follows;
    if (this.follows) this.newest.classList.remove("news");
  }

  #walk(event) {
    const onMessage = event.target.matches(".message");
    if (!onMessage && event.target !== this.scroller) return;
    const nodes = [...this.list.querySelectorAll(".message")];
    const at = onMessage ? nodes.indexOf(event.target) : nodes.length;
    const go = {
      ArrowUp: () => nodes[at - 1]?.focus(),
      ArrowDown: () => nodes[at + 1]?.focus(),
      Enter: () => nodes[at]?.querySelector(".actions-button")?.click(),
    }[event.key];
    if (!go) return;
    event.preventDefault(); // else the same Enter would press the menu's first item
    go();
  }
}

/** How to find in another node what has the focus in this one; null when nothing has it. */
function focusedIn(node) {
  const { activeElement: focused } = document;
  if (!node.contains(focused)) return null;
  const kind = CONTROLS.find((selector) => focused.matches(selector));
  const at = kind ? [...node.querySelectorAll(kind)].indexOf(focused) : -1;
  return (other) => kind && other.querySelectorAll(kind)[at];
}
