/** Puts the page together: the lists and columns, and the stream of news that feeds them. */
import { listen } from "./api.js";
import { loadClock, startClock, turnClock } from "./clock.js";
import { Columns } from "./columns.js";
import { byId } from "./dom.js";
import { Groups } from "./groups.js";
import { say } from "./notice.js";
import { Panel } from "./panel.js";
import { People } from "./people.js";

const people = new People((id) => columns.open(id), (id) => columns.has(id));
const groups = new Groups(people, (id) => columns.open(id), (id) => columns.has(id));
const columns = new Columns(people, groups);
const panel = new Panel(() => [...people.all(), ...groups.all()]);

async function refetch() {
  say("");
  try {
    await Promise.all([people.load(), loadClock(), panel.load()]);
    await groups.load(); // counts people, so they come first
  } catch (error) {
    return say(error.message, true);
  }
  columns.reload();
  columns.show();
}

function hear(event) {
  if (event.type === "clock") turnClock(event.now);
  else if (event.type === "traffic") called(event.call);
  else if (event.type === "group") groupChanged(event.group);
  else if (event.type === "person") personChanged(event.person);
  else columns.hear(event);
  if (event.type === "message") wrote(event);
}

function wrote({ person, chat, message }) {
  if (chat) groups.heard(chat);
  else if (!message.outgoing) people.heard(person);
}

function called(call) {
  panel.hear(call);
  if (call.method === "setMyCommands") columns.reload();
}

function personChanged(person) {
  people.update(person);
  columns.chats.get(person.id)?.updatePerson(person);
}

function groupChanged(group) {
  groups.update(group);
  columns.groupChanged(group);
}

byId("viewer").addEventListener("click", () => byId("viewer").close());
startClock();
listen({ connected: refetch, lost: () => say("Connection lost. Trying again…", true), news: hear });
