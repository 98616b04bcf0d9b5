/** Lines that nobody wrote: who came and went, what was pinned, where a group moved. */
import { h } from "./dom.js";

const KINDS = {
  new_chat_members: ({ new_chat_members: came }) => [...named(came), " joined."],
  left_chat_member: ({ left_chat_member: who }) => [...named([who]), " left."],
  pinned_message: ({ from }) => [...named([from]), " pinned a message."],
  forum_topic_created: ({ forum_topic_created: topic }) => [
    "The topic ", h("bdi", {}, topic.name), " began.",
  ],
  migrate_to_chat_id: () => ["This group moved to a supergroup."],
  migrate_from_chat_id: () => ["This supergroup was a group before."],
  users_shared: ({ from }) => [...named([from]), " shared people."],
  chat_shared: ({ from }) => [...named([from]), " shared a chat."],
};

/** What such a line says, as nodes; null for a message that somebody wrote. */
export function serviceWords(message) {
  const kind = Object.keys(KINDS).find((name) => name in message);
  return kind ? KINDS[kind](message) : null;
}

function named(users) {
  return users.flatMap(({ first_name: name }, at) => [at ? ", " : "", h("bdi", {}, name)]);
}
