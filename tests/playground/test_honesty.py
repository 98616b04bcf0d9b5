"""What the playground says is what Telegram would say: three readers agree.

The readers are the machine-readable description of the Bot API, aiogram's models and
python-telegram-bot's. A tour calls every method and makes every kind of update once.
"""

import inspect
import io
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import aiogram
import aiogram.methods
import pytest
import telegram
from aiohttp import FormData
from pydantic import BaseModel, TypeAdapter
from telegram import TelegramObject

from bot.playground import Playground
from bot.playground.fields import FIELDS
from bot.playground.methods import KNOWN, METHODS
from bot.playground.methods.known import API_VERSION
from bot.playground.parameters import Upload
from bot.playground.updates import KINDS
from tests.playground.client import FATMA, YOUSSEF, Client, Reply, png
from tests.playground.description import Description, described

EVERYTHING = [
    "message", "edited_message", "callback_query", "inline_query", "chosen_inline_result",
    "poll", "poll_answer", "my_chat_member", "chat_member", "message_reaction",
]  # fmt: skip
KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Open", "callback_data": "open", "style": "primary"}],
        [{"text": "Site", "url": "https://example.org"}],
    ]
}
RICH = (
    '<b>b</b> <i>i</i> <u>u</u> <s>s</s> <tg-spoiler>p</tg-spoiler> <code>c</code> '
    '<pre><code class="language-python">x</code></pre> <blockquote expandable>q</blockquote> '
    '<a href="https://example.org">a</a> <a href="tg://user?id=1001">m</a> /help @fatma #oost '
    '<tg-time unix="1800000000" format="d">t</tg-time> a@example.org https://example.org'
)  # fmt: skip


