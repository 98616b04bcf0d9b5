"""What comes in: kept first, done once, in order; and what is not for us is put aside."""

import asyncio
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import select

from bot import intake
from bot.intake import Intake, Ticket
from flows import permissions
from flows.kernel import ACTIONS, Action, Ctx, Screen
from flows.text import just
from storage.models import InboxRow, InboxState
from storage.repositories.inbox import News
from tests.town import Town, fails_once


async def inbox(town: Town) -> list[InboxRow]:
    async with town.db.read() as tx:
        return list(await tx.session.scalars(select(InboxRow).order_by(InboxRow.update_id)))


def states(rows: list[InboxRow]) -> list[InboxState]:
    return [row.state for row in rows]


def message(update_id: int, sender: int, text: str = "hello") -> dict[str, Any]:
    """An update as Telegram brings it."""
    user = {"id": sender, "is_bot": False, "first_name": "Fatma"}
    chat = {"id": sender, "type": "private", "first_name": "Fatma"}
    content = {"message_id": 1, "date": 1_800_000_000, "chat": chat, "from": user, "text": text}
    return {"update_id": update_id, "message": content}


class Breaking:
    """A use case that fails as often as it is told to."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.calls = 0

    async def __call__(self, _ctx: Ctx, arg: str) -> Screen:
        self.calls += 1
        if self.calls <= self.failures:
            raise RuntimeError("a fault of ours")
        return Screen(just(f"done {arg}"), fresh=True)


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Register a use case that fails so many times; nobody waits between two attempts."""

    def register(failures: int) -> Breaking:
        run = Breaking(failures)
        monkeypatch.setattr(intake, "LONGEST_PAUSE", 0)
        monkeypatch.setitem(ACTIONS, "break", Action(run, permissions.anyone, reads=False))
        return run

    return register


async def test_what_fails_five_times_is_a_dead_letter_with_a_number(
    town: Town, breaks: Any, logged: StringIO
) -> None:
    fatma = await town.resident("Fatma")
    run = breaks(99)
    await fatma.presses("break")
    assert run.calls == intake.MOST_FAILURES
    dead = (await inbox(town))[-1]
    assert dead.state is InboxState.DEAD
    assert dead.payload is not None, "kept for whoever repairs the cause"
    assert "Something went wrong on our side. I kept what you sent." in fatma.sees
    assert f"Tell us this number: {dead.id}" in fatma.sees
    assert "Fatma" not in logged.getvalue()
    await fatma.sends("/help")
    assert "Help" in fatma.sees, "what comes after it goes on"
    await town.stops()
    await town.starts()
    assert run.calls == intake.MOST_FAILURES, "a dead letter stays dead"


async def test_what_fails_twice_and_then_works_is_done_once(town: Town, breaks: Any) -> None:
    fatma = await town.resident("Fatma")
    run = breaks(2)
    await fatma.presses("break:it")
    assert run.calls == 3
    assert fatma.heard.count("done it") == 1
    row = (await inbox(town))[-1]
    assert (row.state, row.attempts, row.payload) == (InboxState.DONE, 2, None)


async def test_what_is_done_but_cannot_be_shown_is_told(town: Town, breaks: Any) -> None:
    fatma = await town.resident("Fatma")
    breaks(0)

    async def unreadable(ctx: Ctx, _arg: str) -> Screen:
        ctx.actor.area = "MG"
        return Screen(just("x" * 5000))

    ACTIONS["break"] = Action(unreadable, permissions.anyone, reads=False)
    await fatma.presses("break")
    assert "What you did before is kept." in fatma.sees
    async with town.db.read() as tx:
        person = await tx.people.get(fatma.person_id)
    assert person is not None
    assert person.area == "MG"


async def test_every_update_comes_twice_and_is_done_once(town: Town) -> None:
    town.playground.fault("duplicates")
    fatma = await town.resident("Fatma")
    await fatma.sends("/propose")
    await fatma.sends("Trees for the square")
    assert "Question 2 of" in fatma.sees
    assert len(fatma.heard) == 3
    assert states(await inbox(town)) == [InboxState.DONE] * 3


async def test_an_update_is_kept_before_telegram_may_forget_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bot dies between fetching and keeping: the update comes again to the next one."""
    fatma = await town.resident("Fatma")
    gone = asyncio.Event()

    async def dies(_self: Intake, _updates: object) -> None:
        gone.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as dying:
        dying.setattr(Intake, "keep", dies)
        await town.playground.send(fatma.id, "/help")
        await gone.wait()
        await town.stops()
    assert town.playground.pending() == 1
    await town.starts()
    await town.answered()
    assert "Help" in fatma.sees


async def test_what_was_kept_and_not_done_is_done_after_a_restart(town: Town) -> None:
    fatma = await town.resident("Fatma")
    await town.stops()
    async with town.db.write() as tx:
        await tx.inbox.keep([News(5, fatma.id, message(5, fatma.id, "/help"))], town.now)
    await town.starts()
    await town.answered()
    assert "Help" in fatma.sees
    await town.stops()
    assert {row.state for row in await inbox(town)} == {InboxState.DONE}


async def test_whose_answer_was_lost_hears_that_we_are_back(town: Town) -> None:
    fatma, sem = await town.resident("Fatma"), await town.resident("Sem")
    town.playground.fault("chat_not_found", chat_id=fatma.id, method="sendMessage", times=1)
    await fatma.sends("/stop")
    assert "I will not write" not in fatma.sees
    for _ in range(2):
        await town.stops()
        await town.starts()
    back = "I was away for a moment. What you did before is kept."
    assert sum(back in heard for heard in fatma.heard) == 1
    assert not any(back in heard for heard in sem.heard)


async def test_stopping_finishes_what_is_in_hand(town: Town, breaks: Any) -> None:
    fatma = await town.resident("Fatma")
    started, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_ctx: Ctx, _arg: str) -> Screen:
        started.set()
        await go_on.wait()
        return Screen(just("done"), fresh=True)

    breaks(0)
    ACTIONS["break"] = Action(slow, permissions.anyone, reads=False)
    await town.playground.tap(fatma.id, 1, "break")
    await started.wait()
    stopping = asyncio.create_task(town.stops())
    await asyncio.sleep(0)
    assert not stopping.done()
    go_on.set()
    await stopping
    assert fatma.sees == "done"
    assert [row.answered for row in await inbox(town)] == [True, True]


async def test_one_at_a_time_for_one_person_and_people_side_by_side(town: Town) -> None:
    """Each waits for the other: only side by side can both be served."""
    both, order = asyncio.Barrier(2), list[str]()

    async def handle(ticket: Ticket) -> bool:
        order.append(f"{ticket.sender} begins")
        await both.wait()
        order.append(f"{ticket.sender} ends")
        return True

    async def apologise(_ticket: Ticket, _state: InboxState) -> None: ...

    hall = Intake(town.house, handle, apologise, per_second=1000)
    await hall.keep([message(n, sender) for n, sender in enumerate([1, 1, 2, 2], start=1)])
    async with asyncio.timeout(5):
        await hall.idle()
    for sender in (1, 2):
        own = [line for line in order if line.startswith(f"{sender} ")]
        assert own == [f"{sender} begins", f"{sender} ends"] * 2


async def test_a_database_that_is_away_loses_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    fatma = await town.resident("Fatma")
    calls = fails_once(monkeypatch)
    await fatma.sends("/help")
    assert calls == [1, 1]
    assert "Help" in fatma.sees
