"""Bad days on demand."""

import time
from typing import Any

import pytest
from aiohttp import ClientConnectionError

from bot.playground import Playground
from bot.playground.errors import ControlError
from bot.playground.faults import CALLS, WORLD
from tests.playground.client import FATMA, YOUSSEF, Client
from tests.playground.test_updates import CONFLICT


async def write(api: Client, person: int = FATMA) -> Any:
    return await api.call("sendMessage", chat_id=person, text="x")


async def test_too_many_for_one_chat(playground: Playground, api: Client) -> None:
    playground.fault("too_many", chat_id=FATMA, retry_after=7)
    refused = await write(api)
    assert refused.refusal == (429, "Too Many Requests: retry after 7")
    assert refused.body["parameters"] == {"retry_after": 7}
    assert (await write(api, YOUSSEF)).result
    playground.clear_faults()
    assert (await write(api)).result


async def test_retry_after_is_a_header_too(playground: Playground, api: Client) -> None:
    playground.fault("too_many", retry_after=3)
    address = f"{api.url}/bot{api.token}/sendMessage"
    async with api.session.post(address, json={"chat_id": FATMA, "text": "x"}) as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "3")


async def test_one_in_three(playground: Playground, api: Client) -> None:
    playground.fault("server_error", every=3, status=502)
    assert [(await write(api)).status for _ in range(6)] == [200, 200, 502, 200, 200, 502]


async def test_a_method_and_a_number_of_times(playground: Playground, api: Client) -> None:
    playground.fault("server_error", method="sendMessage", times=1, status=500)
    assert (await api.call("sendChatAction", chat_id=FATMA, action="typing")).status == 200
    assert [(await write(api)).status for _ in range(2)] == [500, 200]


@pytest.mark.parametrize(
    ("kind", "code", "description"),
    [
        ("blocked", 403, "Forbidden: bot was blocked by the user"),
        ("deactivated", 403, "Forbidden: user is deactivated"),
        ("chat_not_found", 400, "Bad Request: chat not found"),
    ],
)
async def test_people_who_are_gone(
    playground: Playground, api: Client, kind: str, code: int, description: str
) -> None:
    playground.fault(kind, chat_id=FATMA)
    assert (await write(api)).refusal == (code, description)
    assert (await write(api, YOUSSEF)).result


async def test_slow(playground: Playground, api: Client) -> None:
    playground.fault("slow", seconds=0.1, times=1)
    begin = time.monotonic()
    assert (await write(api)).result
    assert time.monotonic() - begin >= 0.1


async def test_a_lost_reply_was_done_all_the_same(playground: Playground, api: Client) -> None:
    playground.fault("lost_reply", times=1)
    with pytest.raises(ClientConnectionError):
        await write(api)
    assert playground.messages(FATMA)[-1]["text"] == "x"


async def test_a_cut_connection_did_nothing(playground: Playground, api: Client) -> None:
    playground.fault("cut", times=1)
    with pytest.raises(ClientConnectionError):
        await write(api)
    assert [message["text"] for message in playground.messages(FATMA)] == ["/start"]


async def test_duplicates(playground: Playground, api: Client) -> None:
    playground.fault("duplicates")
    await playground.send(FATMA, "once")
    (update,) = await api.ok("getUpdates")
    offset = update["update_id"] + 1
    assert await api.ok("getUpdates", offset=offset) == [update]
    playground.clear_faults()
    await playground.send(FATMA, "more")
    (more,) = await api.ok("getUpdates", offset=offset)
    assert more["message"]["text"] == "more"


async def test_taps_first(playground: Playground, api: Client) -> None:
    playground.fault("taps_first")
    await playground.send(FATMA, "written first")
    await playground.tap(FATMA, 1, "tapped second")
    tap, message = await api.ok("getUpdates")
    assert tap["update_id"] < message["update_id"]
    assert "callback_query" in tap
    assert message["message"]["text"] == "written first"


async def test_polling_goes_on_unless_it_is_named(playground: Playground, api: Client) -> None:
    playground.fault("server_error")
    assert (await api.call("getUpdates")).status == 200
    playground.fault("server_error", method="getUpdates")
    assert (await api.call("getUpdates", offset=1)).status == 502


async def test_by_http(playground: Playground, api: Client) -> None:
    switched = await api.control("faults", kind="server_error", status=503, every=1)
    assert switched.body == {"id": 1}
    assert (await write(api)).status == 503
    (active,) = await api.get("/playground/faults")
    assert (active["kind"], active["seen"]) == ("server_error", 1)
    async with api.session.delete(f"{api.url}/playground/faults") as response:
        assert response.status == 200
    assert (await write(api)).result


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"kind": "plague"},
        {"kind": "slow", "every": 0},
        {"kind": "slow", "colour": 1},
        {"kind": "slow", "times": 0},
        {"kind": "slow", "seconds": -1},
        {"kind": "slow", "seconds": float("nan")},
        {"kind": "too_many", "retry_after": 0},
        {"kind": "server_error", "status": 200},
        {"kind": "server_error", "status": 999},
    ],
)
async def test_faults_nobody_knows(api: Client, wrong: dict[str, Any]) -> None:
    assert (await api.control("faults", **wrong)).status == 400
    assert await api.get("/playground/faults") == []


async def test_another_poller(playground: Playground, api: Client) -> None:
    """It locks nobody out: the next call has all that the first would have had."""
    playground.fault("another_poller", times=1)
    await playground.send(FATMA, "hello")
    assert (await api.call("getUpdates")).refusal == (409, CONFLICT)
    assert (await write(api)).result
    assert len(await api.ok("getUpdates")) == 1


async def test_every_fault_by_http(api: Client) -> None:
    for kind in (*CALLS, *WORLD):
        assert (await api.control("faults", kind=kind)).status == 200


def test_an_unknown_fault_in_python(playground: Playground) -> None:
    with pytest.raises(ControlError, match="There is no fault called 'plague'"):
        playground.fault("plague")
