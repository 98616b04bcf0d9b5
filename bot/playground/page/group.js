/** A group's column: as a chat, but several people are in it, and one of them speaks. */
import * as api from "./api.js";
import { Chat } from "./chat.js";
import { avatar, h, iconButton } from "./dom.js";
import { direction } from "./people.js";

const GONE = new Set(["left", "kicked"]);
const KINDS = { group: "Group", supergroup: "Supergroup" };
const NOBODY = { id: 0, first_name: "Nobody" };

export function isIn({ members }, id) {
  return id in members && !GONE.has(members[id]);
}

/** The people who are in a group now; bots are not among them. */
export function present({ members }, people) {
  const here = Object.keys(members).filter((id) => isIn({ members }, id));
  return here.map((id) => people.get(Number(id))).filter(Boolean);
}

/** "Supergroup · 3 people" */
export function aboutGroup(group, people) {
  const many = present(group, people).length;
  return `${KINDS[group.type]} · ${many === 1 ? "1 person" : `${many} people`}`;
}

export class GroupChat extends Chat {
  constructor({ group, people, ...rest }) {
    super({ person: present(group, people)[0] ?? NOBODY, group, people, ...rest });
    this.update(group);
  }

  title() {
    return `Group ${this.group.title}`;
  }

  heading() {
    this.about = h("p", {});
    this.speakers = h("select", {
      "aria-label": "Who speaks", onchange: () => this.#speak(Number(this.speakers.value)),
    });
    return h("header", { class: "chat-head" },
      iconButton("back", "Back to the people", this.close, { class: "icon-button back" }),
      avatar({ id: this.group.id, first_name: this.group.title }),
      h("div", { class: "who" }, h("h2", { dir: "auto" }, this.group.title), this.about),
      this.speakers,
      iconButton("close", "Close this group", this.close, { class: "icon-button shut" }));
  }

  /** Somebody came or went, a topic began, or the group became a supergroup. */
  update(group) {
    this.group = group;
    this.about.textContent = aboutGroup(group, this.people);
    const here = present(group, this.people);
    this.speakers.replaceChildren(...here.map(({ id, first_name: name }) => (
      h("option", { value: id, dir: "auto" }, name)
    )));
    if (!here.some(({ id }) => id === this.person.id)) this.#speak((here[0] ?? NOBODY).id);
    this.speakers.value = String(this.person.id);
    this.state();
  }

  get isClosed() {
    return this.person.id === 0 || Boolean(this.group.upgraded_to);
  }

  history() {
    return api.groupMessages(this.group.id, this.person.id);
  }

  /** The server does not know who speaks here, hence not which messages are their own. */
  hear(event) {
    const { message } = event;
    if (!message) return super.hear(event);
    const outgoing = message.from?.id === this.person.id;
    return super.hear({ ...event, message: { ...message, outgoing } });
  }

  #speak(id) {
    this.person = this.people.get(id) ?? NOBODY;
    this.element.dir = direction(this.person);
    this.log.readBy(this.person);
    this.composer.speakAs(this.person);
    this.load();
  }
}
