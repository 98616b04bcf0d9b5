/**
 * Makes an element. Attributes named on… become listeners; null and false ones are left out.
 * Children that are strings become text nodes, never markup.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

/** The page's own words: English, also within a chat that runs from right to left. */
export function english(...children) {
  return h("bdi", { lang: "en", dir: "ltr" }, ...children);
}

const SVG = "http://www.w3.org/2000/svg";

/** A picture from the sprite in index.html. It says nothing: its button carries the label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

export function iconButton(name, label, onclick, attributes = {}) {
  const settings = { type: "button", class: "icon-button", "aria-label": label, title: label };
  return h("button", { ...settings, onclick, ...attributes }, icon(name));
}

/** A round first letter, in one of eight colours, the same for a person everywhere. */
export function avatar(person) {
  const [letter = "?"] = person.first_name.trim();
  const tint = Math.abs(person.id) % 8;
  return h("span", { class: `avatar tint-${tint}`, "aria-hidden": "true" }, letter.toUpperCase());
}

/** How many messages somebody has not read; nothing when there are none. */
export function unread(many) {
  const words = h("span", { class: "visually-hidden" }, " unread");
  return many > 0 && h("span", { class: "unread" }, String(many), words);
}

export function byId(id) {
  return document.getElementById(id);
}
