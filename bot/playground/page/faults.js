/** The tab that lets the playground misbehave, to see how the bot bears it. */
import * as api from "./api.js";
import { byId, h } from "./dom.js";
import { say } from "./notice.js";

const KINDS = {
  too_many: "Too many requests (429)",
  server_error: "Server error (5xx)",
  slow: "Late",
  lost_reply: "Done, but the answer is lost",
  cut: "Connection cut before it is done",
  blocked: "Blocked by the person (403)",
  deactivated: "Account gone (403)",
  chat_not_found: "Chat not found (400)",
  duplicates: "Updates come twice",
  taps_first: "Taps overtake messages",
  ages_by_clock: "Updates expire by this clock",
  another_poller: "Another poller (409)",
  webhook_unheard: "A webhook's answer is not heard",
};
const OWN = { too_many: "retry_after", server_error: "status", slow: "seconds" };
const OF_CALLS = ["chat_id", "method", "every", "times"]; // what hits calls of the bot is told which
const COUNTED = ["every", "times"];
const FIELDS = {
  duplicates: [], taps_first: [], ages_by_clock: [], another_poller: COUNTED, webhook_unheard: COUNTED,
};

/** What a fault of this kind can be told. */
function fieldsOf(kind) {
  return [...(FIELDS[kind] ?? OF_CALLS), OWN[kind]].filter(Boolean);
}

export class Faults {
  /** `chats()` answers who and what there is to pick: [{id, name}]. */
  constructor(chats) {
    this.chats = chats;
    this.form = byId("new-fault");
    this.form.elements.kind.append(
      ...Object.entries(KINDS).map(([kind, label]) => h("option", { value: kind }, label)),
    );
    this.form.elements.kind.addEventListener("change", () => this.#offer());
    this.#offer();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#change(() => api.addFault(this.#described()));
    });
    byId("clear-faults").addEventListener("click", () => this.#change(api.clearFaults));
  }

  async load() {
    this.#offerChats();
    const active = await api.faults();
    const names = new Map(this.chats().map(({ id, name }) => [id, name]));
    byId("active-faults").replaceChildren(...active.map((fault) => entry(fault, names)));
    byId("clear-faults").hidden = active.length === 0;
  }

  #offerChats() {
    const { chat_id: select } = this.form.elements;
    const { value } = select;
    const options = [{ id: "", name: "Every chat" }, ...this.chats()];
    select.replaceChildren(...options.map(({ id, name }) => h("option", { value: id }, name)));
    select.value = value;
  }

  /** Shows the fields that mean something for the chosen kind. */
  #offer() {
    const { elements } = this.form;
    const wanted = fieldsOf(elements.kind.value);
    for (const name of [...OF_CALLS, ...Object.values(OWN)]) {
      elements[name].disabled = !wanted.includes(name);
      elements[name].closest("label").hidden = !wanted.includes(name);
    }
  }

  #described() {
    const { elements } = this.form;
    const fault = { kind: elements.kind.value };
    for (const name of fieldsOf(fault.kind)) {
      const value = elements[name].value.trim();
      if (value) fault[name] = name === "method" ? value : Number(value);
    }
    return fault;
  }

  async #change(action) {
    try {
      await action();
      await this.load();
    } catch (error) {
      say(error.message);
    }
  }
}

function entry(fault, names) {
  const { kind, seen } = fault;
  const told = {
    status: (status) => `status ${status}`,
    retry_after: (seconds) => `retry after ${seconds} s`,
    seconds: (seconds) => `${seconds} s`,
    chat_id: (id) => id !== null && (names.get(id) ?? `chat ${id}`),
    method: (method) => method || "every method",
    every: (every) => every > 1 && `one call in ${every}`,
    times: (times) => times !== null && `${times} more`,
  };
  const words = fieldsOf(kind).map((name) => told[name](fault[name])).filter(Boolean);
  return h("li", { class: "faults-item" }, h("strong", {}, KINDS[kind] ?? kind), h("br"),
    h("span", { class: "hint", dir: "auto" }, [...words, `${seen} seen`].join(", ")));
}
