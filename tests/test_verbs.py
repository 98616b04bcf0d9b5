"""What actors do with messages, in their chat and in a group."""

import pytest
from aiohttp import ClientSession

from tests.playground.client import Client
from tests.town import TOKEN, Town

KEYS = {"inline_keyboard": [[{"text": "I come", "callback_data": "nonsense"}]]}


async def test_votes_reactions_and_taps_in_a_group(town: Town) -> None:
    fatma, yusuf = await town.resident("Fatma"), await town.resident("Yusuf", "ar")
    street = await town.group("Street", fatma, yusuf)
    async with ClientSession() as session:
        api = Client(session, town.settings.telegram_url, TOKEN)
        await api.ok("sendPoll", chat_id=street.id, question="When?", options=["Now", "Later"])
        await yusuf.votes("When?", "Later", group=street)
        await fatma.votes("When?", "Now", group=street)
        await fatma.votes("When?", group=street)  # taken back
        await api.ok("sendMessage", chat_id=street.id, text="Saturday", reply_markup=KEYS)
        await fatma.reacts("Saturday", "👍", street)
        await yusuf.taps("I come", street)
    asked, said = town.playground.messages(street.id)[-2:]
    assert [option["voter_count"] for option in asked["poll"]["options"]] == [0, 1]
    assert said["reactions"] == {"👍": [fatma.id]}
    assert street.sees == "Saturday"
    assert "--- Street\nFatma:\n" in town.transcript
    assert (
        "bot:\n  (poll)\n  When?\n  [Now] [Later]\nbot:\n  Saturday\n  [I come]" in town.transcript
    )
    with pytest.raises(AssertionError, match="Yusuf finds no message 'Sunday'"):
        await yusuf.edits("Sunday", "Monday", street)
    with pytest.raises(AssertionError, match="Nothing asks Fatma 'Who comes'"):
        await fatma.shares("Who comes", yusuf, group=street)
    with pytest.raises(AssertionError, match="Fatma was not offered 'Park'"):
        await fatma.picks("Park", street)
    with pytest.raises(AssertionError, match="Street has no topic 'Trees'"):
        street.topic("Trees")
    with pytest.raises(AssertionError, match="Fatma sees no button 'I stay'"):
        await fatma.taps("I stay", street)
