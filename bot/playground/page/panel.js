/** The side panel: what goes over the wire between the bot and the playground. */
import * as api from "./api.js";
import { byId, h } from "./dom.js";
import { Faults } from "./faults.js";
import { clockTimeWithSeconds } from "./time.js";

const KEPT = 200;

export class Panel {
  constructor() {
    this.element = byId("panel");
    this.calls = byId("calls");
    this.faults = new Faults();
    this.button = byId("panel-button");
    this.button.addEventListener("click", () => this.#toggle());
    this.tabs = [...this.element.querySelectorAll("[role=tab]")];
    for (const tab of this.tabs) {
      tab.addEventListener("click", () => this.#choose(tab));
      tab.addEventListener("keydown", (event) => this.#walk(event, tab));
    }
  }

  async load() {
    if (this.element.hidden) return;
    await this.faults.load();
    const calls = await api.traffic();
    this.calls.replaceChildren(...calls.map(entry).reverse());
  }

  hear(call) {
    if (this.element.hidden) return; // a closed panel costs nothing
    this.calls.prepend(entry(call));
    while (this.calls.children.length > KEPT) this.calls.lastElementChild.remove();
  }

  #toggle() {
    this.element.hidden = !this.element.hidden;
    this.button.ariaExpanded = String(!this.element.hidden);
    this.load();
  }

  #choose(chosen) {
    for (const tab of this.tabs) {
      tab.ariaSelected = String(tab === chosen);
      tab.tabIndex = tab === chosen ? 0 : -1;
      byId(tab.getAttribute("aria-controls")).hidden = tab !== chosen;
    }
    chosen.focus();
  }

  #walk(event, tab) {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    const step = event.key === "ArrowRight" ? 1 : -1;
    const at = this.tabs.indexOf(tab) + step + this.tabs.length;
    this.#choose(this.tabs[at % this.tabs.length]);
  }
}

function entry({ at, method, ok, error_code: code, description, parameters }) {
  const result = ok ? "ok" : `${code} ${description ?? ""}`;
  const kind = [!ok && "refused", method === "getUpdates" && "polling"].filter(Boolean).join(" ");
  return h("li", { class: kind }, h("details", {},
    h("summary", {},
      h("time", {}, clockTimeWithSeconds(new Date(at))), " ",
      h("strong", {}, method), " ", h("span", { class: "result" }, result)),
    h("pre", { tabindex: "0" }, JSON.stringify(parameters, null, 2))));
}
