/** Where a person writes. What was typed survives closing the chat and a failed sending. */
import { english, h, icon, iconButton } from "./dom.js";
import { plainText } from "./message.js";
import { Inline } from "./inline.js";
import { hangMenu } from "./menu.js";

const LONGEST = 4096; // UTF-16 units; Telegram's apps cut a longer text into several messages
const drafts = new Map(); // person -> text not sent yet

export class Composer {
  constructor(acts) {
    this.acts = acts;
    this.about = null; // {kind: "reply"|"edit", message} or {kind: "photo"|"document", files}
    this.#build();
    this.input.value = drafts.get(acts.id) ?? "";
  }

  #build() {
    const { first_name: name } = this.acts.person;
    this.input = h("textarea", {
      rows: "1", placeholder: "Message", "aria-label": `Message as ${name}`, enterkeyhint: "send",
      oninput: () => this.#keep(), onkeydown: (event) => this.#key(event),
    });
    this.bar = h("div", { class: "about", hidden: true });
    this.inline = new Inline(this.acts, (query, result) => this.#chosen(query, result));
    this.submit = h("button", { class: "icon-button send", "aria-label": "Send", title: "Send" },
      icon("send"));
    this.element = h("form", { class: "composer", onsubmit: (event) => this.#submitted(event) },
      this.bar, this.inline.element,
      h("div", { class: "field" }, this.#attachButton(), this.input, this.#commandButton(), this.submit));
  }

  focus() {
    this.input.focus();
  }

  reply(message) {
    this.#take({ kind: "reply", message }, "Reply to", plainText(message) || "picture or file");
    this.focus();
  }

  /** The bot wants an answer to this message; it does not take the focus from another chat. */
  mustReply(message) {
    const away = document.activeElement.closest(".chat");
    this.#take({ kind: "reply", message }, "Reply to", plainText(message) || "picture or file");
    if (!away || away.contains(this.element)) this.focus();
  }

  edit(message) {
    const text = plainText(message);
    this.#take({ kind: "edit", message }, "Edit", text || "picture or file");
    this.input.value = text;
    this.focus();
  }

  speakAs({ first_name: name }) {
    this.input.ariaLabel = `Message as ${name}`;
    if (this.about?.kind === "edit") this.#clear(); // another cannot finish it
  }

  hint(text) {
    this.input.placeholder = text || "Message";
  }

  #attachButton() {
    const button = iconButton("attach", "Send something else", () => {});
    const picker = h("input", { type: "file", hidden: true });
    const pick = (kind, accept) => () => {
      picker.accept = accept;
      picker.multiple = true;
      picker.onchange = () => this.#picked(kind, picker);
      picker.click();
    };
    const kinds = [["Voice note", "voice"], ["Sticker", "sticker"], ["Location", "location"],
      ["Contact", "contact"]];
    hangMenu(button, () => [
      { label: "Photo", act: pick("photo", "image/*") },
      { label: "Document", act: pick("document", "") },
      ...kinds.map(([label, kind]) => ({ label, act: () => this.acts.sendKind(kind) })),
    ]);
    return h("span", {}, button, picker);
  }

  #commandButton() {
    const settings = { type: "button", class: "icon-button slash", "aria-label": "Commands" };
    const button = h("button", { ...settings, title: "Commands" }, "/");
    hangMenu(button, () => {
      const items = this.acts.commands.map(({ command, description }) => ({
        label: `/${command}`, hint: description, act: () => this.acts.sendText(`/${command}`),
      }));
      return items.length ? items : [{ label: "The bot has set no commands", act: () => {} }];
    });
    return h("span", {}, button);
  }

  #picked(kind, picker) {
    const files = [...picker.files];
    picker.value = "";
    if (!files.length) return;
    const detail = files.length === 1 ? files[0].name : `${files.length} files`;
    this.#take({ kind, files }, "Send", detail);
    this.focus();
  }

  #take(about, verb, detail) {
    this.about = { ...about, verb, detail };
    const cancel = iconButton("close", "Cancel", () => this.#drop());
    this.bar.replaceChildren(h("span", {}, english(`${verb}: `, h("bdi", {}, detail))), cancel);
    this.bar.hidden = false;
  }

  #drop() {
    this.#clear();
    this.focus();
  }

  #clear() {
    if (this.about?.kind === "edit") this.input.value = "";
    this.about = null;
    this.bar.hidden = true;
    this.#keep();
  }

  #keep() {
    drafts.set(this.acts.id, this.input.value);
    this.inline.typed(this.input.value);
  }

  #key(event) {
    if (event.key === "Escape" && this.about) return this.#drop();
    // Enter that only picks a word in an input method sends nothing.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  #chosen(query, result) {
    this.input.value = "";
    this.#keep();
    this.focus();
    this.acts.chooseInline(query, result);
  }

  async #submitted(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    const { about } = this;
    if (!text && !about?.files) return;
    this.input.value = "";
    this.#drop();
    if (await this.#send(text, about) || this.input.value) return;
    // Nothing is lost when the sending failed: an edit tried again does not become a new message.
    if (about) this.#take(about, about.verb, about.detail);
    this.input.value = text;
    this.#keep();
  }

  async #send(text, about) {
    if (about?.files) return this.acts.sendFiles(about.files, about.kind, text);
    if (about?.kind === "edit") return this.acts.saveEdit(about.message, text);
    const parts = pieces(text);
    const results = await Promise.all(parts.map((part) => this.acts.sendText(part, about?.message)));
    return results.every(Boolean);
  }
}

/** Cuts a long text at a line break or a space, where there is one in reach. */
function pieces(text) {
  if (text.length <= LONGEST) return [text];
  const head = text.slice(0, LONGEST);
  const space = Math.max(head.lastIndexOf("\n"), head.lastIndexOf(" "));
  const halfOfPair = /[\uD800-\uDBFF]$/.test(head) ? 1 : 0;
  const cut = space > LONGEST / 2 ? space : LONGEST - halfOfPair;
  return [text.slice(0, cut), ...pieces(text.slice(cut).trimStart())];
}
