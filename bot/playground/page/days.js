/** The lines in a log that say which day begins. */
import { h } from "./dom.js";
import { dayIn, dayKey } from "./time.js";

export class Days {
  constructor(list, acts) {
    this.list = list;
    this.acts = acts;
    this.last = ""; // the day of the last message
  }

  /** Of all messages drawn: [[node, message]]. Lines that are right stay: new ones are read aloud. */
  separate(drawn) {
    const stale = new Set(this.list.querySelectorAll(".day"));
    this.last = "";
    for (const [node, message] of drawn) stale.delete(this.start(node, message));
    for (const line of stale) line.remove();
  }

  /** Answers the line over this message, when it is the first of its day. */
  start(node, { date }) {
    const sent = new Date(date * 1000);
    if (dayKey(sent) === this.last) return null;
    this.last = dayKey(sent);
    const words = dayIn(this.acts.person.language_code, sent);
    const above = node.previousElementSibling;
    if (above?.matches(".day") && above.textContent === words) return above;
    const line = h("p", { class: "day", dir: "auto" }, words);
    node.before(line);
    return line;
  }
}
