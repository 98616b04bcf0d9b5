"""What is written of what people did."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import MovableClock
from bot.playground import Playground
from bot.playground.parameters import Upload
from bot.playground.scene import scene
from tests.playground.client import FATMA, STRANGER, TOKEN, YOUSSEF, Client, png

KEYBOARD = {"inline_keyboard": [[{"text": "\u2068Open\u2069 it", "callback_data": "open"}]]}


def lines(playground: Playground) -> list[str]:
    """The body of the scene."""
    _, _, body = scene(playground.world).partition("-> None:\n")
    return [line.strip() for line in body.splitlines()]


def test_nothing_done_is_a_scene_too() -> None:
    assert lines(Playground()) == ["pass"]


async def test_labels_and_texts_are_what_people_saw(playground: Playground, api: Client) -> None:
    card = await api.ok("sendMessage", chat_id=FATMA, text="Hi\nthere", reply_markup=KEYBOARD)
    await playground.tap(FATMA, card["message_id"], "open")
    edit = {"chat_id": FATMA, "message_id": card["message_id"]}
    await api.ok("editMessageText", text='Say "hi"\nnow', **edit)
    await playground.tap(FATMA, card["message_id"], "open")
    assert lines(playground)[-4:] == [
        'await fatma.taps("Open it")',
        "assert 'Say \"hi\"' in fatma.sees",
        'await fatma.presses("open")',  # no longer there
        "assert 'Say \"hi\"' in fatma.sees",
    ]


async def test_a_numbered_button_is_pressed_by_what_it_carries(
    playground: Playground, api: Client
) -> None:
    keys = [[{"text": "\u20683. Trees\u2069", "callback_data": "plan:7"}]]
    markup = {"inline_keyboard": keys}
    card = await api.ok("sendMessage", chat_id=FATMA, text="Plans", reply_markup=markup)
    await playground.tap(FATMA, card["message_id"], "plan:7")
    assert lines(playground)[-2] == 'await fatma.presses("plan:7")'


async def test_a_button_that_another_would_be_taken_for_is_pressed_by_what_it_carries(
    playground: Playground, api: Client
) -> None:
    def keys(**labels: str) -> dict[str, object]:
        rows = [[{"text": text, "callback_data": data}] for data, text in labels.items()]
        return {"inline_keyboard": rows}

    older = await api.ok("sendMessage", chat_id=FATMA, text="Old", reply_markup=keys(old="Vote"))
    markup = keys(now="Vote now", later="Vote")
    newer = await api.ok("sendMessage", chat_id=FATMA, text="New", reply_markup=markup)
    await playground.tap(FATMA, older["message_id"], "old")
    for data in ("later", "now"):
        await playground.tap(FATMA, newer["message_id"], data)
    assert [line for line in lines(playground)[-6:] if "await" in line] == [
        'await fatma.presses("old")',
        'await fatma.presses("later")',
        'await fatma.taps("Vote now")',
    ]


async def test_who_enters_and_how() -> None:
    playground = Playground()
    playground.add_bot(TOKEN, "buurtbot", "Buurtbot")
    names = ["Émile", "Émile", "Town", "Class", "42", "فاطمة", "Wolfeschlegelsteinhausen, Jan"]
    notes = ["resident", "moderator", "officer", *[None] * 4]
    for number, (name, note) in enumerate(zip(names, notes, strict=True), start=1):
        playground.add_person(number, name, "nl" if note else None, note=note)
        await playground.send(number, "/start")
    assert lines(playground)[:7] == [
        'emile = await town.stranger("Émile", "nl")',
        'emile_2 = await town.moderator("Émile", "nl")',
        'town_3 = await town.officer("Town", "nl")',
        'person_4 = await town.stranger("Class", "en")',
        'person_5 = await town.stranger("42", "en")',
        'person_6 = await town.stranger("فاطمة", "en")',
        'wolfeschlegelsteinhausen = await town.stranger("Wolfeschlegelsteinhausen, Jan", "en")',
    ]


async def test_the_clock(playground: Playground) -> None:
    playground = Playground(clock=MovableClock(datetime(2027, 5, 10, 10, 0, tzinfo=UTC)))
    for minutes in (2 * 24 * 60, 5 * 60, 90):
        playground.world.advance(timedelta(minutes=minutes))
    target = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
    playground.world.advance(target - playground.clock())
    assert lines(playground) == [
        "await town.passes(days=2)",
        "await town.passes(hours=5)",
        "await town.passes(minutes=90)",
        'await town.reaches(datetime.fromisoformat("2027-06-01T09:00:00Z"))',
    ]
    assert "from datetime import datetime\n" in scene(playground.world)


async def test_bad_days(playground: Playground, api: Client) -> None:
    await api.control("faults", kind="too_many", chat_id=FATMA, every=3, retry_after=2)
    await api.control("faults", kind="slow", method="sendMessage", seconds=0.5, times=2)
    await api.control("faults", kind="blocked", chat_id=STRANGER)  # who does nothing here
    playground.clear_faults()
    playground.clear_faults()  # of none
    assert lines(playground)[-5:] == [
        "await town.settles()",
        'town.playground.fault("too_many", chat_id=fatma.id, every=3, retry_after=2)',
        'town.playground.fault("slow", method="sendMessage", times=2, seconds=0.5)',
        "# the fault blocked, in another chat",
        "town.playground.clear_faults()",
    ]


async def test_what_was_done_to_messages(playground: Playground, api: Client) -> None:
    made = (await api.control("groups", title="De Straat", members=[FATMA, YOUSSEF])).body["id"]
    at = {"chat_id": made}
    said = await playground.send(FATMA, "Benches on the squere", **at)
    await playground.edit(FATMA, said["message_id"], "Benches on the square", **at)
    await playground.forward(FATMA, said["message_id"], **at)
    await playground.forward(FATMA, 1, to_chat_id=made)
    asked = await api.ok("sendPoll", chat_id=made, question="When?", options=["Now", "Later"])
    await playground.vote(YOUSSEF, asked["message_id"], 1, **at)
    await playground.vote(YOUSSEF, asked["message_id"], **at)
    await playground.react(YOUSSEF, said["message_id"], "👍", **at)
    card = await api.ok("sendMessage", chat_id=FATMA, text="Which \u2068day\u2069?\nOr week?")
    await playground.send(FATMA, "Monday", reply_to_message_id=card["message_id"])
    await playground.block(FATMA)
    await playground.block(FATMA, blocked=False)
    body = lines(playground)
    start = next(at for at, line in enumerate(body) if line.startswith("de_straat = "))
    assert [line for line in body[start:] if "settles" not in line] == [
        'de_straat = await town.group("De Straat", fatma, youssef, kind="group")',
        'await fatma.sends("Benches on the squere", group=de_straat)',
        'await fatma.edits("Benches on the squere", "Benches on the square", group=de_straat)',
        'await fatma.forwards("Benches on the square", group=de_straat)',
        'await fatma.forwards("/start", to=de_straat)',
        'await youssef.votes("When?", "Later", group=de_straat)',
        'await youssef.votes("When?", group=de_straat)',
        'await youssef.reacts("Benches on the square", "👍", group=de_straat)',
        'await fatma.replies("Which day?", "Monday")',
        'assert "Which day?" in fatma.sees',
        "await fatma.blocks()",
        "await fatma.unblocks()",
    ]


async def test_what_was_sent_with_it(playground: Playground, api: Client) -> None:
    picture = Upload("street.png", "image/png", png(30, 20))
    await playground.send(FATMA, kind="photo", file=picture, caption="My street")
    await playground.send(
        FATMA, kind="document", file=Upload("a.csv", "text/csv", b"a;b\n\xe2\x81\xa6")
    )
    for data in (b"\xff\xfe", b"a\0", b"a" * 2001):
        await playground.send(FATMA, kind="document", file=Upload("a.pdf", "x/y", data))
    await playground.send(FATMA, "\u200fمرحبا\n\u202e(3)")
    assert lines(playground)[-6:] == [
        'await fatma.sends_photo(png(30, 20), "My street")',
        'await fatma.sends_file("a.csv", "a;b\\n\\u2066".encode())',
        'await fatma.sends_file("a.pdf", (HERE / "a_b3d510ef.pdf").read_bytes())',
        'await fatma.sends_file("a.pdf", (HERE / "a_ffe9aaea.pdf").read_bytes())',
        'await fatma.sends_file("a.pdf", (HERE / "a_a0b153f0.pdf").read_bytes())',
        'await fatma.sends("\\u200fمرحبا\\n\\u202e(3)")',  # as it was typed, and seen as it is
    ]
    assert "from tests.playground.client import png\n" in scene(playground.world)


async def test_what_a_scene_cannot_do_is_told(playground: Playground, api: Client) -> None:
    old = playground.add_group("Old", "group", FATMA)
    playground.world.acts.done.clear()  # it was made too long ago
    await playground.send(FATMA, "hello", chat_id=old.id)
    await playground.send(FATMA, kind="location", latitude=52.0, longitude=4.0)
    first, second = [await playground.send(FATMA, text) for text in ("Tree", "Trees")]
    await playground.edit(FATMA, first["message_id"], "Bench")  # "Tree" would find the newer
    await playground.edit(FATMA, second["message_id"], "Benches")
    assert [line for line in lines(playground) if "fatma" in line][-6:] == [
        "# fatma: in another group: sends hello",
        "# fatma: sends a location",
        'await fatma.sends("Tree")',
        'await fatma.sends("Trees")',
        "# fatma: edits a message Bench",
        'await fatma.edits("Trees", "Benches")',
    ]


async def test_it_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "playground.json"
    for text in ("/start", "/help"):
        playground = Playground(path)
        playground.add_bot(TOKEN, "buurtbot", "Buurtbot")
        playground.add_person(STRANGER, "Sam", "en")
        async with playground.serving():
            await playground.send(STRANGER, text)
    assert [line for line in lines(playground) if "sends" in line] == [
        'await sam.sends("/start")',
        'await sam.sends("/help")',
    ]
