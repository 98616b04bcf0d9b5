"""Polls: asked by the bot, answered by people, stopped."""

from datetime import timedelta
from typing import Any

import pytest

from bot.playground import Playground
from bot.playground.errors import ControlError
from tests.playground.client import FATMA, Client


def poll(**changes: Any) -> dict[str, Any]:
    asked = {"chat_id": FATMA, "question": "Which day?", "options": ["Monday", {"text": "Friday"}]}
    return {**asked, "is_anonymous": False, **changes}


async def test_votes_are_counted_and_told(playground: Playground, api: Client) -> None:
    sent = await api.ok("sendPoll", **poll())
    await playground.vote(FATMA, sent["message_id"], 1)
    counts, answer = await api.ok("getUpdates")
    assert [option["voter_count"] for option in counts["poll"]["options"]] == [0, 1]
    assert counts["poll"]["total_voter_count"] == 1
    assert answer["poll_answer"]["option_ids"] == [1]
    assert answer["poll_answer"]["user"]["id"] == FATMA
    await playground.vote(FATMA, sent["message_id"])
    *_, taken_back = await api.ok("getUpdates", offset=answer["update_id"] + 1)
    assert taken_back["poll_answer"]["option_ids"] == []


async def test_only_the_explanation_keeps_entities(api: Client) -> None:
    asked = poll(question="See https://example.org #1", options=["@fatma", "b"])
    quiz = {"type": "quiz", "correct_option_ids": [0], "explanation": "@fatma"}
    shown = (await api.ok("sendPoll", **asked, **quiz))["poll"]
    assert "question_entities" not in shown
    assert "text_entities" not in shown["options"][0]
    assert [entity["type"] for entity in shown["explanation_entities"]] == ["mention"]


async def test_an_anonymous_poll_names_nobody(playground: Playground, api: Client) -> None:
    sent = await api.ok("sendPoll", **poll(is_anonymous=True))
    await playground.vote(FATMA, sent["message_id"], 0)
    assert [set(update) for update in await api.ok("getUpdates")] == [{"update_id", "poll"}]


async def test_stopped(playground: Playground, api: Client) -> None:
    sent = await api.ok("sendPoll", **poll())
    number = {"chat_id": FATMA, "message_id": sent["message_id"]}
    closed = await api.ok("stopPoll", **number)
    assert closed["is_closed"] is True
    (update,) = await api.ok("getUpdates")
    assert update["poll"] == closed
    again = await api.call("stopPoll", **number)
    assert again.refusal == (400, "Bad Request: poll has already been closed")
    with pytest.raises(ControlError, match="closed"):
        await playground.vote(FATMA, sent["message_id"], 0)


async def test_closed_by_time(playground: Playground, api: Client) -> None:
    sent = await api.ok("sendPoll", **poll(open_period=60))
    playground.clock.advance(timedelta(seconds=61))
    with pytest.raises(ControlError, match="closed"):
        await playground.vote(FATMA, sent["message_id"], 0)


async def test_what_a_voter_cannot_do(playground: Playground, api: Client) -> None:
    sent = await api.ok("sendPoll", **poll(type="quiz", correct_option_ids=[1]))
    for wrong in ([7], [0, 1]):
        with pytest.raises(ControlError):
            await playground.vote(FATMA, sent["message_id"], *wrong)
    await playground.vote(FATMA, sent["message_id"], 0)
    with pytest.raises(ControlError, match="cannot be changed"):
        await playground.vote(FATMA, sent["message_id"], 1)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"options": ["x"] * 13}, "poll can't have more than 12 options"),
    ({"question": "x" * 301}, "poll question length must not exceed 300"),
    ({"options": ["a", "x" * 101]}, "poll options length must not exceed 100"),
    ({"options": ["a", ""]}, "poll options must be non-empty"),
    ({"options": []}, "poll must have at least 1 option"),
    ({"options": "x"}, "can't parse options JSON object"),
    ({"question": " "}, "poll question must be non-empty"),
    ({"question": "\u200b"}, "poll question must be non-empty"),
    ({"type": "exam"}, "unsupported poll type specified"),
    ({"type": "quiz"}, "quiz must have at least one correct option"),
    ({"type": "quiz", "correct_option_ids": [2]}, "wrong correct option ID specified"),
    ({"open_period": 4}, "poll open period is out of range"),
    (
        {"open_period": 60, "close_date": 2_000_000_000},
        "only one of open_period and close_date can be specified",
    ),
]


@pytest.mark.parametrize(("changes", "description"), REFUSED)
async def test_refused(api: Client, changes: dict[str, Any], description: str) -> None:
    refused = await api.call("sendPoll", **poll(**changes))
    assert refused.refusal == (400, f"Bad Request: {description}")


async def test_the_largest_poll(api: Client) -> None:
    largest = poll(question="x" * 300, options=["x" * 100] * 12)
    assert len((await api.ok("sendPoll", **largest))["poll"]["options"]) == 12


async def test_there_is_no_poll_to_stop(api: Client) -> None:
    refused = await api.call("stopPoll", chat_id=FATMA, message_id=1)
    assert refused.refusal == (400, "Bad Request: message with poll to stop not found")
