/** A poll: press an answer; where several may be chosen, tick them and press Vote. */
import { english, h } from "./dom.js";

const ticks = new Map(); // by poll and person: the answers ticked, not sent yet

export function pollNode(message, acts) {
  const { question, options, is_closed: closed, total_voter_count: total = 0 } = message.poll;
  const own = message.votes?.[acts.person.id] ?? [];
  const choice = chooser(message, own, acts);
  // As in Telegram: how others chose is seen by whoever chose, or when it is over.
  const isTold = closed || own.length > 0;
  const answers = options.map((option, number) => h(
    "li", {},
    closed ? words(option, own.includes(number)) : choice.control(option, number),
    ...(isTold ? count(option, total) : []),
  ));
  const state = `${closed ? "Closed poll" : "Poll"}, ${total === 1 ? "1 vote" : `${total} votes`}`;
  return h(
    "div", { class: "poll" },
    h("p", { class: "question", dir: "auto" }, question), h("ul", {}, ...answers),
    !closed && choice.submit, h("small", {}, english(state)),
  );
}

function count({ text, voter_count: votes }, total) {
  const settings = { min: 0, max: Math.max(total, 1), value: votes, "aria-label": `Votes for ${text}` };
  return [h("meter", settings), h("span", { class: "votes" }, String(votes))];
}

function words(option, isOwn) {
  const chosen = isOwn && h("span", { class: "own" }, english(" ✓ your choice"));
  return h("span", { class: "option", dir: "auto" }, option.text, chosen);
}

/** How this poll is answered: a control for each answer, and a button when it needs one. */
function chooser(message, own, acts) {
  if (message.poll.allows_multiple_answers) return several(message, own, acts);
  const control = ({ text }, number) => {
    const isOwn = own.includes(number);
    const press = () => acts.vote(message, isOwn ? [] : [number]);
    const settings = { type: "button", class: "option", dir: "auto", "aria-pressed": String(isOwn) };
    return h("button", { ...settings, onclick: press }, text);
  };
  return { control, submit: null };
}

/** The ticks outlive the node: it is drawn anew whenever somebody else votes. */
function several(message, own, acts) {
  const key = `${message.poll.id} ${acts.person.id}`;
  const ticked = ticks.get(key) ?? new Set(own);
  const tick = (number) => (event) => {
    if (event.target.checked) ticked.add(number);
    else ticked.delete(number);
    ticks.set(key, ticked);
  };
  const control = ({ text }, number) => h(
    "label", { class: "option" },
    h("input", { type: "checkbox", checked: ticked.has(number), onchange: tick(number) }), " ",
    h("bdi", {}, text),
  );
  const send = async () => {
    if (await acts.vote(message, [...ticked])) ticks.delete(key);
  };
  const submit = h("button", { type: "button", class: "primary", lang: "en", onclick: send }, "Vote");
  return { control, submit };
}
