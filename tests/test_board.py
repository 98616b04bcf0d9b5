"""The public board: which votes came in, told so that nobody learns who voted when."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.playground.groups import gather, new_group
from flows.board import verify as verifying
from flows.board.place import Place
from flows.board.tree import head_of
from flows.counting.model import Ballots, Parameters, Plan
from flows.counting.payments import receipt
from flows.kernel import tap
from scheduler.board import post_lists
from storage.models import BoardEntry, BoardKind
from tests.plans import (
    CLOSES,
    OPENS,
    PLANS,
    ROUND,
    define,
    on_ballot,
    result_is_told,
    the_round,
    votes,
)
from tests.town import Town
from tests.voters import acting, codes_in, crowd

NIGHT = OPENS + timedelta(hours=16)  # four in the morning


async def entries(town: Town) -> list[BoardEntry]:
    async with town.db.read() as tx:
        query = select(BoardEntry).order_by(BoardEntry.number)
        return list(await tx.session.scalars(query))


async def kinds(town: Town) -> list[tuple[BoardKind, int]]:
    return [(entry.kind, entry.statement["count"]) for entry in await entries(town)]


async def folder(town: Town) -> Path:
    return town.settings.board_folder / (await the_round(town)).row.slug


async def opened(town: Town) -> None:
    await on_ballot(town, *PLANS)
    await town.reaches(OPENS)


async def an_election(town: Town) -> str:
    """A list with twelve votes, five more of the next days, a count, a result; a receipt."""
    await opened(town)
    voted = await crowd(town, 12, ((1,), (1, 2), (2, 3)))
    await town.reaches(NIGHT)
    await crowd(town, 5, ((3,),))
    await town.reaches(CLOSES)
    await result_is_told(town)
    return next(iter(voted.values()))[0]


async def test_a_list_comes_at_night_after_ten_new_votes(town: Town) -> None:
    await opened(town)
    await crowd(town, 9)
    await town.reaches(NIGHT)
    assert await kinds(town) == []
    await crowd(town, 1)
    await town.passes(hours=1)
    assert await kinds(town) == [], "not with the tenth vote: that would tell whose it is"
    await town.passes(days=1)
    assert await kinds(town) == [(BoardKind.DAILY, 10)]
    await crowd(town, 9)
    await town.passes(days=1)
    assert await kinds(town) == [(BoardKind.DAILY, 10)]
    await town.reaches(CLOSES - timedelta(hours=8))
    await crowd(town, 12)
    assert len(await kinds(town)) == 1, "none on the last day"
    await town.reaches(CLOSES)
    assert await kinds(town) == [(BoardKind.DAILY, 10), (BoardKind.FINAL, 31)]


async def test_a_changed_vote_keeps_its_leaf_and_one_taken_back_leaves_at_the_close(
    town: Town,
) -> None:
    await opened(town)
    fatma, piet = await town.resident("Fatma"), await town.resident("Piet")
    await votes(fatma, 1)
    await votes(piet, 1)
    await crowd(town, 8)
    await town.reaches(NIGHT)
    (first,) = await entries(town)
    await votes(fatma, 2)
    await piet.presses(f"vote.back:{ROUND}")
    await crowd(town, 10)
    await town.passes(days=1)
    second = (await entries(town))[-1]
    assert set(first.leaves) <= set(second.leaves)
    assert second.statement["count"] == 20, "a leaf that goes would tell who took a vote back"
    await town.reaches(CLOSES)
    last = (await entries(town))[-1]
    assert (last.statement["count"], last.statement["withdrawn"]) == (19, 1)


async def test_a_resident_sees_that_their_vote_is_in_the_box(town: Town) -> None:
    await opened(town)
    fatma = await town.resident("Fatma")
    await fatma.presses(f"board.check:{ROUND}")
    assert "You have sent no vote in this round." in fatma.toast
    await votes(fatma, 1, 3)
    await fatma.taps("Check my vote in the box")
    assert "Yes. Your vote is in the box." in fatma.sees
    assert "It is not on the public list yet." in fatma.sees
    await crowd(town, 9)
    await town.reaches(NIGHT)
    await fatma.presses(f"board.check:{ROUND}")
    assert "It is on the public list." in fatma.sees
    assert "10 votes are on the list." in fatma.sees
    assert "Kitchen" not in fatma.sees
    await result_is_told(town)
    await fatma.sends("/start")
    await fatma.taps("See the result")
    await fatma.taps("Check my vote in the box")
    assert "10 votes were counted." in fatma.sees


async def test_a_resident_is_told_where_the_lists_are(town: Town) -> None:
    await opened(town)
    (voter,) = await crowd(town, 1)
    async with town.house.reading() as moment:
        ctx = await acting(moment, voter)
        with_board = replace(ctx, town=replace(ctx.town, board="https://board.example"))
        screen = await tap(with_board, "board.check", str(ROUND))
    assert "https://board.example" in codes_in(screen.text)


async def test_a_stranger_checks_all_of_it(
    town: Town, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    number = await an_election(town)
    place = await folder(town)
    assert [kind for kind, _ in await kinds(town)] == ["daily", "final", "result"]
    assert (town.settings.board_folder / "verify.py").exists()
    assert verifying.verify(place, number.lower()) == 0
    told = capsys.readouterr().out
    assert "I looked at the frozen rules." in told
    assert "I looked at the totals." in told
    assert f"{number} is on the list of 2027-05-11, number 1." in told
    assert "That vote was counted." in told
    assert verifying.verify(place, "AAAA-AAAA") == 1
    assert "AAAA-AAAA is on none of these lists." in capsys.readouterr().out
    assert verifying.verify(next(place.glob("*-0001.json")), number) == 0
    assert verifying.verify(tmp_path / "nowhere.json") == 2


async def test_ballots_that_are_published_are_counted_again(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await opened(town)
    voted = await crowd(town, 11, ((1,), (1, 2), (2, 3)))
    await result_is_told(town)
    await town.settles()
    place, file = await folder(town), tmp_path / "pot.pb"
    ballots = [",".join(f"2027-00{plan}" for plan in chosen) for _, chosen in voted.values()]
    rows = [f"{nth};{ballot}" for nth, ballot in enumerate(ballots)]
    file.write_text("\n".join(["VOTES", "voter_id;vote", *rows]), encoding="utf-8")
    assert verifying.verify(place, pb=file) == 0, capsys.readouterr().out
    assert "I counted 11 ballots again." in capsys.readouterr().out
    names = [f"2027-00{plan}" for plan in (1, 2, 3)]
    plans = [Plan(name, 50_000) for name in names]
    paid = receipt(plans, Ballots.of(it.split(",") for it in ballots), 99_000, Parameters(), names)
    told = tmp_path / "receipt.json"
    told.write_text(json.dumps(paid), encoding="utf-8")
    assert verifying.verify(place, pb=file, receipt=told) == 0
    told.write_text(json.dumps({**paid, "unspent": paid["unspent"] + 1}), encoding="utf-8")
    assert verifying.verify(place, pb=file, receipt=told) == 1
    file.write_text("\n".join(["VOTES", "voter_id;vote", *rows[1:]]), encoding="utf-8")
    assert verifying.verify(place, pb=file) == 1
    assert "The file has 10 ballots; 11 were counted." in capsys.readouterr().out


def _more_votes(result: Any) -> None:
    result["pots"]["pot"]["voters"] += 1


def _another_winner(result: Any) -> None:
    result["pots"]["pot"]["winners"].append("2027-003")
    result["pots"]["pot"]["unspent"] -= 5


def _cheaper(result: Any) -> None:
    result["pots"]["pot"]["plans"][0]["cost"] -= 1


def _no_more_leaf(document: Any) -> None:
    document["leaves"].pop()


FORGERIES = {
    "a leaf less": (1, _no_more_leaf, "its root is not that of its leaves"),
    "a vote more": (3, _more_votes, "18 voters were counted, and 17 votes were in the box"),
    "another winner": (3, _another_winner, "what the winners cost and what is left"),
    "another price": (3, _cheaper, "its price is not the one of the frozen rules"),
    "another day": (2, lambda it: it.update(day="2027-01-01"), "of an earlier day"),
    "another past": (1, lambda it: it.update(count=0), "it says 0 votes"),
}


@pytest.mark.parametrize("name", FORGERIES)
async def test_a_forgery_is_found_and_told(
    town: Town, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever forges one list gives it a right head again: then the next one does not follow."""
    await an_election(town)
    number, forge, told = FORGERIES[name]
    place = await folder(town)
    (file,) = place.glob(f"*-000{number}.json")
    document = json.loads(file.read_text(encoding="utf-8"))
    forge(document)
    file.write_text(json.dumps(document), encoding="utf-8")
    assert verifying.verify(place) == 1
    found = capsys.readouterr().out
    assert told in found
    if name != "a leaf less":
        assert "its head is not the hash of what it says" in found
        document["head"] = head_of(document)
        file.write_text(json.dumps(document), encoding="utf-8")
        assert verifying.verify(place) == 1
        assert "its head is not" not in capsys.readouterr().out


