/** The list of groups, and the dialog that makes one. */
import * as api from "./api.js";
import { avatar, byId, h, unread } from "./dom.js";
import { aboutGroup, isIn } from "./group.js";
import { say } from "./notice.js";

export class Groups {
  /** `open(id)` shows a group, `isOpen(id)` says whether it is in sight. */
  constructor(people, open, isOpen) {
    this.people = people;
    this.open = open;
    this.isOpen = isOpen;
    this.known = new Map();
    this.unread = new Map(); // by group; a reload forgets it
    this.list = byId("groups");
    this.#prepareDialog();
  }

  get(id) {
    return this.known.get(id);
  }

  /** Every group, to pick from. */
  all() {
    return [...this.known.values()].map(({ id, title: name }) => ({ id, name }));
  }

  /** The groups in which this person can write. */
  of(person) {
    const isOpen = (group) => !group.upgraded_to && isIn(group, person);
    return this.all().filter(({ id }) => isOpen(this.known.get(id)));
  }

  async load() {
    const groups = await api.groups();
    this.known = new Map(groups.map((group) => [group.id, group]));
    this.show();
  }

  update(group) {
    this.known.set(group.id, group);
    this.show();
  }

  /** Somebody wrote in a group. In a group in sight it is read at once. */
  heard(id) {
    this.unread.set(id, (this.unread.get(id) ?? 0) + 1);
    this.show();
  }

  focus(id) {
    this.list.querySelector(`[data-id="${id}"]`)?.focus();
  }

  show() {
    for (const id of this.unread.keys()) if (this.isOpen(id)) this.unread.delete(id);
    const focused = this.list.contains(document.activeElement) && document.activeElement.dataset.id;
    this.list.replaceChildren(...[...this.known.values()].map((group) => this.#entry(group)));
    if (focused) this.focus(focused);
  }

  #entry(group) {
    return h("li", {}, h("button", {
      type: "button", "data-id": group.id, "aria-pressed": String(this.isOpen(group.id)),
      onclick: () => this.open(group.id),
    },
    avatar({ id: group.id, first_name: group.title }),
    h("span", { class: "who" },
      h("bdi", { class: "name" }, group.title),
      h("span", { class: "hint" }, aboutGroup(group, this.people),
        group.upgraded_to && " · moved")),
    unread(this.unread.get(group.id))));
  }

  #prepareDialog() {
    const dialog = byId("new-group");
    const form = dialog.querySelector("form");
    byId("add-group").addEventListener("click", () => {
      byId("new-group-people").replaceChildren(...[...this.people.known.values()].map(choice));
      dialog.showModal();
    });
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "add") this.#add(new FormData(form));
      dialog.returnValue = "";
      form.reset();
    });
  }

  async #add(form) {
    const [title, type] = [form.get("title"), form.get("type")];
    const members = form.getAll("members").map(Number);
    try {
      const group = await api.addGroup({ title, type, members });
      this.update(group);
      this.open(group.id);
    } catch (error) {
      say(error.message);
    }
  }
}

function choice({ id, first_name: name }) {
  return h("label", { class: "choice" },
    h("input", { type: "checkbox", name: "members", value: id, checked: true }), h("bdi", {}, name));
}
