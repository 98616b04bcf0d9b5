/** The side panel: what goes over the wire, the clock, faults, and tables of whoever runs it. */
import * as api from "./api.js";
import { byId, h } from "./dom.js";
import { Faults } from "./faults.js";
import { say } from "./notice.js";
import { Table } from "./table.js";
import { clockTimeWithSeconds } from "./time.js";

const KEPT = 200;

export class Panel {
  /** `chats()` answers the people and groups: [{id, name}]. */
  constructor(chats) {
    this.element = byId("panel");
    this.calls = byId("calls");
    this.faults = new Faults(chats);
    this.button = byId("panel-button");
    this.button.addEventListener("click", () => this.#toggle());
    byId("copy-scene").addEventListener("click", copyScene);
    for (const tab of this.tabs) this.#prepare(tab);
  }

  get tabs() {
    return [...this.element.querySelectorAll("[role=tab]")];
  }

  #prepare(tab) {
    tab.addEventListener("click", () => this.#choose(tab));
    tab.addEventListener("keydown", (event) => this.#walk(event, tab));
  }

  async load() {
    if (this.element.hidden) return;
    await Promise.all([this.faults.load(), this.#loadTables()]);
    const calls = await api.traffic();
    this.calls.replaceChildren(...calls.map(entry).reverse());
  }

  async #loadTables() {
    this.tables ??= await this.#addTables();
    for (const table of this.tables) table.refresh();
  }

  async #addTables() {
    const tables = (await api.panels()).map((name) => new Table(name));
    for (const table of tables) {
      byId("tab-time").before(table.tab);
      byId("time").before(table.element);
      this.#prepare(table.tab);
    }
    return tables;
  }

  hear(call) {
    if (this.element.hidden) return; // a closed panel costs nothing
    for (const table of this.tables ?? []) table.refreshSoon();
    this.calls.prepend(entry(call));
    while (this.calls.children.length > KEPT) this.calls.lastElementChild.remove();
  }

  #toggle() {
    this.element.hidden = !this.element.hidden;
    this.button.ariaExpanded = String(!this.element.hidden);
    this.load().catch((error) => say(error.message));
  }

  #choose(chosen) {
    for (const tab of this.tabs) {
      tab.ariaSelected = String(tab === chosen);
      tab.tabIndex = tab === chosen ? 0 : -1;
      byId(tab.getAttribute("aria-controls")).hidden = tab !== chosen;
    }
    for (const table of this.tables ?? []) table.refresh();
    this.faults.load().catch((error) => say(error.message));
    chosen.focus();
  }

  #walk(event, tab) {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    const { tabs } = this;
    const step = event.key === "ArrowRight" ? 1 : -1;
    this.#choose(tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length]);
  }
}

async function copyScene() {
  try {
    await navigator.clipboard.writeText(await api.scene());
    say("Copied: all that was done here, as a test.");
  } catch (error) {
    say(error.message);
  }
}

function entry({ at, method, ok, error_code: code, description, parameters, result: answered }) {
  const result = ok ? "ok" : `${code} ${description ?? ""}`;
  const kind = [!ok && "refused", method === "getUpdates" && "polling"].filter(Boolean).join(" ");
  return h("li", { class: kind }, h("details", {},
    h("summary", {},
      h("time", {}, clockTimeWithSeconds(new Date(at))), " ",
      h("strong", {}, method), " ", h("span", { class: "result" }, result)),
    json("Asked", parameters), ok && json("Answered", answered)));
}

function json(title, value) {
  return h("div", {}, h("p", { class: "hint" }, title), h("pre", { tabindex: "0" }, JSON.stringify(value, null, 2)));
}
