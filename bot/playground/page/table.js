/** A tab of the side panel with a table of whoever runs the playground, as a bot's outbox. */
import * as api from "./api.js";
import { h } from "./dom.js";

const GATHER = 300; // milliseconds in which calls of the bot gather before one look
let count = 0;

export class Table {
  constructor(name) {
    const id = `table-${++count}`;
    this.name = name;
    this.tab = h("button", {
      id: `tab-${id}`, type: "button", role: "tab", "aria-selected": "false", "aria-controls": id,
      tabindex: "-1",
    }, name);
    this.element = h("div", {
      id, class: "tab", role: "tabpanel", "aria-labelledby": `tab-${id}`, tabindex: "0", hidden: true,
    });
  }

  refreshSoon() {
    this.timer ??= setTimeout(() => this.refresh(), GATHER);
  }

  /** Fetches what stands in it now; out of sight it costs nothing. */
  async refresh() {
    clearTimeout(this.timer);
    this.timer = null;
    if (!this.element.checkVisibility()) return;
    try {
      const { columns, rows } = await api.panel(this.name);
      this.element.replaceChildren(rows.length ? table(columns, rows) : hint("Nothing here yet."));
    } catch (error) {
      this.element.replaceChildren(hint(error.message));
    }
  }
}

function hint(text) {
  return h("p", { class: "hint" }, text);
}

function table(columns, rows) {
  const heads = columns.map((column) => h("th", { scope: "col" }, column));
  const body = rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", { dir: "auto" }, cell))));
  return h("table", {}, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...body));
}
