/** Which chats stand side by side. The address carries them (#1001,-101): a reload keeps them. */
import { Chat } from "./chat.js";
import { byId } from "./dom.js";
import { GroupChat } from "./group.js";

const NARROWEST = 330; // pixels a chat needs
const MOST = 4;
const PERSONAL = new Set(["toast", "inline"]);

export class Columns {
  constructor(people, groups) {
    this.people = people;
    this.groups = groups;
    this.chats = new Map();
    this.place = byId("chats");
    addEventListener("hashchange", () => this.show());
    new ResizeObserver(() => this.#trim()).observe(this.place);
  }

  get ids() {
    const numbers = location.hash.slice(1).split(",").map(Number);
    return numbers.filter((id) => this.people.get(id) ?? this.groups.get(id));
  }

  get room() {
    return Math.max(1, Math.min(MOST, Math.floor(this.place.clientWidth / NARROWEST)));
  }

  has(id) {
    return this.chats.has(id);
  }

  open(id) {
    if (this.chats.has(id)) return this.#focus(id);
    const others = this.room > 1 ? this.ids.slice(1 - this.room) : [];
    location.hash = [...others, id].join();
  }

  close(id) {
    location.hash = this.ids.filter((other) => other !== id).join();
  }

  /** Makes the page what the address says. */
  show() {
    const { ids } = this;
    const gone = [...this.chats].filter(([id]) => !ids.includes(id));
    const left = gone.find(([, chat]) => chat.element.contains(document.activeElement));
    for (const [id, chat] of gone) this.#remove(id, chat);
    for (const id of ids) if (!this.chats.has(id)) this.#add(id);
    byId("desk").classList.toggle("has-chat", ids.length > 0);
    byId("welcome").hidden = ids.length > 0;
    this.people.show();
    this.groups.show();
    if (left && !this.chats.size) (left[0] < 0 ? this.groups : this.people).focus(left[0]);
  }

  reload() {
    for (const chat of this.chats.values()) chat.load();
  }

  /** What concerns a person alone, as an answer to a tap, shows wherever they speak. */
  hear(event) {
    for (const [id, chat] of this.chats) {
      const here = id === (event.person ?? event.chat);
      if (here || (PERSONAL.has(event.type) && chat.person.id === event.person)) chat.hear(event);
    }
  }

  groupChanged(group) {
    this.chats.get(group.id)?.update(group);
  }

  #add(id) {
    const { people, groups } = this;
    const close = () => this.close(id);
    const chat = id < 0
      ? new GroupChat({ group: groups.get(id), people, groups, close })
      : new Chat({ person: people.get(id), people, groups, close });
    this.chats.set(id, chat);
    this.place.append(chat.element);
    chat.load();
    this.#focus(id);
  }

  #remove(id, chat) {
    chat.log.close();
    chat.element.remove();
    this.chats.delete(id);
  }

  #focus(id) {
    this.chats.get(id).focus();
  }

  #trim() {
    const { ids, room } = this;
    if (ids.length > room && this.place.clientWidth) location.hash = ids.slice(-room).join();
  }
}