async def test_a_list_that_is_missing_is_missed(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    await an_election(town)
    place = await folder(town)
    next(place.glob("*-0002.json")).unlink()
    assert verifying.verify(place) == 1
    assert "List 2 is missing: the next one here is 3." in capsys.readouterr().out


async def test_the_lists_go_into_a_channel_once_and_wait_for_a_bad_day_to_end(town: Town) -> None:
    marta, world = await town.officer("Marta"), town.playground.world
    chat = new_group(world, "The board", "supergroup")
    gather(world, chat, [world.person(marta.id)])
    await town.answered()
    place = Place(town.settings.board_folder, str(chat.id))
    town.settings.board_channel = str(chat.id)
    town.playground.fault("server_error", method="sendDocument", times=1, status=500)
    await opened(town)
    await crowd(town, 10)
    await town.reaches(NIGHT)
    assert [entry.posted_at for entry in await entries(town)] == [None]
    for _ in range(2):
        await post_lists(town.house, town.pusher.bot, place)
    shown = [world.message_view(chat, marta.id, it) for it in chat.messages.values()]
    posted = [message for message in shown if "document" in message]
    assert len(posted) == 1
    assert "Er staan 10 stemmen op de lijst." in posted[0]["caption"]


async def test_two_schedulers_make_one_list(town: Town) -> None:
    await opened(town)
    await crowd(town, 10)
    await town.reaches(NIGHT)
    await town.settles()
    assert len(await entries(town)) == 1


async def test_what_each_kind_of_voter_chose_is_told_unless_they_are_few(town: Town) -> None:
    await define(town, voters="both")
    await an_election(town)
    result = (await entries(town))[-1].statement["pots"]["pot"]
    assert result["voters"] == 17
    assert result["voters_apart"] == {"self": None, "code": None}
    assert {tuple(plan["votes_apart"].values()) for plan in result["plans"]} == {(None, None)}


async def test_a_copy_of_the_folder_is_all_one_needs(town: Town, tmp_path: Path) -> None:
    number = await an_election(town)
    shutil.copytree(await folder(town), tmp_path / "copy")
    assert verifying.verify(tmp_path / "copy", number) == 0
