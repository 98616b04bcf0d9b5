"""Whatever a bot or a page sends, the playground answers; it never breaks."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientSession
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground import Playground
from bot.playground.entities import finished, units
from bot.playground.errors import ApiError
from bot.playground.html_text import parse_html
from bot.playground.markdown_text import parse_markdown
from bot.playground.methods import METHODS
from tests.playground.client import FATMA, TOKEN

WAITING = {"getupdates", "setwebhook"}  # these hold the call open or go elsewhere
NAMES = sorted({name for method in METHODS.values() for name in method.accepts})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=8,
)
USUAL = st.sampled_from([FATMA, str(FATMA), 1, 2, -100, "HTML", "MarkdownV2", "hello", "[]"])
CALLS = st.tuples(
    st.sampled_from(sorted(METHODS.keys() - WAITING)),
    st.dictionaries(st.sampled_from(NAMES), USUAL | JSON, max_size=6),
)
FIELDS = (
    "text kind message_id data blocked options emoji chat_id file caption reply_to_message_id "
    "latitude users inline_query_id"
)
ACTS = ["send", "tap", "edit", "forward", "block", "vote", "react", "choose"]
KINDS = st.sampled_from(["photo", "voice", "sticker", "location", "users_shared"])
CONTROL = st.tuples(
    st.sampled_from(ACTS),
    st.dictionaries(st.sampled_from(FIELDS.split()), USUAL | JSON | KINDS, max_size=4),
)
SLOWLY = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


async def statuses(paths: list[tuple[str, Any]]) -> list[tuple[int, str]]:
    playground = Playground()
    playground.add_bot(TOKEN, "buurtbot", "Buurtbot")
    playground.add_person(FATMA, "Fatma", "tr")
    await playground.send(FATMA, "/start")
    seen = []
    async with playground.serving() as url, ClientSession() as session:
        for path, body in paths:
            sent = json.dumps(body).encode()
            headers = {"Content-Type": "application/json"}
            async with session.post(f"{url}{path}", data=sent, headers=headers) as response:
                seen.append((response.status, await response.text()))
    return seen


@SLOWLY
@given(st.lists(CALLS, min_size=1, max_size=12))
def test_the_bot_api_always_answers(calls: list[tuple[str, dict[str, Any]]]) -> None:
    paths = [(f"/bot{TOKEN}/{name}", body) for name, body in calls]
    for status, text in asyncio.run(statuses(paths)):
        body = json.loads(text)
        assert status == (200 if body["ok"] else body["error_code"])
        assert status in (200, 400, 403, 409, 413, 429, 501)


@SLOWLY
@given(st.lists(CONTROL, min_size=1, max_size=12))
def test_the_control_api_always_answers(acts: list[tuple[str, dict[str, Any]]]) -> None:
    paths = [(f"/playground/people/{FATMA}/{act}", body) for act, body in acts]
    for status, text in asyncio.run(statuses(paths)):
        assert status in (200, 400), text


MARKS = st.text("<>/&;\"'= abi*_~|`[]()!\\\n>uéع😀\u202e", max_size=40) | st.text(max_size=40)


@pytest.mark.parametrize("parse", [parse_html, parse_markdown])
@given(source=MARKS)
def test_every_text_is_read_or_refused(parse: Any, source: str) -> None:
    try:
        formatted = finished(parse(source))
    except ApiError:
        return
    end = units(formatted.text)
    for entity in formatted.entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= end
