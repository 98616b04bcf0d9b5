/** The clock in the top bar and in the side panel, and the buttons that push it forward. */
import * as api from "./api.js";
import { byId, h } from "./dom.js";
import { say } from "./notice.js";
import { clockTime, clockTimeWithSeconds, longDay, now, setClock } from "./time.js";

const JUMPS = { hour: "+1 hour", day: "+1 day", phase: "To the next phase" };
const STOOD_STILL = 2000; // milliseconds; a jump that moved less had nowhere to go

export function startClock() {
  setInterval(tick, 1000);
  byId("advance").addEventListener("submit", (event) => {
    event.preventDefault();
    push({ advance: Number(byId("amount").value) * Number(byId("unit").value) });
  });
}

export async function loadClock() {
  const { now: moment, jumps } = await api.clock();
  byId("jumps").replaceChildren(...jumps.map((jump) => (
    h("button", { type: "button", onclick: () => push({ jump }) }, JUMPS[jump] ?? jump)
  )));
  turnClock(moment);
}

export function turnClock(moment) {
  setClock(moment);
  tick();
}

async function push(by) {
  const before = now();
  try {
    turnClock((await api.pushClock(by)).now);
  } catch (error) {
    return say(error.message);
  }
  if (now() - before < STOOD_STILL) return say("There is nothing to jump to.");
  say(`It is now ${longDay(now())}, ${clockTime(now())}.`);
}

function tick() {
  const moment = now();
  setText("clock", `${longDay(moment)}, ${clockTime(moment)}`);
  setText("local-time", `${longDay(moment)}, ${clockTimeWithSeconds(moment)}`);
  setText("utc-time", moment.toISOString().replace(/\.\d+/, ""));
  byId("clock").dateTime = moment.toISOString().slice(0, 16) + "Z";
}

function setText(id, text) {
  if (byId(id).textContent !== text) byId(id).textContent = text;
}
