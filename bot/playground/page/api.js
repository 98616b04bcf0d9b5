/** The control API of the playground, and its stream of news. */

async function ask(path, options) {
  let response;
  try {
    response = await fetch(`/playground/${path}`, options);
  } catch {
    throw new Error("The playground does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `The playground answered ${response.status}.`);
  return answer;
}

function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

export const people = () => ask("people");
export const addPerson = (person) => post("people", person);
export const messages = (person) => ask(`people/${person}/messages`);
export const send = (person, content) => post(`people/${person}/send`, content);
export const tap = (person, press) => post(`people/${person}/tap`, press);
export const vote = (person, choice) => post(`people/${person}/vote`, choice);
export const edit = (person, change) => post(`people/${person}/edit`, change);
export const forward = (person, what) => post(`people/${person}/forward`, what);
export const react = (person, reaction) => post(`people/${person}/react`, reaction);
export const askInline = (person, query) => post(`people/${person}/inline`, query);
export const chooseInline = (person, choice) => post(`people/${person}/choose`, choice);
export const groups = () => ask("groups");
export const addGroup = (group) => post("groups", group);
export const groupMessages = (group, person) => ask(`groups/${group}/messages?person=${person}`);
export const panels = () => ask("panels");
export const panel = (name) => ask(`panels/${encodeURIComponent(name)}`);
export const scene = async () => (await fetch("/playground/scene")).text();
export const block = (person, blocked) => post(`people/${person}/block`, { blocked });
export const clock = () => ask("clock");
export const pushClock = (by) => post("clock", by);
export const faults = () => ask("faults");
export const addFault = (fault) => post("faults", fault);
export const clearFaults = () => ask("faults", { method: "DELETE" });
export const traffic = () => ask("traffic");
export const fileAddress = (id) => `/playground/files/${encodeURIComponent(id)}`;

/** `details` are the kind, and perhaps a caption and the group. */
export function sendFile(person, file, details) {
  const body = new FormData();
  for (const [name, value] of Object.entries(details)) if (value) body.append(name, value);
  body.append("file", file);
  return ask(`people/${person}/send`, { method: "POST", body });
}

const RECONNECT_AFTER = 2000;

/**
 * Hears the playground's news. `connected` is called at each (re)connection: whatever happened
 * in between was missed, so the caller fetches afresh.
 */
export function listen({ connected, lost, news }) {
  const source = new EventSource("/playground/events");
  source.addEventListener("open", connected);
  source.addEventListener("message", (event) => news(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    lost();
    // The browser reconnects by itself after a cut, but gives up after an HTTP error.
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen({ connected, lost, news }), RECONNECT_AFTER);
  });
}
