"""Whatever people do, in whatever order: the box, the roll and the count are those of a model."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from flows.errors import Refusal
from flows.kernel import Ctx, Moment, tap
from flows.reading import Said
from flows.rounds.current import edition_of
from flows.stemcodes.issue import CodeError, draw, place, put_in_use
from flows.stemcodes.patience import MOST_TRIES
from flows.stemcodes.proposing import propose
from flows.stemcodes.redeem import typed
from flows.voting.ballot import seal_of
from flows.voting.count import count_closed, outcome_of
from storage.models import Initiative, InitiativeState, Role
from tests.town import Town, opened

PEOPLE, CODES, MOST = range(3), range(4), 2
PLANS = {"Bomen": 20, "Bankje": 15, "Disco": 10}  # thousands of euros
ALL_IT_TAKES = {
    "year": 2027,
    "title": {"nl": "Proef"},
    "areas": ["MF"],
    "budget": 40_000,
    "voters": "stemcode",
    "rule": "greedy_skip",
    "ballot": {"kind": "approval", "most": MOST},
}
FEW = settings(
    max_examples=20,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,  # a pipeline that fails must fail again
    suppress_health_check=list(HealthCheck),
)
R = TypeVar("R")
person, code, plan = (st.sampled_from(range_) for range_ in (PEOPLE, CODES, range(len(PLANS))))


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """Without a round: each run of the machine makes its own."""
    async with opened(database_url, tmp_path, seed=None) as town:
        yield town


async def test_every_order_of_acts_gives_the_ballots_of_the_model(town: Town) -> None:
    loop, runs = asyncio.get_running_loop(), iter(range(1, 10_000))

    class InThisTown(Machine):
        def __init__(self) -> None:
            super().__init__(town, loop, next(runs))

    await asyncio.to_thread(run_state_machine_as_test, InThisTown, settings=FEW)


@dataclass
class Model:
    """What ought to be, without a database. People and codes are numbers, plans are ids."""

    phase: str = "before"
    held: dict[int, int] = field(default_factory=dict)  # the code that somebody used
    revoked: set[int] = field(default_factory=set)
    card: dict[int, set[int]] = field(default_factory=dict)
    sent: dict[int, set[int]] = field(default_factory=dict)
    left_behind: list[set[int]] = field(default_factory=list)  # counted, of who went away
    in_vain: Counter[int] = field(default_factory=Counter)

    def may_vote(self, who: int) -> bool:
        return self.phase == "open" and who in self.held

    def redeem(self, who: int, number: int) -> None:
        if self.phase not in ("before", "open") or self.in_vain[who] >= MOST_TRIES:
            return
        owner = next((other for other, held in self.held.items() if held == number), None)
        if number in self.revoked or owner not in (None, who):
            self.in_vain[who] += 1
        elif who not in self.held:
            self.held[who] = number

    def choose(self, who: int, plan: int, *, on: bool) -> bool:
        chosen = self.card.get(who, set()) | {plan} if on else self.card.get(who, set()) - {plan}
        if not self.may_vote(who) or len(chosen) > MOST:
            return False
        self.card[who] = chosen
        return True

    def send(self, who: int) -> bool:
        if not self.may_vote(who) or not self.card.get(who):
            return False
        self.sent[who] = set(self.card[who])
        return True

    def withdraw(self, who: int) -> None:
        self.card.pop(who, None)
        self.sent.pop(who, None)

    def leave(self, who: int) -> None:
        if self.phase in ("closed", "counted") and who in self.sent:
            self.left_behind.append(self.sent[who])
        self.withdraw(who)
        del self.in_vain[who]
        number = self.held.pop(who, None)
        if number is not None and self.phase in ("closed", "counted"):
            self.revoked.add(number)  # nobody can use it any more

    def revoke(self, number: int) -> None:
        self.revoked.add(number)
        who = next((who for who, held in self.held.items() if held == number), None)
        if who is not None and self.phase in ("before", "open"):
            self.withdraw(who)
        if who is not None:
            del self.held[who]

    @property
    def box(self) -> Counter[tuple[int, ...]]:
        votes = [*self.sent.values(), *self.left_behind]
        return Counter(tuple(sorted(vote)) for vote in votes)


class Machine(RuleBasedStateMachine):
    def __init__(self, town: Town, loop: asyncio.AbstractEventLoop, run: int) -> None:
        super().__init__()
        self.town, self.loop, self.slug, self.first = town, loop, f"proef-{run}", run * 100
        self.model = Model()
        self.waits(self.prepares())

    def waits(self, work: Coroutine[Any, Any, R]) -> R:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    async def prepares(self) -> None:
        day = timedelta(days=1)
        self.opens_at, self.closes_at = self.town.now + day, self.town.now + 2 * day
        phase = {
            "key": "voting",
            "from": self.opens_at.isoformat(),
            "to": self.closes_at.isoformat(),
        }
        async with self.town.house.writing() as moment:
            await moment.tx.rounds.add(
                self.slug, {**ALL_IT_TAKES, "slug": self.slug, "phase": [phase]}
            )
            self.round = (await moment.tx.rounds.all())[0].id
            self.plans = [await self._plan(moment, *plan) for plan in PLANS.items()]
            for nth in PEOPLE:
                await self._ctx(moment, nth)
            officer = await moment.tx.people.meet(1, "Pieter", "nl")
            later = moment.now + timedelta(days=999)
            await moment.tx.roles.grant(officer, Role.OFFICER, moment.now, later)
            edition, pot = await place(moment, self.slug, None)
            batch = await draw(moment, edition, pot, len(CODES), test=False)
            await put_in_use(moment, batch)
            self.codes = batch.codes

    async def _plan(self, moment: Moment, title: str, thousands: int) -> int:
        plan = Initiative(
            round_id=self.round,
            number=f"{self.slug}-{title}"[:16],
            locale="nl",
            title={"nl": title},
            summary={"nl": title},
            theme="",
            area="MF",
            place="Javaplein",
            cost=thousands * 100_000,
            state=InitiativeState.ON_BALLOT,
            submitted_at=moment.now,
        )
        await moment.tx.initiatives.add(plan)
        return plan.id

    async def _ctx(self, moment: Moment, nth: int) -> Ctx:
        """Whoever is behind this account now: a new person, if the last one went away."""
        person = await moment.tx.people.meet(self.first + nth, f"Kiezer {nth}", "nl")
        await moment.tx.flush()
        return Ctx(moment.now, moment.tx, moment.town, moment.keys, person, frozenset())

    async def _taps(self, nth: int, name: str, arg: str = "") -> bool:
        """Whether it was done. A refusal rolls back, as in the bot."""
        try:
            async with self.town.house.writing() as moment:
                await tap(await self._ctx(moment, nth), name, arg)
        except Refusal:
            return False
        return True

    @precondition(lambda self: self.model.phase == "before")
    @rule()
    def opens(self) -> None:
        self.waits(self.town.reaches(self.opens_at))
        self.model.phase, self.model.in_vain = "open", Counter()

    @precondition(lambda self: self.model.phase == "open" and self.model.sent)
    @rule()
    def closes(self) -> None:
        self.town.jumps_to(self.closes_at)
        self.model.phase, self.model.in_vain = "closed", Counter()

    @precondition(lambda self: self.model.phase == "closed")
    @rule()
    def is_counted(self) -> None:
        async def count() -> tuple[int, dict[str, int]]:
            async with self.town.house.writing() as moment:
                await count_closed(moment)
            async with self.town.house.reading() as moment:
                edition = await edition_of(moment, self.round)
            outcome = outcome_of(edition, edition.definition.pots[0])
            return outcome.voters, {step.plan: step.votes for step in outcome.steps}

        voters, votes = self.waits(count())
        box = self.model.box
        assert voters == box.total()
        assert votes == {
            str(plan): sum(many for vote, many in box.items() if plan in vote)
            for plan in self.plans
        }
        self.model.phase = "counted"

    @rule(who=person, number=code)
    def redeems(self, who: int, number: int) -> None:
        async def types() -> None:
            async with self.town.house.writing() as moment:
                await typed(await self._ctx(moment, who), Said(text=self.codes[number].code))

        self.waits(types())
        self.model.redeem(who, number)

    @rule(who=person, nth=plan, on=st.booleans())
    def chooses(self, who: int, nth: int, *, on: bool) -> None:
        verb = "vote.yes" if on else "vote.no"
        done = self.waits(self._taps(who, verb, f"{self.plans[nth]}.0.0"))
        assert done == self.model.choose(who, self.plans[nth], on=on)

    @rule(who=person, stale=st.booleans())
    def sends(self, who: int, *, stale: bool) -> None:
        shown = self.model.card.get(who, set())
        seal = self.waits(self._seal(who, [self.plans[0]] if stale else sorted(shown)))
        done = self.waits(self._taps(who, "vote.send", f"{self.round}.{seal}"))
        if stale and shown != {self.plans[0]}:
            assert done == self.model.may_vote(who), (
                "it shows what would be sent, and sends nothing"
            )
        else:
            assert done == self.model.send(who)

    async def _seal(self, who: int, chosen: list[int]) -> str:
        async with self.town.house.writing() as moment:
            ctx = await self._ctx(moment, who)
            return seal_of(moment.keys.of(self.slug), ctx.actor.id, chosen)

    @rule(who=person)
    def takes_it_back(self, who: int) -> None:
        assert self.waits(self._taps(who, "vote.back", f"{self.round}")) == self.model.may_vote(
            who
        )
        if self.model.may_vote(who):
            self.model.withdraw(who)

    @rule(who=person)
    def leaves(self, who: int) -> None:
        assert self.waits(self._taps(who, "privacy.delete"))
        self.model.leave(who)

    @rule(number=code)
    def is_revoked(self, number: int) -> None:
        async def revoke() -> None:
            async with self.town.house.writing() as moment:
                edition = await edition_of(moment, self.round)
                await propose(moment, edition, self.codes[number].serial, "Kwijt")
            async with self.town.house.writing() as moment:
                officer = await moment.tx.people.meet(1, "Pieter", "nl")
                roles = frozenset({Role.OFFICER})
                ctx = Ctx(moment.now, moment.tx, moment.town, moment.keys, officer, roles)
                waiting = (await moment.tx.code_changes.waiting())[-1]
                await tap(ctx, "codes.yes", str(waiting.id))

        try:
            self.waits(revoke())
        except CodeError:
            assert number in self.model.revoked
        else:
            self.model.revoke(number)

    @invariant()
    def box_and_roll_are_those_of_the_model(self) -> None:
        async def look() -> tuple[dict[tuple[int, ...], int], int]:
            async with self.town.db.read() as tx:
                voters = await tx.ballots.voters(self.round)
                return await tx.ballots.grouped(self.round), len(voters)

        box, voters = self.waits(look())
        assert box == self.model.box
        assert voters == len(self.model.sent)
