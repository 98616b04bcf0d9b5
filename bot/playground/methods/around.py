"""What any message can have around it: what it answers, its topic, its protection."""

from bot.playground.entities import Json
from bot.playground.errors import bad_request, not_built
from bot.playground.fields import known_part
from bot.playground.methods.registry import Call
from bot.playground.model import Chat
from bot.playground.parameters import Parameters

REPLY = ("message_id", "chat_id", "allow_sending_without_reply")


def around(call: Call, chat: Chat) -> Json:
    """An answer stays in the topic of what it answers."""
    reply = reply_content(call, chat)
    answered: Json = reply.get("reply_to_message", {})
    return {**reply, **marks(call, chat, answered.get("message_thread_id", 0))}


def marks(call: Call, chat: Chat, thread: int = 0) -> Json:
    shown = topic(call.parameters.integer("message_thread_id") or thread, chat)
    if call.parameters.boolean("protect_content"):
        shown["has_protected_content"] = True
    return shown


def topic(thread: int, chat: Chat) -> Json:
    """The part of a Message that tells its topic, in a supergroup that has topics."""
    if not thread:
        return {}
    if thread not in chat.topics:
        raise bad_request("message thread not found")
    return {"message_thread_id": thread, "is_topic_message": True}


def reply_content(call: Call, chat: Chat) -> Json:
    problem = "can't parse reply parameters JSON object"
    reply = call.parameters.data("reply_parameters", problem, default=None)
    if reply is None:
        return {}
    if not isinstance(reply, dict):
        raise bad_request("object expected as reply parameters")
    reply = known_part(call.parameters, "ReplyParameters", reply)
    if unknown := next((name for name in reply if name not in REPLY), None):
        raise not_built(f"reply parameter {unknown}")
    given = Parameters(reply, {})
    if "chat_id" in given and call.world.chat_of(call.bot, given.text("chat_id")) is not chat:
        raise not_built("replies to a message of another chat")
    number = given.integer("message_id")
    if number in chat.messages:
        return call.world.quoted(chat, number)
    if reply.get("allow_sending_without_reply") in (True, "true"):
        return {}
    raise bad_request("message to be replied not found")