@dataclass
class Tour:
    answers: list[tuple[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Guide:
    """Walks past every method and every kind of update, and writes down what it sees."""

    playground: Playground
    api: Client
    style: str = "JSON"
    tour: Tour = field(default_factory=Tour)

    async def call(self, method: str, **parameters: Any) -> Any:
        result = (await STYLES[self.style](self.api, method, parameters)).result
        self.tour.calls.append((method, parameters))
        self.tour.answers.append((method, result))
        return result

    async def upload(self, method: str, kind: str, data: bytes, **texts: Any) -> Any:
        result = (await self.api.attach(method, kind, data, chat_id=FATMA, **texts)).result
        self.tour.answers.append((method, result))
        return result

    async def walk(self) -> Tour:
        await self.call("getUpdates", allowed_updates=EVERYTHING)
        await self.bots_own_things()
        await self.messages()
        await self.media()
        await self.people()
        await self.polls()
        await self.inline()
        await self.group()
        self.tour.updates = await self.call("getUpdates", limit=100)
        await self.webhook()
        return self.tour

    async def bots_own_things(self) -> None:
        await self.call("getMe")
        await self.call("setMyCommands", commands=[{"command": "help", "description": "Help"}])
        await self.call("getMyCommands")
        await self.call("deleteMyCommands")
        for kind, name in (
            ("Name", "name"),
            ("Description", "description"),
            ("ShortDescription", "short_description"),
        ):
            await self.call(f"setMy{kind}", **{name: "Buurtbot"})
            await self.call(f"getMy{kind}")
        await self.call("setChatMenuButton", menu_button={"type": "commands"})
        await self.call("getChatMenuButton")

    async def messages(self) -> None:
        here = {"chat_id": FATMA}
        sent = await self.call(
            "sendMessage",
            **here,
            text=RICH,
            parse_mode="HTML",
            reply_markup=KEYBOARD,
            link_preview_options={"is_disabled": True},
            reply_parameters={"message_id": 1},
            protect_content=False,
        )
        number = {**here, "message_id": sent["message_id"]}
        await self.call("editMessageText", **number, text="New", reply_markup=KEYBOARD)
        await self.call("editMessageReplyMarkup", **number)
        source = {"from_chat_id": FATMA, "message_id": number["message_id"]}
        await self.call("forwardMessage", chat_id=YOUSSEF, **source)
        await self.call("copyMessage", chat_id=YOUSSEF, **source)
        several = {"from_chat_id": FATMA, "message_ids": [number["message_id"]]}
        await self.call("forwardMessages", chat_id=YOUSSEF, **several)
        await self.call("copyMessages", chat_id=YOUSSEF, **several)
        like = [{"type": "emoji", "emoji": "👍"}]
        await self.call("setMessageReaction", **number, reaction=like)
        await self.call("pinChatMessage", **number)
        await self.call("getChat", **here)
        await self.call("unpinChatMessage", **number)
        await self.call("unpinAllChatMessages", **here)
        await self.call("sendChatAction", **here, action="typing")
        await self.call("getChatMember", **here, user_id=FATMA)
        await self.call("deleteMessage", **number)
        await self.call("deleteMessages", **here, message_ids=[10**6])

    async def media(self) -> None:
        photo = await self.upload("sendPhoto", "photo", png(), caption="One", has_spoiler=True)
        number = {"chat_id": FATMA, "message_id": photo["message_id"]}
        await self.call("editMessageCaption", **number, caption="Two")
        again = {"type": "photo", "media": photo["photo"][0]["file_id"], "caption": "Three"}
        await self.call("editMessageMedia", **number, media=again)
        await self.call("getFile", file_id=photo["photo"][0]["file_id"])
        await self.upload("sendDocument", "document", b"a;b")
        await self.upload("sendVoice", "voice", b"OggS")
        await self.upload("sendAudio", "audio", b"ID3")
        place = {"chat_id": FATMA, "latitude": 52.36, "longitude": 4.94}
        await self.call("sendLocation", **place)
        await self.call("sendVenue", **place, title="Park", address="Oost")
        await self.call("sendContact", chat_id=FATMA, phone_number="+316", first_name="Noor")
        form = FormData({"chat_id": str(FATMA)})
        one = {"type": "photo", "media": "attach://one"}
        form.add_field("media", json.dumps([one, one]))
        form.add_field("one", io.BytesIO(png()), filename="one.png")
        album = (await self.api.post("sendMediaGroup", data=form)).result
        self.tour.answers.append(("sendMediaGroup", album))

    async def people(self) -> None:
        send = self.playground.send
        written = await send(FATMA, "hello https://example.org /help", reply_to_message_id=1)
        file = Upload("a.png", "image/png", png())
        for kind in ("sticker", "voice", "location", "contact"):
            await send(FATMA, kind=kind)
        await send(FATMA, kind="photo", file=file, caption="Mine", media_group_id="7")
        await send(FATMA, kind="document", file=file)
        await self.playground.edit(FATMA, written["message_id"], "bye")
        await self.playground.forward(FATMA, written["message_id"])
        await self.playground.react(FATMA, written["message_id"], "👍")
        for message_id in (written["message_id"], 10**6):
            tap = await self.playground.tap(FATMA, message_id, "open")
            await self.call("answerCallbackQuery", callback_query_id=tap, text="Done")
        ask = {
            "keyboard": [
                [{"text": "Who", "request_users": {"request_id": 1}}],
                [{"text": "Where", "request_chat": {"request_id": 2, "chat_is_channel": False}}],
            ]
        }
        await self.call("sendMessage", chat_id=FATMA, text="Pick", reply_markup=ask)
        await send(FATMA, kind="users_shared", users=[YOUSSEF])
        ask["keyboard"].pop(0)
        await self.call("sendMessage", chat_id=FATMA, text="Pick", reply_markup=ask)
        await self.playground.block(YOUSSEF)
        await self.playground.block(YOUSSEF, blocked=False)

    async def polls(self) -> None:
        asked = {"chat_id": FATMA, "question": "Day?", "options": [{"text": "a"}, {"text": "b"}]}
        quiz = {"type": "quiz", "correct_option_ids": [0], "explanation": "So", "open_period": 60}
        await self.call("sendPoll", **asked, **quiz)
        sent = await self.call("sendPoll", **asked, is_anonymous=False)
        await self.playground.vote(FATMA, sent["message_id"], 1)
        await self.call("stopPoll", chat_id=FATMA, message_id=sent["message_id"])

    async def inline(self) -> None:
        query = await self.playground.ask_inline(FATMA, "park")
        content = {"message_text": "Park"}
        result = {"type": "article", "id": "1", "title": "Park", "input_message_content": content}
        await self.call("answerInlineQuery", inline_query_id=query, results=[result])
        await self.playground.choose_inline(FATMA, query, "1")

    async def group(self) -> None:
        small = self.playground.add_group("Neighbours")
        chat = self.playground.add_group("Oost", "supergroup", is_forum=True)
        for where in (small.id, chat.id):
            self.playground.set_member(where, FATMA, "creator", FATMA)
            self.playground.set_member(where, 42, "administrator", FATMA)
        self.playground.set_member(chat.id, YOUSSEF, "member", FATMA)
        self.playground.set_member(chat.id, YOUSSEF, "kicked", FATMA)
        self.playground.upgrade(small.id)
        chat.anonymous.add(FATMA)
        await self.playground.send(FATMA, "hello", chat_id=chat.id)
        await self.call("getChat", chat_id=chat.id)
        for user in (FATMA, YOUSSEF, 42):
            await self.call("getChatMember", chat_id=chat.id, user_id=user)
        await self.call("getChatAdministrators", chat_id=chat.id)
        await self.call("getChatMemberCount", chat_id=chat.id)
        topic = await self.call("createForumTopic", chat_id=chat.id, name="Benches")
        thread = topic["message_thread_id"]
        await self.call("sendMessage", chat_id=chat.id, text="x", message_thread_id=thread)
        await self.call("leaveChat", chat_id=chat.id)

    async def webhook(self) -> None:
        await self.call("setWebhook", url="http://127.0.0.1:9/hook", ip_address="127.0.0.1")
        await self.call("getWebhookInfo")
        await self.call("deleteWebhook", drop_pending_updates=True)


def written(parameters: dict[str, Any]) -> dict[str, str]:
    """As a form has them: all of it text, and what is more than text as JSON."""
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in parameters.items()
    }


async def by_json(api: Client, method: str, parameters: dict[str, Any]) -> Reply:
    return await api.call(method, **parameters)


async def by_form(api: Client, method: str, parameters: dict[str, Any]) -> Reply:
    return await api.post(method, data=written(parameters))


async def by_parts(api: Client, method: str, parameters: dict[str, Any]) -> Reply:
    form = FormData(written(parameters), default_to_multipart=True)
    return await api.post(method.upper(), data=form)


async def by_query(api: Client, method: str, parameters: dict[str, Any]) -> Reply:
    return await api.asks(method.lower(), params=written(parameters))


STYLES = {"JSON": by_json, "form": by_form, "multipart": by_parts, "query": by_query}


@pytest.mark.parametrize("style", STYLES)
async def test_every_method_takes_every_style(
    playground: Playground, api: Client, style: str
) -> None:
    tour = await Guide(playground, api, style).walk()
    assert {name.lower() for name, _ in tour.answers} == METHODS.keys()
    assert playground.flags == []


@pytest.fixture
async def tour(playground: Playground, api: Client) -> AsyncIterator[Tour]:
    yield await Guide(playground, api).walk()
    assert playground.flags == []


@pytest.fixture
def description() -> Description:
    known = described()
    if known is None:
        pytest.skip("the machine-readable description of the Bot API is not here")
    return known


async def test_the_tour_passes_every_method_and_kind(tour: Tour) -> None:
    assert {name.lower() for name, _ in tour.answers} == METHODS.keys()
    kinds = {name for update in tour.updates for name in update if name != "update_id"}
    assert kinds == set(EVERYTHING)


async def test_answers_and_updates_match_the_description(
    tour: Tour, description: Description
) -> None:
    wrong = [p for name, result in tour.answers for p in description.answer_problems(name, result)]
    wrong += [p for update in tour.updates for p in description.update_problems(update)]
    assert wrong == []


async def test_calls_match_the_description(tour: Tour, description: Description) -> None:
    wrong = [p for name, given in tour.calls for p in description.call_problems(name, given)]
    assert wrong == []


def test_methods_match_the_description(description: Description) -> None:
    assert set(KNOWN.values()) == description.methods.keys()
    for method in METHODS.values():
        assert method.accepts <= description.methods[method.name]["params"].keys(), method.name


def test_fields_match_the_description(description: Description) -> None:
    for kind, fields in FIELDS.items():
        assert fields == description.types[kind]["fields"].keys(), kind


def test_kinds_of_updates_match_the_description(description: Description) -> None:
    assert {"update_id", *KINDS} == description.types["Update"]["fields"].keys()


def test_the_version_moves_with_aiograms() -> None:
    assert aiogram.__api_version__ == API_VERSION


def test_the_description_is_of_that_version(description: Description) -> None:
    assert description.version == API_VERSION


async def test_aiogram_reads_everything(tour: Tour) -> None:
    methods = {
        m.__api_method__: m.__returning__
        for _, m in inspect.getmembers(aiogram.methods, inspect.isclass)
        if hasattr(m, "__api_method__") and hasattr(m, "__returning__")
    }
    read = [TypeAdapter(methods[name]).validate_python(result) for name, result in tour.answers]
    read += [aiogram.types.Update.model_validate(update) for update in tour.updates]
    assert [extra for item in read for extra in extras(item)] == []


def extras(item: Any) -> Iterator[str]:
    """What a pydantic model, or any within it, could not place."""
    if isinstance(item, BaseModel):
        if item.model_extra:
            yield f"{type(item).__name__}: {sorted(item.model_extra)}"
        for name in type(item).model_fields:
            yield from extras(getattr(item, name))
    elif isinstance(item, list):
        for part in item:
            yield from extras(part)


# python-telegram-bot 22.8 stands at Bot API 10.0; these fields came after it.
NEWER_THAN_PTB = {"can_send_welcome_messages"}
READ_AS: dict[str, type[TelegramObject]] = {
    "User": telegram.User,
    "Message": telegram.Message,
    "MessageId": telegram.MessageId,
    "Poll": telegram.Poll,
    "File": telegram.File,
    "ChatMember": telegram.ChatMember,
    "ChatFullInfo": telegram.ChatFullInfo,
    "WebhookInfo": telegram.WebhookInfo,
    "BotCommand": telegram.BotCommand,
    "BotName": telegram.BotName,
    "BotDescription": telegram.BotDescription,
    "BotShortDescription": telegram.BotShortDescription,
    "MenuButton": telegram.MenuButton,
    "ForumTopic": telegram.ForumTopic,
    "Update": telegram.Update,
}


async def test_python_telegram_bot_reads_everything(tour: Tour, description: Description) -> None:
    read: list[Any] = [telegram.Update.de_json(update, None) for update in tour.updates]
    for name, result in tour.answers:
        kind = description.methods[name]["returns"][0]
        kind = kind["array"][0] if isinstance(kind, dict) else kind
        if kind in READ_AS:
            items = result if isinstance(result, list) else [result]
            read += [READ_AS[kind].de_json(item, None) for item in items]
    assert [left for item in read for left in leftovers(item)] == []


def leftovers(item: Any) -> Iterator[str]:
    """What a PTB object, or any within it, could not place."""
    if isinstance(item, TelegramObject):
        if left := item.api_kwargs.keys() - NEWER_THAN_PTB:
            yield f"{type(item).__name__}: {sorted(left)}"
        for kind in type(item).__mro__:
            for name in getattr(kind, "__slots__", ()):
                if not name.startswith("_") and name != "api_kwargs":
                    yield from leftovers(getattr(item, name, None))
    elif isinstance(item, tuple | list):
        for part in item:
            yield from leftovers(part)
