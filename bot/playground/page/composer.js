/** Where a person writes. What was typed survives a reload, closing the chat, a failed sending. */
import { english, h, icon, iconButton } from "./dom.js";
import { plainText, summary } from "./message.js";
import { Inline } from "./inline.js";
import { hangMenu } from "./menu.js";
import { pieces } from "./pieces.js";

export class Composer {
  constructor(acts) {
    this.acts = acts;
    this.about = null; // {kind: "reply"|"edit", message} or {kind: "photo"|"document", files}
    this.returned = ""; // what came back unsent and stands before what was typed since
    this.#build();
    this.input.value = this.draft;
  }

  /** The text not sent yet; while a message is edited it waits. */
  get draft() {
    return sessionStorage.getItem(`draft ${this.acts.id}`) ?? "";
  }

  set draft(text) {
    sessionStorage.setItem(`draft ${this.acts.id}`, text);
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
    this.#take({ kind: "reply", message }, "Reply to", summary(message));
    this.focus();
  }

  /** The bot wants an answer to this message. It takes the focus from nobody who is elsewhere. */
  mustReply(message) {
    if (this.about && this.about.kind !== "reply") return; // an edit or a file begun goes first
    const at = document.activeElement;
    this.#take({ kind: "reply", message }, "Reply to", summary(message));
    if (at === document.body || this.element.closest(".chat")?.contains(at)) this.focus();
  }

  edit(message) {
    this.#take({ kind: "edit", message }, "Edit", summary(message));
    this.input.value = plainText(message);
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
    this.bar.replaceChildren(english(`${verb}: `), h("span", { dir: "auto" }, detail), cancel);
    this.bar.hidden = false;
  }

  #drop() {
    this.#clear();
    this.focus();
  }

  #clear() {
    if (this.about?.kind === "edit") this.input.value = this.draft;
    this.about = null;
    this.bar.hidden = true;
    this.#keep();
  }

  #keep() {
    if (this.about?.kind === "edit") return;
    this.draft = this.input.value;
    this.inline.typed(this.input.value);
  }

  #key(event) {
    if (event.key === "Escape" && this.inline.isOpen) return this.inline.close();
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
    this.returned = "";
    this.#drop();
    const unsent = await this.#send(text, about);
    if (unsent.length) this.#takeBack(unsent.join("\n"), about);
  }

  /** Sends it; answers the parts that did not arrive. */
  async #send(text, about) {
    const isMessage = !about?.files && about?.kind !== "edit";
    const parts = isMessage ? pieces(text) : [text];
    const sent = await Promise.all(parts.map((part, at) => this.#sendPart(part, about, at === 0)));
    return parts.filter((_, at) => !sent[at]);
  }

  #sendPart(text, about, isFirst) {
    if (about?.files) return this.acts.sendFiles(about.files, about.kind, text);
    if (about?.kind === "edit") return this.acts.saveEdit(about.message, text);
    return this.acts.sendText(text, isFirst ? about?.message : undefined);
  }

  /** What failed comes back, before what was typed since; an edit does not become a message. */
  #takeBack(text, about) {
    const isBusy = this.about?.kind === "edit"; // with another message
    if (isBusy) return void (this.draft = joined(text, this.draft));
    if (about) this.#take(about, about.verb, about.detail);
    if (about?.kind === "edit") return void (this.input.value = text);
    const { value } = this.input;
    const head = value.startsWith(this.returned) ? this.returned : "";
    const since = value.slice(head.length).replace(/^\n/, "");
    this.returned = joined(head, text);
    this.input.value = joined(this.returned, since);
    this.#keep();
  }
}

function joined(...lines) {
  return lines.filter(Boolean).join("\n");
}
