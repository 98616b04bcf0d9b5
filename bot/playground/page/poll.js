/** A poll: press an answer; where several may be chosen, tick them and press Vote. */
import { english, h } from "./dom.js";

export function pollNode(message, acts) {
  const { question, options, is_closed: closed, total_voter_count: total = 0 } = message.poll;
  const choice = chooser(message, acts);
  const answers = options.map((option, number) => h(
    "li", {},
    closed ? words(option) : choice.control(option, number),
    h("meter", {
      min: 0, max: Math.max(total, 1), value: option.voter_count,
      "aria-label": `Votes for ${option.text}`,
    }),
    h("span", { class: "votes" }, String(option.voter_count)),
  ));
  const state = `${closed ? "Closed poll" : "Poll"}, ${total === 1 ? "1 vote" : `${total} votes`}`;
  return h(
    "div", { class: "poll" },
    h("p", { class: "question", dir: "auto" }, question), h("ul", {}, ...answers),
    !closed && choice.submit, h("small", {}, english(state)),
  );
}

function words(option) {
  return h("span", { class: "option", dir: "auto" }, option.text);
}

/** How this poll is answered: a control for each answer, and a button when it needs one. */
function chooser(message, acts) {
  if (!message.poll.allows_multiple_answers) {
    const control = (option, number) => h("button", {
      type: "button", class: "option", dir: "auto", onclick: () => acts.vote(message, [number]),
    }, option.text);
    return { control, submit: null };
  }
  const ticked = new Set();
  const tick = (number) => (event) => (
    event.target.checked ? ticked.add(number) : ticked.delete(number)
  );
  const control = (option, number) => h(
    "label", { class: "option" }, h("input", { type: "checkbox", onchange: tick(number) }), " ",
    h("bdi", {}, option.text),
  );
  const send = () => acts.vote(message, [...ticked]);
  const submit = h("button", { type: "button", class: "primary", lang: "en", onclick: send }, "Vote");
  return { control, submit };
}
