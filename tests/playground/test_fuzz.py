"""Whatever a bot or a page sends, the playground answers; it never breaks."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

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
from tests.playground.client import FATMA, TOKEN, Client

# These hold the call open or go elsewhere; what they read is tried with nothing to wait for.
QUICK: dict[str, dict[str, Any]] = {
    "getUpdates": {"timeout": 0, "offset": -1},
    "setWebhook": {"url": ""},
}
NAMES = sorted({name for method in METHODS.values() for name in method.accepts})
WITHIN = (
    "type text url callback_data inline_keyboard keyboard force_reply offset length media caption "
    "id title input_message_content message_text command description emoji chat_id"
)
INNER = st.sampled_from(WITHIN.split())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(INNER, inner, max_size=4),
    max_leaves=8,
)
USUAL = st.sampled_from([FATMA, str(FATMA), 1, 2, -101, 42, "HTML", "MarkdownV2", "hello", "[]"])
HALF_RIGHT = st.sampled_from(
    [
        {"inline_keyboard": [[{"text": "x", "callback_data": "x"}, {"text": 1}], [None]]},
        {"keyboard": [["x", {"text": "x", "request_users": 7}]], "one_time_keyboard": "?"},
        [{"type": "photo", "media": "attach://one"}, {"type": "document", "media": None}],
        [{"type": "article", "id": "1", "title": "x", "input_message_content": {}}],
        [{"type": "bold", "offset": 0, "length": 2**40}, {"type": "italic", "offset": 1}],
        [{"type": ["bold"], "offset": 0, "length": 1}],
        [{"type": "text_mention", "offset": 0, "length": 1, "user": 7}],
        [float("inf"), -1],
        {"inline_keyboard": [[{"text": "\ud800", "callback_data": "\ud800"}]]},
        {"type": "chat", "chat_id": [FATMA]},
        [{"type": "emoji", "emoji": ["👍"]}],
        [{"command": ["start"], "description": {}}],
        {"message_id": {}, "chat_id": 1},
        {"message_id": "1.5"},
        [[1], {}, "1"],
        "-1e400",
        "\ud800",
        "9" * 5000,
    ]
)
FIELDS = (
    "text kind message_id data blocked options emoji chat_id file caption reply_to_message_id "
    "latitude users inline_query_id result_id title type members is_forum user_id status by "
    "anonymous first_name id language_code note advance method every times retry_after seconds"
)
ACTS = ["send", "tap", "edit", "forward", "block", "vote", "react", "inline", "choose"]
PATHS = [
    *(f"people/{FATMA}/{act}" for act in ACTS),
    *("people", "people/x/send", "groups", "groups/-101/members", "groups/-101/upgrade"),
    *("faults", "clock"),
]
CARD = {"inline_keyboard": [[{"text": "Open", "callback_data": "open"}]]}
STYLES = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"]
KINDS = st.sampled_from(
    [
        "photo",
        "voice",
        "sticker",
        "location",
        "users_shared",
        "supergroup",
        "administrator",
        "slow",
    ]
)
CONTROL = st.tuples(
    st.sampled_from(PATHS),
    st.dictionaries(st.sampled_from(FIELDS.split()), USUAL | JSON | KINDS, max_size=6),
)
SLOWLY = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@asynccontextmanager
async def opened() -> AsyncIterator[Client]:
    """Fatma, a card, a poll and a group: something that calls can hit upon."""
    playground = Playground()
    playground.add_bot(TOKEN, "buurtbot", "Buurtbot")
    playground.add_person(FATMA, "Fatma", "tr")
    await playground.send(FATMA, "/start")
    playground.add_group("Street", "group", FATMA)
    async with playground.serving() as url, ClientSession() as session:
        api = Client(session, url)
        await api.ok("sendMessage", chat_id=FATMA, text="Card", reply_markup=CARD)
        await api.ok("sendPoll", chat_id=FATMA, question="When?", options=["Now", "Later"])
        yield api


async def answers(calls: list[tuple[str, bytes, str]]) -> list[tuple[int, str]]:
    """Post each body with its content type; answers statuses and texts."""
    seen = []
    async with opened() as api:
        for path, body, kind in calls:
            headers = {"Content-Type": kind}
            async with api.session.post(
                f"{api.url}{path}", data=body, headers=headers
            ) as response:
                seen.append((response.status, await response.text()))
    return seen


def in_style(given: dict[str, Any], style: str) -> tuple[bytes, str]:
    """The body of a call and its content type."""
    if style == "application/json":
        return json.dumps(given).encode(), style
    texts = {n: v if isinstance(v, str) else json.dumps(v) for n, v in given.items()}
    clean = {n: v.encode("utf-8", "replace").decode() for n, v in texts.items()}
    if style == "application/x-www-form-urlencoded":
        return urlencode(clean).encode(), style
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'
        for n, v in clean.items()
    )
    return f"{parts}--b--\r\n".encode(), f"{style}; boundary=b"


def check_answer(status: int, text: str) -> None:
    body = json.loads(text)
    assert status == (200 if body["ok"] else body["error_code"])
    assert status in (200, 400, 403, 409, 413, 429, 501), text


@pytest.mark.parametrize("name", [method.name for method in METHODS.values()])
def test_every_method_always_answers(name: str) -> None:
    accepts = sorted(METHODS[name.lower()].accepts) or NAMES
    value = USUAL | HALF_RIGHT | JSON
    bodies = st.dictionaries(st.sampled_from(accepts), value, max_size=len(accepts))
    calls = st.lists(st.tuples(bodies, st.sampled_from(STYLES)), min_size=1, max_size=12)

    @SLOWLY
    @given(calls)
    def tried(calls: list[tuple[dict[str, Any], str]]) -> None:
        here = [
            ({"chat_id": FATMA, **body, **QUICK.get(name, {})}, style) for body, style in calls
        ]
        sent = [(f"/bot{TOKEN}/{name}", *in_style(body, style)) for body, style in here]
        for status, text in asyncio.run(answers(sent)):
            check_answer(status, text)

    tried()


@SLOWLY
@given(st.lists(st.tuples(st.binary(max_size=80), st.sampled_from(STYLES)), max_size=12))
def test_bytes_of_any_kind_are_answered(bodies: list[tuple[bytes, str]]) -> None:
    kinds = [(body, kind) for body, kind in bodies] + [
        (body, f"{k}; boundary=b") for body, k in bodies
    ]
    sent = [(f"/bot{TOKEN}/sendMessage", b"--b\r\n" + body, kind) for body, kind in kinds]
    for status, text in asyncio.run(answers(sent)):
        check_answer(status, text)


@SLOWLY
@given(st.lists(CONTROL, min_size=1, max_size=12))
def test_the_control_api_always_answers(acts: list[tuple[str, dict[str, Any]]]) -> None:
    sent = [(f"/playground/{path}", *in_style(body, STYLES[0])) for path, body in acts]
    for status, text in asyncio.run(answers(sent)):
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
