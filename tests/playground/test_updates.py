"""What people do, and how the bot hears of it by asking."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.playground import Playground
from bot.playground.errors import ControlError
from bot.playground.parameters import Upload
from tests.playground.client import FATMA, YOUSSEF, Client, png

CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def polled(api: Client, **parameters: Any) -> list[dict[str, Any]]:
    updates: list[dict[str, Any]] = await api.ok("getUpdates", **parameters)
    return updates


async def test_start_with_a_payload(playground: Playground, api: Client) -> None:
    await playground.send(FATMA, "/start moderator_x")
    (update,) = await polled(api)
    message = update["message"]
    assert message["text"] == "/start moderator_x"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["chat"] == {
        "id": FATMA,
        "type": "private",
        "first_name": "Fatma",
        "username": "fatma",
    }
    assert message["from"]["language_code"] == "tr"


async def test_offset_confirms_and_the_rest_comes_again(
    playground: Playground, api: Client
) -> None:
    for word in ("one", "two", "three"):
        await playground.send(FATMA, word)
    first = await polled(api, limit=2)
    assert [update["message"]["text"] for update in first] == ["one", "two"]
    assert [u["update_id"] for u in await polled(api)][:2] == [u["update_id"] for u in first]
    assert playground.pending() == 3
    rest = await polled(api, offset=first[-1]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["three"]
    assert playground.pending() == 1


@pytest.mark.parametrize(("limit", "many"), [(0, 1), (-5, 1), (2, 2), (1000, 3)])
async def test_a_limit_lies_between_1_and_100(
    playground: Playground, api: Client, limit: int, many: int
) -> None:
    for word in ("one", "two", "three"):
        await playground.send(FATMA, word)
    assert len(await polled(api, limit=limit)) == many


async def test_a_negative_offset_keeps_the_last(playground: Playground, api: Client) -> None:
    for word in ("one", "two", "three"):
        await playground.send(FATMA, word)
    last = await polled(api, offset=-1)
    assert [update["message"]["text"] for update in last] == ["three"]
    assert playground.pending() == 1


async def test_a_long_poll_waits(playground: Playground, api: Client) -> None:
    waiting = asyncio.create_task(polled(api, timeout=50))
    await playground.polled()
    await playground.send(FATMA, "hello")
    assert [update["message"]["text"] for update in await waiting] == ["hello"]


async def test_a_second_poller_ends_the_first(playground: Playground, api: Client) -> None:
    first = asyncio.create_task(api.call("getUpdates", timeout=50))
    await playground.polled()
    second = asyncio.create_task(api.call("getUpdates", timeout=50, offset=1))
    assert (await first).refusal == (409, CONFLICT)
    await playground.send(FATMA, "hello")
    assert len((await second).result) == 1


async def test_a_webhook_ends_a_long_poll(playground: Playground, api: Client) -> None:
    waiting = asyncio.create_task(api.call("getUpdates", timeout=50))
    await playground.polled()
    assert await api.ok("setWebhook", url="http://127.0.0.1:9/hook")
    ended = "Conflict: terminated by setWebhook request"
    assert (await waiting).refusal == (409, ended)


async def test_the_same_offset_within_three_seconds_is_held(
    playground: Playground, api: Client
) -> None:
    assert await polled(api) == []
    held = asyncio.create_task(polled(api))
    await playground.polled()
    await playground.send(FATMA, "hello")
    assert len(await held) == 1


async def test_allowed_updates_are_remembered(playground: Playground, api: Client) -> None:
    assert await polled(api, allowed_updates=["callback_query"]) == []
    await playground.send(FATMA, "not wanted")
    await playground.tap(FATMA, 1, "wanted")
    assert [set(update) for update in await polled(api)] == [{"update_id", "callback_query"}]
    assert await polled(api, offset=2**31, allowed_updates="nonsense") == []
    assert await polled(api, offset=2**31, allowed_updates=["message", 7]) == []
    await playground.send(FATMA, "still not wanted")
    assert playground.pending() == 0
    await polled(api, allowed_updates=[])
    await playground.send(FATMA, "wanted again")
    assert playground.pending() == 1


async def test_a_tap_shows_the_message_it_was_under(playground: Playground, api: Client) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Open", "callback_data": "open:1"}]]}
    sent = await api.ok("sendMessage", chat_id=FATMA, text="Plan", reply_markup=keyboard)
    tap = await playground.tap(FATMA, sent["message_id"], "open:1")
    (update,) = await polled(api)
    query = update["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"]) == (tap, "open:1", FATMA)
    assert query["message"]["reply_markup"] == keyboard


async def test_a_tap_under_a_deleted_message(playground: Playground, api: Client) -> None:
    sent = await api.ok("sendMessage", chat_id=FATMA, text="Plan")
    await api.ok("deleteMessage", chat_id=FATMA, message_id=sent["message_id"])
    await playground.tap(FATMA, sent["message_id"], "open:1")
    (update,) = await polled(api)
    assert update["callback_query"]["message"]["date"] == 0


async def test_edited_and_forwarded(playground: Playground, api: Client) -> None:
    written = await playground.send(FATMA, "12 euro")
    await playground.edit(FATMA, written["message_id"], "12.500 euro")
    forwarded = await playground.forward(FATMA, written["message_id"])
    new, edited, passed_on = await polled(api)
    assert new["message"]["text"] == "12 euro"  # the update carries what was written then
    assert edited["edited_message"]["text"] == "12.500 euro"
    assert edited["edited_message"]["edit_date"]
    assert passed_on["message"] == forwarded
    assert forwarded["forward_origin"]["sender_user"]["id"] == FATMA


async def test_block_and_unblock(playground: Playground, api: Client) -> None:
    await playground.block(FATMA)
    with pytest.raises(ControlError, match="Fatma blocked the bot"):
        await playground.send(FATMA, "hello?")
    await playground.block(FATMA, blocked=False)
    left, back = [update["my_chat_member"] for update in await polled(api)]
    assert left["new_chat_member"]["status"] == "kicked"
    assert back["new_chat_member"]["status"] == "member"
    assert back["new_chat_member"]["user"]["id"] == 42


KINDS: list[tuple[str, dict[str, Any]]] = [
    ("photo", {"file": Upload("a.png", "image/png", png()), "caption": "My street"}),
    ("document", {"file": Upload("b.csv", "text/csv", b"a;b")}),
    ("sticker", {}),
    ("voice", {}),
    ("location", {"latitude": 52.36, "longitude": 4.94}),
    ("contact", {}),
]


@pytest.mark.parametrize(("kind", "given"), KINDS, ids=[kind for kind, _ in KINDS])
async def test_other_kinds(
    playground: Playground, api: Client, kind: str, given: dict[str, Any]
) -> None:
    await playground.send(FATMA, kind=kind, **given)
    (update,) = await polled(api)
    assert kind in update["message"]
    assert "text" not in update["message"]


async def test_photos_go_round_by_file_id(playground: Playground, api: Client) -> None:
    file = Upload("a.png", "image/png", png(20, 10))
    sent = await playground.send(FATMA, kind="photo", file=file)
    photo = sent["photo"][-1]
    assert (photo["width"], photo["height"]) == (20, 10)
    got = await api.ok("getFile", file_id=photo["file_id"])
    address = f"{api.url}/file/bot{api.token}/{got['file_path']}"
    async with api.session.get(address) as response:
        assert await response.read() == png(20, 10)
    again = await api.ok("sendPhoto", chat_id=YOUSSEF, photo=photo["file_id"], caption="<b>x</b>")
    assert again["photo"] == [photo]
    refused = await api.call("sendDocument", chat_id=FATMA, document=photo["file_id"])
    assert refused.refusal == (400, "Bad Request: can't use file of type Photo as Document")


async def test_reply_keyboards_are_shown_to_the_person_only(
    playground: Playground, api: Client
) -> None:
    keyboard = {"keyboard": [[{"text": "Yes"}]], "one_time_keyboard": True}
    sent = await api.ok("sendMessage", chat_id=FATMA, text="Sure?", reply_markup=keyboard)
    assert "reply_markup" not in sent
    assert playground.reply_keyboard(FATMA) == keyboard
    await playground.send(FATMA, "Yes")
    assert playground.reply_keyboard(FATMA) is None
    ask = {"force_reply": True, "input_field_placeholder": "Your plan"}
    await api.ok("sendMessage", chat_id=FATMA, text="Tell me", reply_markup=ask)
    assert playground.reply_keyboard(FATMA) == ask
    await api.ok("sendMessage", chat_id=FATMA, text="x", reply_markup={"remove_keyboard": True})
    assert playground.reply_keyboard(FATMA) is None


async def test_ids_count_over_all_private_chats(api: Client) -> None:
    ids = [
        (await api.ok("sendMessage", chat_id=person, text="x"))["message_id"]
        for person in (FATMA, YOUSSEF, FATMA)
    ]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2]


async def test_pushing_the_clock_loses_nothing(playground: Playground, api: Client) -> None:
    await playground.send(FATMA, "before")
    tap = await playground.tap(FATMA, 1, "x")
    playground.clock.advance(timedelta(days=2))
    await playground.send(FATMA, "after")
    before, tapped, after = await polled(api)
    assert after["message"]["date"] - before["message"]["date"] >= 2 * 86_400
    assert await api.ok("answerCallbackQuery", callback_query_id=tap)
    assert tapped["callback_query"]["id"] == tap


async def test_ages_by_the_clock_when_asked(playground: Playground, api: Client) -> None:
    playground.fault("ages_by_clock")
    await playground.send(FATMA, "old")
    tap = await playground.tap(FATMA, 1, "x")
    playground.clock.advance(timedelta(seconds=151))
    assert [set(u) - {"update_id"} for u in await polled(api)] == [{"message"}]
    code, description = (await api.call("answerCallbackQuery", callback_query_id=tap)).refusal
    assert (code, "query is too old" in description) == (400, True)
    playground.clock.advance(timedelta(days=1))
    assert await polled(api, offset=-5) == []


async def test_a_question_lives_half_a_minute_and_a_choice_ten(
    playground: Playground, api: Client
) -> None:
    playground.fault("ages_by_clock")
    late = await playground.ask_inline(FATMA, "park")
    playground.clock.advance(timedelta(seconds=31))
    assert await polled(api) == []
    refused = await api.call("answerInlineQuery", inline_query_id=late, results=[])
    assert refused.refusal == (400, TOO_OLD)

    query = await playground.ask_inline(FATMA, "park")
    words = {"input_message_content": {"message_text": "Flevopark"}}
    article = {"type": "article", "id": "1", "title": "Flevopark", **words}
    await api.ok("answerInlineQuery", inline_query_id=query, results=[article])
    await playground.choose_inline(FATMA, query, "1")
    playground.clock.advance(timedelta(seconds=599))
    kinds = [(set(update) - {"update_id"}).pop() for update in await polled(api)]
    assert kinds == ["message", "chosen_inline_result"]
    playground.clock.advance(timedelta(seconds=2))
    assert [set(u) - {"update_id"} for u in await polled(api, offset=-5)] == [{"message"}]


async def test_after_a_quiet_week_numbers_begin_elsewhere(
    playground: Playground, api: Client
) -> None:
    playground.fault("ages_by_clock")
    await playground.send(FATMA, "before")
    await playground.send(FATMA, "at once")
    one, two = await polled(api)
    assert two["update_id"] == one["update_id"] + 1
    playground.clock.advance(timedelta(days=7, seconds=1))
    await playground.send(FATMA, "a week later")
    [three] = await polled(api, offset=two["update_id"] + 1)
    assert three["update_id"] > two["update_id"] + 10**5


async def test_any_update_can_be_injected(playground: Playground, api: Client) -> None:
    strange = {"update_id": 5, "telepathy": {"thought": "?"}}
    assert playground.inject_update(strange) == 5
    assert playground.inject_update({"message": {"message_id": 1}}) > 5
    first, second = await polled(api)
    assert first == strange
    assert second["message"] == {"message_id": 1}
    api.wrong.clear()  # Telegram would never send these


async def test_stopping_lets_go_of_a_long_poll(playground: Playground, api: Client) -> None:
    waiting = asyncio.create_task(polled(api, timeout=50))
    await playground.polled()
    playground.world.queues[42].close()
    assert await asyncio.wait_for(waiting, 1) == []
