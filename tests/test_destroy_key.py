"""``buurtbot round destroy-key``: not too early, not by mistake, and never undone."""

import asyncio
from datetime import datetime, timedelta

import pytest

from flows.board.destroying import check_term, destroy
from flows.board.verify import verify
from flows.errors import Refusal
from flows.i18n import ZONE
from flows.rounds.secrecy import key_of
from storage.keys import RoundKeys
from storage.models import Round
from tests.plans import OPENS, PLANS, ROUND, define, on_ballot, result_is_told, the_round, votes
from tests.test_cli import Type, types
from tests.town import Actor, Town

__all__ = ["types"]
DAY_AFTER_TERM = datetime(2027, 7, 17, tzinfo=ZONE)  # published on 4 June, and six weeks


async def a_result(town: Town) -> Actor:
    await on_ballot(town, *PLANS)
    await town.reaches(OPENS)
    fatma = await town.resident("Fatma")
    await votes(fatma, 1)
    await result_is_told(town)
    await town.settles()
    return fatma


async def is_destroyed(town: Town) -> None:
    async with town.house.writing() as moment:
        await destroy(moment, await the_round(town))
    town.house.keys.destroy((await the_round(town)).row.slug)
    await town.settles()


async def test_the_term_is_six_whole_weeks_after_the_publication(town: Town) -> None:
    await on_ballot(town, *PLANS)
    with pytest.raises(Refusal):
        await is_destroyed(town)
    await a_result(town)
    await town.reaches(DAY_AFTER_TERM - timedelta(minutes=1))
    with pytest.raises(Refusal):
        await is_destroyed(town)
    await town.reaches(DAY_AFTER_TERM)
    await is_destroyed(town)
    assert (await the_round(town)).row.key_destroyed_at is not None
    async with town.house.reading() as moment:
        with pytest.raises(Refusal):
            key_of(moment, (await the_round(town)).row)
    assert not list(town.settings.keys_folder.glob("*.key")), "and no new one is made"


async def test_everything_answers_kindly_afterwards(town: Town) -> None:
    fatma = await a_result(town)
    await town.reaches(DAY_AFTER_TERM)
    await is_destroyed(town)
    await fatma.presses(f"result.mine:{ROUND}")
    assert "The key is destroyed. Nobody can see what you chose." in fatma.transcript + fatma.toast
    await fatma.presses(f"board.check:{ROUND}")
    assert "I cannot find your vote any more." in fatma.sees
    await fatma.presses(f"vote.review:{ROUND}")
    assert "Voting is closed." in fatma.toast
    for data in ("vote.open", f"result.open:{ROUND}", "home"):
        await fatma.presses(data)
        assert "Something went wrong" not in fatma.transcript
    await fatma.presses("privacy.delete")
    assert "Your data is deleted." in fatma.sees
    assert not list(town.settings.keys_folder.glob("*.key"))


async def test_the_board_tells_it_and_the_chain_goes_on(town: Town) -> None:
    await a_result(town)
    await town.reaches(DAY_AFTER_TERM)
    for _ in range(2):
        await is_destroyed(town)
    place = town.settings.board_folder / (await the_round(town)).row.slug
    assert len(list(place.glob("*-0*.json"))) == 3, "the last list, the result, and this"
    assert verify(place) == 0


async def test_an_officer_types_its_name(
    town: Town, types: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command knows only the clock of the machine, which is before this publication."""
    await define(town, objection_days=0)
    await a_result(town)
    row = (await the_round(town)).row
    monkeypatch.setenv("BUURTBOT_DATABASE_URL", town.settings.database_url)
    monkeypatch.setenv("BUURTBOT_KEYS_FOLDER", str(town.settings.keys_folder))
    early = await asyncio.to_thread(types, "round", "destroy-key", row.slug, answer=row.slug)
    assert early.exit_code == 1
    assert "People can still object to the result." in early.stderr
    async with town.db.write() as tx:
        found = await tx.session.get(Round, ROUND)
        assert found is not None
        found.published_at = datetime(2020, 1, 1, tzinfo=ZONE)
    other = await asyncio.to_thread(types, "round", "destroy-key", row.slug, answer="yes")
    assert other.exit_code == 1
    assert list(town.settings.keys_folder.glob("*.key"))
    done = await asyncio.to_thread(types, "round", "destroy-key", row.slug, answer=row.slug)
    assert done.exit_code == 0, done.output
    assert f"The key of {row.slug} is destroyed." in done.stdout
    assert not list(town.settings.keys_folder.glob("*.key"))
    again = await asyncio.to_thread(types, "round", "destroy-key", row.slug, answer=row.slug)
    assert "had no key any more" in again.stdout
    assert (await asyncio.to_thread(types, "round", "destroy-key", "none")).exit_code == 1


async def test_nobody_destroys_what_is_not_published(town: Town) -> None:
    async with town.house.reading() as moment:
        with pytest.raises(Refusal):
            check_term(moment, await the_round(town))


def test_a_key_is_written_over_before_it_goes(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("keys")
    keys = RoundKeys(folder)
    secret = keys.of("oost")
    other_name = folder / "still-open"
    other_name.hardlink_to(folder / "oost.key")
    assert keys.destroy("oost")
    assert secret not in other_name.read_bytes()
    assert not (folder / "oost.key").exists()
    assert not keys.destroy("oost")
