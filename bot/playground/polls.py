"""Polls: their counts, and people who vote in them."""

import secrets

from bot.playground.entities import Json
from bot.playground.errors import ControlError
from bot.playground.model import Chat, Message, Person
from bot.playground.world import World


def new_poll(question: Json, options: list[Json], settings: Json) -> Json:
    """A fresh Poll object; ``options`` hold text and perhaps entities."""
    choices = [
        {"persistent_id": secrets.token_hex(4), "voter_count": 0, **option} for option in options
    ]
    return {
        "id": str(secrets.randbits(62)),
        **question,
        "options": choices,
        "total_voter_count": 0,
        "is_closed": False,
        "members_only": False,
        **settings,
    }


def counted(poll: Json, votes: dict[int, list[int]]) -> Json:
    chosen = [number for numbers in votes.values() for number in numbers]
    options = [
        {**option, "voter_count": chosen.count(number)}
        for number, option in enumerate(poll["options"])
    ]
    return {**poll, "options": options, "total_voter_count": sum(map(bool, votes.values()))}


def vote(world: World, person: Person, chat: Chat, message_id: int, chosen: list[int]) -> None:
    """Choose options by number; none takes the vote back. Raises ``ControlError``."""
    message = chat.messages.get(message_id, {})
    if "poll" not in message:
        raise ControlError(f"There is no poll in message {message_id}.")
    poll, votes = message["poll"], world.votes.setdefault(message["poll"]["id"], {})
    check(world, poll, chosen, voted=bool(votes.get(person.id)))
    votes[person.id] = sorted(set(chosen))
    publish(world, chat, message, counted(poll, votes))
    if not poll["is_anonymous"]:
        tell(world, message, person, votes[person.id])


def check(world: World, poll: Json, chosen: list[int], *, voted: bool) -> None:
    closing = poll.get("close_date")
    if poll["is_closed"] or (closing is not None and closing <= world.now()):
        raise ControlError("This poll is closed.")
    if voted and not poll["allows_revoting"]:
        raise ControlError("In this poll a vote cannot be changed.")
    if any(number not in range(len(poll["options"])) for number in chosen):
        raise ControlError("The poll has no such option.")
    if len(set(chosen)) > 1 and not poll["allows_multiple_answers"]:
        raise ControlError("In this poll one chooses one option.")


def publish(world: World, chat: Chat, message: Message, poll: Json) -> Json:
    """Show the poll as it is now, and send the bot that made it a ``poll`` update."""
    world.replace(chat, {**message, "poll": poll})
    world.update(world.bot_by_id(message["from"]["id"]), "poll", poll, ("poll", poll["id"]))
    return poll


def tell(world: World, message: Message, person: Person, chosen: list[int]) -> None:
    poll = message["poll"]
    answer = {
        "poll_id": poll["id"],
        "user": person.user(),
        "option_ids": chosen,
        "option_persistent_ids": [poll["options"][n]["persistent_id"] for n in chosen],
    }
    bot = world.bot_by_id(message["from"]["id"])
    world.update(bot, "poll_answer", answer, ("poll", poll["id"]))
