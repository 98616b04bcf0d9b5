"""Inline mode: somebody types ``@bot …`` and picks one of the answers."""

import secrets

from bot.playground.ages import INLINE_QUERY
from bot.playground.errors import ControlError
from bot.playground.model import Bot, Chat, Message, Person, Query
from bot.playground.world import World


def ask(world: World, bot: Bot, person: Person, text: str, chat_type: str) -> Query:
    """Type behind ``@bot``; the bot gets an ``inline_query`` and answers within 30 seconds."""
    query = Query(str(secrets.randbits(62)), bot.id, person.id, text, world.ages.stamp())
    world.queries[query.id] = query
    shown = {
        "id": query.id,
        "from": person.user(),
        "query": text,
        "offset": "",
        "chat_type": chat_type,
    }
    world.update(bot, "inline_query", shown, ("user", person.id))
    return query


def name(chat: Chat, message_id: int) -> str:
    """The ``inline_message_id`` by which a bot knows a message that a person sent through it."""
    return f"{chat.id}_{message_id}"


def is_old(world: World, query: Query) -> bool:
    return world.ages.age(query.stamp) > INLINE_QUERY


def title_of(world: World, person: Person, query_id: str, result_id: str) -> str:
    """By which somebody picks this answer; nothing when another one is meant by it.

    Of answers that begin alike it is the first, and of several questions the last.
    """
    asked = [query for query in world.queries.values() if query.person_id == person.id]
    results = asked[-1].results if asked and asked[-1].id == query_id else []
    title = next((str(r["title"]) for r in results if r["id"] == result_id), "")
    first = next((r["id"] for r in results if r["title"].startswith(title)), "")
    return title if first == result_id else ""


def choose(world: World, chat: Chat, query_id: str, result_id: str) -> Message:
    """Send one of the answers into a chat, as the person, through the bot."""
    query = world.queries.get(query_id)
    result = next((r for r in query.results if r["id"] == result_id), None) if query else None
    if query is None or result is None:
        raise ControlError("The bot gave no such answer.")
    bot, person = world.bot_by_id(query.bot_id), world.person(query.person_id)
    markup = {"reply_markup": result["reply_markup"]} if "reply_markup" in result else {}
    shown = {"via_bot": bot.user(), **result["content"], **markup}
    message = world.compose(bot, chat, person.user(), shown)
    world.announce(chat, "message", message)
    chosen = {"result_id": result_id, "from": person.user(), "query": query.text}
    if markup:
        chosen["inline_message_id"] = name(chat, message["message_id"])
    world.update(bot, "chosen_inline_result", chosen, ("user", person.id))
    return message
