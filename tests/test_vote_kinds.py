"""Each kind of ballot as two neighbours see it: one reads Dutch, one reads Arabic."""

from typing import Any

import pytest

from tests.plans import OPENS
from tests.pots import BY_THEME, KNAPSACK, POINTS, planned, pot, round_with
from tests.town import Actor, Town

PLANS = (("Bomen", 20, "groen"), ("Bankje", 15, "groen"), ("Disco", 10, "jong"))
APPROVAL = {"kind": "approval", "most": 2, "most_per_theme": 1}


async def in_front_of(town: Town, ballot: dict[str, Any]) -> tuple[Actor, Actor, int, list[int]]:
    where = await round_with(town, pot("mp", "MP", ballot))
    plans = await planned(town, where, "MP", *PLANS)
    await town.reaches(OPENS)
    joke = await town.resident("Joke", "nl", area="MP")
    yusuf = await town.resident("Yusuf", "ar", area="MP")
    return joke, yusuf, where, plans


async def box(town: Town, round_id: int, key: str = "mp") -> dict[tuple[int, ...], int]:
    async with town.db.read() as tx:
        return await tx.ballots.grouped(round_id, key)


async def test_a_knapsack_tells_what_is_left_and_what_does_not_fit(town: Town) -> None:
    joke, yusuf, where, (trees, bench, disco) = await in_front_of(town, KNAPSACK)
    await joke.sends("/vote")
    assert "Samen €\xa00 van €\xa040.000." in joke.sees
    await joke.presses(f"vote.yes:{trees}.0.0")
    await joke.presses(f"vote.yes:{bench}.0.0")
    assert "Samen €\xa035.000 van €\xa040.000.\nJe hebt nog €\xa05.000 over." in joke.sees
    await joke.presses(f"vote.yes:{disco}.0.0")
    assert joke.toast == (
        "Samen kost dat €\xa045.000. Je hebt €\xa040.000 te verdelen.\n"
        "Dat is €\xa05.000 te veel.\n\n"
        "Haal er eerst één weg. Je andere keuzes blijven staan."
    )
    await joke.presses(f"vote.no:{bench}.0.0")
    await joke.presses(f"vote.yes:{disco}.0.0")
    await joke.taps("Bekijk mijn stem")
    await joke.taps("Verstuur mijn stem")
    assert await box(town, where) == {(trees, disco): 1}
    await yusuf.presses(f"vote.yes:{trees}.0.0")
    assert "المجموع €\xa020.000 من €\xa040.000." in yusuf.sees
    assert "المتبقي لكم: €\xa020.000." in yusuf.sees
    await yusuf.presses(f"vote.yes:{bench}.0.0")
    await yusuf.presses(f"vote.yes:{disco}.0.0")
    assert "الزيادة: €\xa05.000." in yusuf.toast


async def test_a_knapsack_by_theme_keeps_the_money_of_each_theme_apart(town: Town) -> None:
    joke, yusuf, where, (trees, bench, disco) = await in_front_of(town, BY_THEME)
    await joke.presses(f"vote.yes:{trees}.0.0")
    await joke.presses(f"vote.yes:{disco}.0.0")
    assert "groen: €\xa020.000 van €\xa025.000. Nog €\xa05.000 over." in joke.sees
    assert "jong: €\xa010.000 van €\xa025.000. Nog €\xa015.000 over." in joke.sees
    await joke.presses(f"vote.yes:{bench}.0.0")
    assert joke.toast == (
        "Samen kost dat €\xa035.000. groen heeft €\xa025.000.\n"
        "Dat is €\xa010.000 te veel.\n\n"
        "Haal eerst een plan met dit thema weg. Je keuzes blijven staan."
    )
    await yusuf.presses(f"vote.yes:{bench}.0.0")
    assert "groen: €\xa015.000 من €\xa025.000. المتبقي: €\xa010.000." in yusuf.sees
    await yusuf.presses(f"vote.no:{bench}.0.0")
    await yusuf.taps("عرض صوتي")
    await yusuf.taps("إرسال صوتي")
    assert await box(town, where) == {(): 1}, "this round takes a vote without plans"


