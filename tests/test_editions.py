"""Whole editions from their files: several pots, both kinds of voters, and who may propose."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from flows.house import House
from flows.rounds.file import read_file
from flows.voting.count import apart_of, outcomes_of
from storage.models import Basis, Initiative, InitiativeState
from tests.plans import (
    CLOSES,
    OPENS,
    ROUND,
    box,
    define,
    on_ballot,
    result_is_told,
    the_round,
    votes,
)
from tests.town import Actor, Town, opened

EDITIONS = Path(__file__).parents[1] / "flows" / "rounds" / "editions"
ISLAND, TRANSVAAL = "MH", "MD"
PLANS = (
    ("Swing", 60, TRANSVAAL),
    ("Benches", 40, TRANSVAAL),
    ("Orchard", 80, ISLAND),
    ("Jetty", 20, ISLAND),
)
PHASES = [
    {"key": "ideas", "from": "2027-01-11", "to": "2027-03-28"},
    {"key": "voting", "from": OPENS.isoformat(), "to": CLOSES.isoformat()},
    {"key": "result", "from": "2027-06-04", "to": "2027-06-04"},
]


@asynccontextmanager
async def in_edition(url: str, folder: Path, file: str, **changes: Any) -> AsyncIterator[Town]:
    """A town whose round is made from this file, as ``round create`` does it."""

    async def seed(house: House) -> None:
        definition = read_file(EDITIONS / file, house.town)
        async with house.writing() as moment:
            assert await moment.tx.rounds.add(definition["slug"], {**definition, **changes})

    async with opened(url, folder, seed) as town:
        yield town


@pytest.fixture
async def two_pots(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """The edition of 2024 as its file has it, three years later."""
    changes = {"phase": PHASES, "voters": "self_declared"}
    async with in_edition(database_url, tmp_path, "oost-2024.toml", **changes) as town:
        yield town


@pytest.fixture
async def shares(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with in_edition(database_url, tmp_path, "equal-shares.yaml") as town:
        yield town


async def plans(town: Town, *more: tuple[str, int, str]) -> None:
    async with town.house.writing() as moment:
        for title, thousands, area in more or PLANS:
            nth = await moment.tx.rounds.next_number(ROUND)
            text: dict[str, Any] = {"title": {"en": title}, "summary": {"en": title}}
            await moment.tx.initiatives.add(
                Initiative(
                    **text,
                    round_id=ROUND,
                    number=f"2024-{nth:03}",
                    locale="en",
                    theme="",
                    area=area,
                    place="Somewhere",
                    cost=thousands * 1000_00,
                    state=InitiativeState.ON_BALLOT,
                    submitted_at=moment.now,
                )
            )


async def test_each_pot_is_voted_on_and_counted_by_itself(two_pots: Town) -> None:
    town = two_pots
    await plans(town)
    await town.reaches(OPENS)
    ann, bo = await town.resident("Ann", area=TRANSVAAL), await town.resident("Bo", area=ISLAND)
    cas = await town.resident("Cas", area="MF")
    await ann.sends("/vote")
    assert "Vote in Transvaalbuurt and Oostpoort" in ann.sees
    assert "€\xa090.000" in ann.sees
    assert "Orchard" not in ann.sees
    await ann.presses("vote.yes:3.0.0")
    assert "This plan is for another neighbourhood." in ann.toast
    await votes(ann, 1, 2)
    await votes(bo, 3, 4)
    await cas.sends("/vote")
    assert "Transvaalbuurt" in cas.sees
    await result_is_told(town)
    outcomes = outcomes_of(await the_round(town))
    assert {pot: outcome.winners for pot, outcome in outcomes.items()} == {
        "transvaal": ("2",),
        "eiland": ("4",),
    }
    await ann.presses("result.open")
    assert "The result of Transvaalbuurt and Oostpoort" in ann.transcript
    assert "• Benches" in ann.transcript
    assert "• Jetty" not in ann.transcript
    await ann.taps("Zeeburgereiland")
    assert "• Jetty" in ann.transcript
    assert any("• Jetty" in text for text in bo.heard), "told of one's own pot"
    await cas.presses(f"result.plans:{ROUND}.2.0")
    assert "This button is old" in cas.toast


async def test_a_sent_vote_stays_in_its_pot_when_somebody_moves(two_pots: Town) -> None:
    town = two_pots
    await plans(town)
    await town.reaches(OPENS)
    ann = await town.resident("Ann", area=TRANSVAAL)
    await votes(ann, 1)
    await ann.presses(f"start.wijk:{ISLAND}")
    await ann.sends("/vote")
    assert "Vote in Transvaalbuurt" in ann.sees
    await ann.presses(f"vote.back:{ROUND}")
    await ann.sends("/vote")
    assert "Vote in Zeeburgereiland" in ann.sees


async def test_what_was_only_chosen_does_not_move_along(two_pots: Town) -> None:
    town = two_pots
    await plans(town)
    await town.reaches(OPENS)
    ann = await town.resident("Ann", area=TRANSVAAL)
    await ann.presses("vote.yes:1.0.0")
    await ann.presses(f"start.wijk:{ISLAND}")
    await votes(ann, 3)
    async with town.db.read() as tx:
        assert await tx.ballots.grouped(ROUND, "transvaal") == {}
        assert await tx.ballots.grouped(ROUND, "eiland") == {(3,): 1}


async def test_without_themes_nobody_is_asked_for_one(two_pots: Town) -> None:
    """And the age of the round is asked first, and kept nowhere."""
    town = two_pots
    ann = await town.resident("Ann", area=ISLAND)
    await ann.sends("/propose")
    assert "Are you 12 or older?" in ann.sees
    await ann.taps("No, I am younger")
    assert "Ask somebody older to propose it with you." in ann.sees
    await ann.sends("/propose")
    await ann.taps("Yes, go on")
    for typed in ("A jetty", "To swim from."):
        await ann.sends(typed)
    assert "In which neighbourhood is it?" in ann.sees
    await ann.taps("Zeeburgereiland")
    await ann.taps("Residents themselves")
    await ann.sends("At the end")
    assert "at most €\xa090.000" in ann.sees
    await ann.sends("90001")
    assert "too much" in ann.sees
    await ann.sends("20000")
    await ann.taps("Skip this")
    assert "Change the theme" not in ann.buttons
    await ann.taps("Send")
    assert "Its number is 2024-001." in ann.sees


async def test_an_edition_by_equal_shares_from_its_file_to_its_result(shares: Town) -> None:
    """Each of six has € 50.000. The four have 200.000 for the bridge, the two 100.000 for a swing.

    Of equal support the cheaper goes first; then the four have 80.000 left, too little for the
    canal. By votes alone bridge and canal would take the whole pot, and the two get nothing.
    """
    town = shares
    dear = (("Canal", 180, "MM"), ("Bridge", 120, "MN"))
    await plans(town, *dear, ("Swing", 90, "MP"))
    await town.reaches(OPENS)
    many = [await town.resident(f"Many {nth}", area="MM") for nth in range(4)]
    few = [await town.resident(f"Few {nth}", area="MP") for nth in range(2)]
    for somebody in many:
        await votes(somebody, 1, 2)
    for somebody in few:
        await votes(somebody, 3)
    await many[0].presses(f"round.rules:{ROUND}")
    assert "Every vote decides about an equal part of the money." in many[0].sees
    assert "Every voter gets an equal part of the pot." in many[0].sees
    assert "Then a lot decides. It is drawn before voting opens." in many[0].sees
    assert "Their fingerprint: " in many[0].sees
    await result_is_told(town)
    edition = await the_round(town)
    assert set(outcomes_of(edition)["pot"].winners) == {"2", "3"}
    assert edition.row.lot is not None
    await few[0].presses(f"result.how:{ROUND}.0")
    assert f"The seed of the lot: {edition.row.lot}" in few[0].sees
    assert "One kind of votes is small." in few[0].sees


async def words_of(somebody: Actor) -> str:
    await somebody.sends("/propose")
    return somebody.sees


async def test_a_round_says_who_may_propose(town: Town) -> None:
    jan, ann = await town.resident("Jan"), await town.resident("Ann", area="MK")
    await define(town, proposers="residents")
    assert "Question 1 of 8" in await words_of(jan)
    refused = await words_of(ann)
    assert "only people who live there can propose" in refused
    assert "Indische Buurt-West" in refused
    await define(town, proposers="communities")
    member = await town.resident("Mo")
    assert "communities propose plans" in await words_of(member)
    async with town.house.writing() as moment:
        club = await moment.tx.communities.propose(
            "Club", "We meet.", locale="en", area="MF", founder_id=None
        )
        await moment.tx.communities.join(club.id, member.person_id, moment.now)
    assert "Question 1 of 8" in await words_of(member)


async def test_both_kinds_of_votes_count_together_and_are_told_apart(town: Town) -> None:
    """Ten of each: with fewer nobody is told, because a few could be guessed."""
    await define(town, voters="both", rule="greedy_skip", budget=20_000)
    await on_ballot(town, ("Kitchen", 18, "samen"), ("Bicycles", 12, "jong"))
    await town.reaches(OPENS)
    piet = await town.resident("Piet")
    await ballots(town, Basis.CODE, 12, plan=1)
    await ballots(town, Basis.SELF, 10, plan=2)
    await result_is_told(town)
    edition = await the_round(town)
    (pot,) = edition.definition.pots
    assert {basis: it.winners for basis, it in apart_of(edition, pot).items()} == {
        Basis.SELF: ("2",),
        Basis.CODE: ("1",),
    }
    assert outcomes_of(edition)["pot"].winners == ("1",)
    await piet.presses(f"result.how:{ROUND}.0")
    assert "With a code: 12. Without a code: 10." in piet.sees
    assert "Only votes without a code would give:\n• Bicycles" in piet.sees


async def test_a_small_kind_is_not_told_apart(town: Town) -> None:
    await define(town, voters="both")
    await on_ballot(town, ("Kitchen", 18, "samen"))
    await town.reaches(OPENS)
    piet = await town.resident("Piet")
    await ballots(town, Basis.CODE, 12, plan=1)
    await ballots(town, Basis.SELF, 9, plan=1)
    await result_is_told(town)
    await piet.presses(f"result.how:{ROUND}.0")
    assert "One kind of votes is small." in piet.sees
    assert "With a code: 12" not in piet.sees


async def ballots(town: Town, basis: Basis, many: int, *, plan: int) -> None:
    async with town.house.writing() as moment:
        for nth in range(many):
            somebody = await moment.tx.people.meet(700_000 + nth + 100 * plan, "X", "nl")
            await moment.tx.flush()
            slot = f"{basis} {plan} {nth}".encode().ljust(32)
            await moment.tx.ballots.send(
                ROUND, somebody.id, slot, [plan], f"T{basis}{nth}", basis=basis
            )


async def test_the_demo_is_still_written_short(town: Town) -> None:
    edition = await the_round(town)
    assert [pot.key for pot in edition.definition.pots] == ["pot"]
    assert await box(town) == {}
