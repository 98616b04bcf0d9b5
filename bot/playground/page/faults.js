/** The tab that lets the playground misbehave, to see how the bot bears it. */
import * as api from "./api.js";
import { byId, h } from "./dom.js";
import { say } from "./notice.js";

const KINDS = {
  too_many: "Too many requests (429)",
  server_error: "Server error (502)",
  slow: "A second late",
  lost_reply: "Done, but the answer is lost",
  cut: "Connection cut before it is done",
  blocked: "Blocked by the person (403)",
  deactivated: "Account gone (403)",
  chat_not_found: "Chat not found (400)",
  duplicates: "Updates come twice",
  taps_first: "Taps overtake messages",
  ages_by_clock: "Updates expire by this clock",
};

export class Faults {
  constructor() {
    this.form = byId("new-fault");
    this.form.elements.kind.append(
      ...Object.entries(KINDS).map(([kind, label]) => h("option", { value: kind }, label)),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#change(() => api.addFault(this.#described()));
    });
    byId("clear-faults").addEventListener("click", () => this.#change(api.clearFaults));
  }

  async load() {
    const active = await api.faults();
    byId("active-faults").replaceChildren(...active.map(entry));
    byId("clear-faults").hidden = active.length === 0;
  }

  #described() {
    const { kind, method, every, times } = this.form.elements;
    const fault = { kind: kind.value, method: method.value.trim(), every: every.valueAsNumber };
    if (times.value) fault.times = times.valueAsNumber;
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

function entry({ kind, method, every, times, seen }) {
  const which = method || "every method";
  const share = every > 1 ? `, one call in ${every}` : "";
  const left = times === null ? "" : `, ${times} more`;
  return h("li", { class: "faults-item" }, h("strong", {}, KINDS[kind] ?? kind), h("br"),
    h("span", { class: "hint" }, `${which}${share}${left}; ${seen} seen`));
}
