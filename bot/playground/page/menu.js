/** A small menu that hangs from a button: arrows move in it, Escape or a click elsewhere closes it. */
import { h } from "./dom.js";

let count = 0;

/**
 * Makes `button` open a menu. `items()` is asked at each opening and answers
 * [{label, hint?, act}]; an item's label may be in any script.
 */
export function hangMenu(button, items) {
  const menu = h("div", { id: `menu-${++count}`, class: "menu", role: "menu", popover: "auto" });
  menu.setAttribute("aria-label", button.getAttribute("aria-label"));
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  // A press on the button closes an open menu by itself; its click must not open it again.
  let wasOpen = false;
  button.addEventListener("pointerdown", () => { wasOpen = menu.isConnected; });
  button.addEventListener("click", () => {
    if (!wasOpen) open(button, menu, items());
    wasOpen = false;
  });
  menu.addEventListener("keydown", (event) => move(menu, event));
  menu.addEventListener("toggle", ({ newState }) => {
    button.setAttribute("aria-expanded", String(newState === "open"));
    if (newState === "closed") menu.remove();
  });
}

function open(button, menu, items) {
  menu.replaceChildren(...items.map((item) => entry(menu, button, item)));
  // Beside its button, so that Tab goes on from there and the direction is the chat's.
  button.after(menu);
  menu.showPopover();
  place(menu, button.getBoundingClientRect());
  menu.firstElementChild?.focus();
}

function entry(menu, button, { label, hint, act }) {
  const choose = () => {
    menu.hidePopover();
    button.focus();
    act();
  };
  const text = [h("span", { dir: "auto" }, label)];
  if (hint) text.push(h("span", { class: "hint", dir: "auto" }, hint));
  return h("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: choose }, ...text);
}

/** Under the button when it fits there, else above it; never out of the window. */
function place(menu, anchor) {
  const { width, height } = menu.getBoundingClientRect();
  const fitsBelow = anchor.bottom + height + 12 < innerHeight;
  const left = Math.min(Math.max(8, anchor.left), innerWidth - width - 8);
  const top = fitsBelow ? anchor.bottom + 4 : Math.max(8, anchor.top - height - 4);
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}

function move(menu, event) {
  const entries = [...menu.children];
  const at = entries.indexOf(document.activeElement);
  const to = {
    ArrowDown: (at + 1) % entries.length,
    ArrowUp: (at - 1 + entries.length) % entries.length,
    Home: 0,
    End: entries.length - 1,
  }[event.key];
  if (event.key === "Tab") menu.hidePopover();
  if (to === undefined) return;
  event.preventDefault();
  entries[to].focus();
}
