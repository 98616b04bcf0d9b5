/** A word about the page itself, read aloud too. */
import { byId } from "./dom.js";

const SHOWN_FOR = 5000;
let timer;

/** Shows `text`; it goes by itself unless it `stays`. */
export function say(text, stays = false) {
  clearTimeout(timer);
  byId("notice").textContent = text;
  if (!stays) timer = setTimeout(() => { byId("notice").textContent = ""; }, SHOWN_FOR);
}
