"""What people do with what was said: they answer, mend, pass on, vote, pick, also in a group."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.said import ISOLATES, conversation, is_of_bot, text_of

if TYPE_CHECKING:
    from tests.town import Actor, Town


@dataclass
class Group:
    """Several people and the bot in one chat."""

    town: "Town"
    id: int  # on Telegram
    title: str
    thread: int = 0  # one topic of it

    def topic(self, name: str) -> "Group":
        for thread, called in self.town.playground.chat(self.id).topics.items():
            if called == name:
                return replace(self, thread=thread)
        raise AssertionError(f"{self.title} has no topic {name!r}:\n{self.town.transcript}")

    @property
    def from_bot(self) -> list[dict[str, Any]]:
        return [said for said in self.town.playground.messages(self.id) if is_of_bot(said)]

    @property
    def sees(self) -> str:
        """The newest text of the bot here; empty when it keeps silent."""
        return text_of(self.from_bot[-1]) if self.from_bot else ""

    @property
    def transcript(self) -> str:
        return conversation(self.town.playground.messages(self.id))


class Afterwards:
    """Messages are found by their first words: the newest one that begins so."""

    town: "Town"
    id: int
    name: str
    _sends: Callable[..., Any]
    _looked_up = ""  # the id of what they typed last behind the bot's name

    async def replies(self, to: str, text: str, group: Group | None = None) -> None:
        number = self.finds(to, group)["message_id"]
        await self._sends(text=text, reply_to_message_id=number, **at(group))

    async def edits(self, words: str, text: str, group: Group | None = None) -> None:
        number = self.finds(words, group)["message_id"]
        await self.town.playground.edit(self.id, number, text, **at(group))
        await self.town.answered()

    async def forwards(
        self, words: str, group: Group | None = None, to: Group | None = None
    ) -> None:
        """To the bot, or into a group."""
        number = self.finds(words, group)["message_id"]
        place = {"to_chat_id": to.id} if to else {}
        await self.town.playground.forward(self.id, number, **at(group), **place)
        await self.town.answered()

    async def votes(self, question: str, *labels: str, group: Group | None = None) -> None:
        """Without a label the vote is taken back."""
        message = self.finds(question, group)
        options = [ISOLATES.sub("", option["text"]) for option in message["poll"]["options"]]
        chosen = map(options.index, labels)
        await self.town.playground.vote(self.id, message["message_id"], *chosen, **at(group))
        await self.town.answered()

    async def reacts(self, words: str, emoji: str, group: Group | None = None) -> None:
        """With no emoji the reaction is taken back."""
        number = self.finds(words, group)["message_id"]
        await self.town.playground.react(self.id, number, emoji, **at(group))
        await self.town.answered()

    async def shares(self, label: str, *whom: "Actor | Group", group: Group | None = None) -> None:
        """Press a button that asks for people or for a chat, and pick these."""
        keyboard = self.town.playground.reply_keyboard(group.id if group else self.id) or {}
        for key in (key for row in keyboard.get("keyboard", []) for key in row):
            asked = key.get("request_users") or key.get("request_chat")
            if asked and ISOLATES.sub("", key["text"]).startswith(label):
                number = asked["request_id"]
                await self._sends(**picked(*whom), request_id=number, **at(group))
                return
        raise AssertionError(f"Nothing asks {self.name} {label!r}:\n{self.town.transcript}")

    async def makes(self, status: str, *whom: "Actor", group: Group) -> None:
        """Let people into a group, out of it, or run it; without anybody it is the bot."""
        playground = self.town.playground
        for number in [person.id for person in whom] or [playground.world.bot().id]:
            playground.set_member(group.id, number, status, self.id)
        await self.town.answered()

    async def looks_up(self, text: str = "", group: Group | None = None) -> None:
        """Type this behind the bot's name."""
        place = at(group)
        self._looked_up = await self.town.playground.ask_inline(self.id, text, **place)
        await self.town.answered()

    async def picks(self, title: str, group: Group | None = None) -> None:
        """Send one of the answers to what was looked up."""
        results = self.town.playground.answers(self._looked_up) if self._looked_up else []
        for result in results:
            if ISOLATES.sub("", result["title"]).startswith(title):
                query, number = self._looked_up, result["id"]
                await self.town.playground.choose_inline(self.id, query, number, **at(group))
                await self.town.answered()
                return
        raise AssertionError(f"{self.name} was not offered {title!r}:\n{self.town.transcript}")

    async def unblocks(self) -> None:
        await self.town.playground.block(self.id, blocked=False)
        await self.town.answered()

    def finds(self, words: str, group: Group | None) -> dict[str, Any]:
        for message in reversed(self.town.playground.messages(group.id if group else self.id)):
            asked = message.get("poll", {}).get("question", "")
            if ISOLATES.sub("", text_of(message) or asked).strip().startswith(words):
                return message
        raise AssertionError(f"{self.name} finds no message {words!r}:\n{self.town.transcript}")


def picked(*whom: "Actor | Group") -> dict[str, Any]:
    """People or a group, as the playground wants to hear of them."""
    if isinstance(whom[0], Group):
        return {"kind": "chat_shared", "chat": whom[0].id}
    return {"kind": "users_shared", "users": [person.id for person in whom]}


def at(group: Group | None) -> dict[str, int]:
    """Where something is done, as the playground wants to hear it."""
    topic = {"message_thread_id": group.thread} if group and group.thread else {}
    return {"chat_id": group.id, **topic} if group else {}
