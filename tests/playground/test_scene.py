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
        'assert "Say \\"hi\\"" in fatma.sees',
        'await fatma.presses("open")',  # no longer there
        'assert "Say \\"hi\\"" in fatma.sees',
    ]


async def test_a_numbered_button_is_pressed_by_what_it_carries(
    playground: Playground, api: Client
) -> None:
    keys = [[{"text": "\u20683. Trees\u2069", "callback_data": "plan:7"}]]
    markup = {"inline_keyboard": keys}
    card = await api.ok("sendMessage", chat_id=FATMA, text="Plans", reply_markup=markup)
    await playground.tap(FATMA, card["message_id"], "plan:7")
    assert lines(playground)[-2] == 'await fatma.presses("plan:7")'


async def test_who_enters_and_how() -> None:
    playground = Playground()
    playground.add_bot(TOKEN, "buurtbot", "Buurtbot")
    names = ["Émile", "Émile", "Town", "Class", "42", "فاطمة"]
    notes = ["resident", "moderator", "officer", None, None, None]
    for number, (name, note) in enumerate(zip(names, notes, strict=True), start=1):
        playground.add_person(number, name, "nl" if note else None, note=note)
        await playground.send(number, "/start")
    assert lines(playground)[:6] == [
        'emile = await town.stranger("Émile", "nl")',
        'person_2 = await town.moderator("Émile", "nl")',
        'person_3 = await town.officer("Town", "nl")',
        'person_4 = await town.stranger("Class", "en")',
        'person_5 = await town.stranger("42", "en")',
        'person_6 = await town.stranger("فاطمة", "en")',
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


async def test_what_a_scene_cannot_do_is_told(playground: Playground, api: Client) -> None:
    group = (await api.control("groups", title="Straat", members=[FATMA, YOUSSEF])).body["id"]
    await playground.send(FATMA, "hello", chat_id=group)
    await playground.send(FATMA, kind="photo", file=Upload("a.png", "image/png", png()))
    await playground.edit(FATMA, 1, "begin")
    await playground.forward(FATMA, 1)
    await playground.block(FATMA)
    await playground.block(FATMA, blocked=False)
    assert [line for line in lines(playground) if "fatma" in line][-6:] == [
        "# fatma: sends in Straat: hello",
        "# fatma: sends a photo",
        "# fatma: edits a message: begin",
        "# fatma: forwards a message",
        "await fatma.blocks()",
        "# fatma: unblocks the bot",
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
