/** The list of people, and the dialog that adds one. */
import * as api from "./api.js";
import { avatar, byId, h, unread } from "./dom.js";
import { say } from "./notice.js";

const LANGUAGES = ["nl", "en", "tr", "ar", "de", "es", "fa", "fr", "he", "pl", "uk", "ur"];
const RTL = new Set(["ar", "fa", "he", "ur"]);
const names = new Intl.DisplayNames("en", { type: "language", fallback: "code" });

function language(code) {
  try {
    return names.of(code);
  } catch {
    return code; // the person carries a language code that is none
  }
}

/** A column runs the way its reader reads. */
export function direction({ language_code: code }) {
  return RTL.has(code?.split("-")[0]) ? "rtl" : "ltr";
}

/** "Turkish · resident": which language their phone is in, and who they are. */
export function about({ language_code: code, note }) {
  return [code && language(code), note].filter(Boolean).join(" · ");
}

export class People {
  /** `open(id)` shows a chat; `isOpen(id)` says whether it is in sight, hence read. */
  constructor(open, isOpen) {
    this.open = open;
    this.isOpen = isOpen;
    this.known = new Map();
    this.entries = new Map();
    this.list = byId("people");
    this.#prepareDialog();
  }

  get(id) {
    return this.known.get(id);
  }

  /** Everybody, to pick from. */
  all() {
    return [...this.known.values()].map(({ id, first_name: name }) => ({ id, name }));
  }

  async load() {
    const people = await api.people();
    for (const person of people) this.update(person);
    const here = new Set(people.map((person) => person.id));
    for (const id of this.known.keys()) if (!here.has(id)) this.#forget(id);
  }

  /** A message of the bot came. In a chat in sight it is read at once. */
  heard(id) {
    const person = this.known.get(id);
    if (person) this.update({ ...person, unread: person.unread + 1 });
  }

  update(news) {
    const person = this.isOpen(news.id) ? { ...news, unread: 0 } : news;
    this.known.set(person.id, person);
    const entry = this.#entry(person);
    const old = this.entries.get(person.id);
    const hadFocus = old?.contains(document.activeElement);
    this.entries.set(person.id, entry);
    if (old) old.replaceWith(entry);
    else this.list.append(entry);
    if (hadFocus) entry.firstElementChild.focus();
  }

  focus(id) {
    this.entries.get(id)?.firstElementChild.focus();
  }

  /** Marks who is in sight. */
  show() {
    for (const person of this.known.values()) this.update(person);
  }

  #forget(id) {
    this.known.delete(id);
    this.entries.get(id).remove();
    this.entries.delete(id);
  }

  #entry(person) {
    const isOpen = this.isOpen(person.id);
    return h("li", {}, h("button", {
      type: "button", "aria-pressed": String(isOpen), onclick: () => this.open(person.id),
    },
    avatar(person),
    h("span", { class: "who" },
      h("bdi", { class: "name" }, person.first_name),
      h("span", { class: "hint" }, about(person), person.blocked && " · blocked the bot")),
    unread(person.unread)));
  }

  #prepareDialog() {
    const dialog = byId("new-person");
    const form = dialog.querySelector("form");
    form.elements.language_code.append(
      ...LANGUAGES.map((code) => h("option", { value: code }, language(code))),
    );
    byId("add-person").addEventListener("click", () => dialog.showModal());
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "add") this.#add(Object.fromEntries(new FormData(form)));
      dialog.returnValue = "";
      form.reset();
    });
  }

  async #add(details) {
    try {
      const person = await api.addPerson(details);
      this.update(person);
      this.open(person.id);
    } catch (error) {
      say(error.message);
    }
  }
}
