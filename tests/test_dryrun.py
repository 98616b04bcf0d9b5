"""An officer compares two rules on votes that are counted, or made up; never on an open vote."""

from flows.counting.rules import RULES
from flows.voting.dryrun import NAMES
from tests.plans import CLOSES, ROUND, define, result_is_told, voter, votes
from tests.town import Actor, Town

COMPARE, STOP, SKIP = (
    "Compare two rules",
    "Stop at what does not fit",
    "Pass over what does not fit",
)
SHARES = "Share the money equally"


def read_by(actor: Actor) -> str:
    return actor.sees.replace("\N{NO-BREAK SPACE}", " ")


async def a_vote(town: Town) -> Actor:
    """Of 35 thousand: the bicycles win, the kitchen does not fit, and the trees would."""
    await define(town, budget=35_000)
    fatma = await voter(town)
    await votes(fatma, 1, 2)
    await votes(await town.resident("Aylin"), 1, 2)
    await votes(await town.resident("Marta"), 2, 3)
    return fatma


def test_every_rule_can_be_compared() -> None:
    assert set(NAMES) == set(RULES)


async def test_made_up_votes_show_how_rules_differ(town: Town) -> None:
    olga = await town.officer("Olga")
    await olga.sends("/start")
    await olga.taps(COMPARE)
    assert "No round has been counted yet." in olga.sees
    await olga.taps("Use made-up votes")
    assert "These votes are made up." in olga.sees
    await olga.taps(STOP)
    assert STOP not in olga.buttons
    await olga.taps(SHARES)
    told = read_by(olga)
    assert "Only the first rule funds:\n• A large playground, € 30.000" in told
    assert "Only the second rule funds:\n• A kitchen to cook together, € 15.000" in told
    assert "The first rule leaves € 5.000." in told
    assert "Equal shares are raised; what is left goes by votes." in told


async def test_the_votes_of_a_counted_round(town: Town) -> None:
    await a_vote(town)
    olga = await town.officer("Olga")
    await town.reaches(CLOSES)
    await sees_what_skipping_gives(olga)
    await result_is_told(town, olga, await town.officer("Omar"))
    await sees_what_skipping_gives(olga)


async def sees_what_skipping_gives(officer: Actor) -> None:
    await officer.presses(f"dryrun.first:{ROUND}.0")
    assert "The result stays as it was counted." in officer.sees
    await officer.taps(STOP)
    await officer.taps(SKIP)
    told = read_by(officer)
    assert "Both rules fund:\n• Bicycles, € 22.000" in told
    assert "Only the second rule funds:\n• Trees, € 12.000" in told
    assert "The first rule leaves € 13.000.\nThe second rule leaves € 1.000." in told


async def test_rules_that_agree_say_so(town: Town) -> None:
    olga = await town.officer("Olga")
    await olga.presses("dryrun.both:0.0.3.4")
    assert "Both rules fund the same plans." in olga.sees
    await olga.taps("Choose other rules")
    assert "Choose the first rule." in olga.sees


async def test_nothing_is_told_of_an_open_vote(town: Town) -> None:
    await a_vote(town)
    olga = await town.officer("Olga")
    await olga.presses("dryrun")
    assert "No round has been counted yet." in olga.sees
    for data in (f"dryrun.first:{ROUND}.0", f"dryrun.both:{ROUND}.0.0.1"):
        await olga.presses(data)
        assert "funds:" not in olga.sees
        assert "Choose the first rule." not in olga.sees


async def test_only_officers_compare(town: Town) -> None:
    for actor in (await town.resident("Fatma"), await town.moderator("Samira")):
        await actor.sends("/start")
        assert COMPARE not in actor.buttons
        for data in ("dryrun", "dryrun.first:0.0", "dryrun.second:0.0.0", "dryrun.both:0.0.0.1"):
            await actor.presses(data)
            assert "Two rules" not in actor.sees


async def test_a_button_that_names_no_rule_is_stale(town: Town) -> None:
    olga = await town.officer("Olga")
    for data in ("dryrun.both:0.0.9.1", "dryrun.both:0.0.1", "dryrun.first:7.0", "dryrun.first:x"):
        await olga.presses(data)
        assert "funds:" not in olga.sees