async def test_points_are_given_taken_back_and_sent_as_they_stand(town: Town) -> None:
    joke, yusuf, where, (trees, bench, disco) = await in_front_of(town, POINTS)
    await joke.presses(f"vote.plan:{trees}.0.0")
    assert "Je gaf dit plan 0 punten." in joke.sees
    assert joke.buttons[0] == "+ Geef 1 punt"
    await joke.taps("+ Geef 1 punt")
    assert joke.buttons[:2] == ["Haal weg", "+ Geef 2 punten"]
    await joke.taps("+ Geef 2 punten")
    await joke.taps("+ Geef 3 punten")
    await joke.taps("+ Geef 4 punten")
    assert joke.toast == (
        "Eén plan kan hoogstens 3 punten krijgen.\n\n"
        "Geef dit plan minder punten. Je andere keuzes blijven staan."
    )
    await joke.presses(f"vote.give:{disco}.3.0.0")
    assert joke.toast == (
        "Je hebt 5 punten te verdelen.\nDat is 1 punt te veel.\n\n"
        "Haal eerst punten weg bij een ander plan. Je keuzes blijven staan."
    )
    await joke.presses(f"vote.give:{disco}.2.0.0")
    assert "Punten gegeven: 5 van de 5.\nJe hebt nog 0 punten over." in joke.sees
    await joke.taps("− Geef 1 punt")
    await joke.presses(f"vote.give:{disco}.2.0.0")
    await joke.taps("Bekijk mijn stem")
    assert "Bomen, €\xa020.000. 3 punten." in joke.sees
    await joke.taps("Verstuur mijn stem")
    assert await box(town, where) == {(trees, trees, trees, disco, disco): 1}
    await yusuf.presses(f"vote.give:{bench}.2.0.0")
    assert yusuf.buttons[:2] == ["+ إعطاء 3 نقاط", "− إعطاء نقطة واحدة"], "from the right"
    assert "بقيت لكم 3 نقاط." in yusuf.sees


async def test_at_most_so_many_of_each_theme(town: Town) -> None:
    joke, yusuf, _, (trees, bench, disco) = await in_front_of(town, APPROVAL)
    await joke.presses(f"vote.yes:{trees}.0.0")
    assert "Je kunt nog 1 plan kiezen." in joke.sees
    assert "groen: 1 van hoogstens 1." in joke.sees
    await joke.presses(f"vote.yes:{bench}.0.0")
    assert joke.toast.startswith("Bij het thema groen kun je hoogstens 1 plan kiezen.")
    await joke.presses(f"vote.yes:{disco}.0.0")
    assert "Gekozen: 2 van hoogstens 2." in joke.sees
    await yusuf.presses(f"vote.yes:{trees}.0.0")
    await yusuf.presses(f"vote.yes:{bench}.0.0")
    assert "يمكنكم اختيار خطة واحدة على الأكثر في موضوع groen." in yusuf.toast


@pytest.mark.parametrize("data", ["vote.give:{plan}.0.0", "vote.give:{plan}.999999.0.0"])
async def test_points_that_no_button_gives_change_nothing(town: Town, data: str) -> None:
    joke, _, where, (trees, *_) = await in_front_of(town, POINTS)
    await joke.presses(data.format(plan=trees))
    await joke.presses(f"vote.review:{where}")
    assert "Punten gegeven: 0 van de 5." in joke.sees


async def test_a_plan_of_another_pot_is_refused_and_nothing_is_lost(town: Town) -> None:
    pots = (pot("mp", "MP", KNAPSACK), pot("mn", "MN", KNAPSACK))
    where = await round_with(town, *pots)
    (here,) = await planned(town, where, "MP", ("Bomen", 20, "groen"))
    (there,) = await planned(town, where, "MN", ("Fontein", 5, "groen"))
    await town.reaches(OPENS)
    joke = await town.resident("Joke", "nl", area="MP")
    await joke.presses(f"vote.yes:{here}.0.0")
    await joke.presses(f"vote.yes:{there}.0.0")
    assert joke.toast.startswith("Dit plan is voor een andere buurt. Jij stemt over Pot mp.")
    await joke.presses(f"vote.review:{where}")
    assert "Bomen" in joke.sees
    assert "Fontein" not in joke.sees


async def test_a_price_that_changes_while_people_vote_reaches_no_ballot(town: Town) -> None:
    joke, _, where, (trees, bench, _) = await in_front_of(town, KNAPSACK)
    await joke.presses(f"vote.yes:{trees}.0.0")
    await joke.presses(f"vote.yes:{bench}.0.0")
    async with town.house.writing() as moment:
        dearer = await moment.tx.initiatives.get(trees)
        assert dearer is not None
        dearer.cost += 600_000
    await joke.presses(f"vote.plan:{trees}.0.0")
    assert "€\xa020.000" in joke.sees
    assert "€\xa026.000" not in joke.sees
    await joke.taps("Bekijk mijn stem")
    await joke.taps("Verstuur mijn stem")
    assert await box(town, where) == {(trees, bench): 1}


async def test_a_place_with_help_is_one_tap_away(town: Town) -> None:
    joke, yusuf, _, _ = await in_front_of(town, KNAPSACK)
    await joke.sends("/vote")
    await joke.taps("Zoek hulp in de buurt")
    assert "Stadsloket Oost, Oranje-Vrijstaatplein 2" in joke.sees
    assert "Bel 14 020" in joke.sees
    await joke.taps("Ga terug naar de plannen")
    assert "Bomen" in joke.sees
    fatma = await town.resident("Fatma", area="MF")
    await fatma.sends("/help")
    await fatma.taps("Find help near you")
    assert "OBA Javaplein" in fatma.sees
    await yusuf.sends("/vote")
    await yusuf.taps("البحث عن مساعدة قريبة")
    assert "Stadsloket Oost" in yusuf.sees
