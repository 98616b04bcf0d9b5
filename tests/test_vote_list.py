"""The plans on the ballot: pages, themes, cards."""

from tests.plans import OPENS, PLANS, on_ballot, voter
from tests.test_propose import PHOTO
from tests.town import Town


async def test_each_person_has_an_order_of_plans_that_stays(town: Town) -> None:
    await on_ballot(town, *((f"Plan {n}", 5, "groen") for n in range(8)), ("Bench", 5, "jong"))
    await town.reaches(OPENS)
    fatma, piet = await town.resident("Fatma"), await town.resident("Piet")
    pages = {}
    for neighbour in (fatma, piet):
        await neighbour.sends("/vote")
        pages[neighbour.name] = neighbour.buttons
        await neighbour.sends("/vote")
        assert neighbour.buttons == pages[neighbour.name]
    assert pages["Fatma"] != pages["Piet"]
    assert len([label for label in pages["Fatma"] if label[0].isdigit()]) == 6
    await fatma.taps("Next »")
    assert [label[0] for label in fatma.buttons[:3]] == ["7", "8", "9"]
    second = fatma.buttons
    await fatma.taps("8.")
    await fatma.taps("Go back to the list")
    assert fatma.buttons == second, "back on the same page"


async def test_the_list_can_be_narrowed_to_a_theme(town: Town) -> None:
    fatma = await voter(town)
    await fatma.sends("/vote")
    await fatma.taps("Find plans")
    await fatma.taps("Young people")
    assert "Theme: Young people" in fatma.sees
    assert "Bicycles" in fatma.sees
    assert "Kitchen" not in fatma.sees
    await fatma.taps("Find plans")
    await fatma.taps("Making ends meet")
    assert "There are no such plans." in fatma.sees
    await fatma.taps("Show all plans")
    assert "Kitchen" in fatma.sees


async def test_the_card_of_a_plan_shows_its_photo(town: Town) -> None:
    fatma = await voter(town)
    await fatma.sends_photo(PHOTO)
    photo = town.playground.messages(fatma.id)[-2]["photo"][-1]["file_id"]
    async with town.house.writing() as moment:
        plan = await moment.tx.initiatives.get(1)
        assert plan is not None
        plan.photo = photo
    await fatma.presses("vote.plan:1.0.0")
    card = town.playground.messages(fatma.id)[-1]
    assert "photo" in card
    assert "All about Kitchen." in card["caption"]
    await fatma.taps("Choose")
    assert "You chose this plan." in fatma.sees
    await fatma.taps("Go back to the list")
    assert "Chosen: 1 of at most 9." in fatma.sees
    assert "photo" not in town.playground.messages(fatma.id)[-1]


async def test_the_list_can_be_narrowed_to_a_neighbourhood_and_keeps_the_theme(town: Town) -> None:
    await on_ballot(town, *PLANS)
    async with town.house.writing() as moment:
        trees = await moment.tx.initiatives.get(3)
        assert trees is not None
        trees.area = "MG"
    fatma = await town.resident("Fatma")
    await town.reaches(OPENS)
    await fatma.sends("/vote")
    await fatma.taps("Find plans")
    await fatma.taps("Indische Buurt-Oost")
    assert "Neighbourhood: Indische Buurt-Oost" in fatma.sees
    assert "1. Trees" in fatma.sees
    assert "Kitchen" not in fatma.sees
    await fatma.taps("Find plans")
    await fatma.taps("Young people")
    assert fatma.sees == "There are no such plans."
    await fatma.taps("Show all plans")
    assert "Kitchen" in fatma.sees


async def test_one_finds_ones_own_choices_to_take_one_off(town: Town) -> None:
    await on_ballot(town, *((f"Plan {n}", 5, "groen") for n in range(1, 9)))
    await town.reaches(OPENS)
    fatma = await town.resident("Fatma")
    for plan in (2, 5, 8, 1, 3, 4, 6):
        await fatma.presses(f"vote.yes:{plan}.0.0")
    await fatma.taps("Look at my vote")
    await fatma.taps("Change my choices")
    assert "Only the plans you chose." in fatma.sees
    await fatma.taps("Next »")
    await fatma.taps("7.")
    await fatma.taps("Take off")
    await fatma.taps("Go back to the list")
    assert "Chosen: 6 of at most 9." in fatma.sees, "the page that is empty now is not shown"
    for _ in range(6):
        await fatma.taps("1.")
        await fatma.taps("Take off")
        await fatma.taps("Go back to the list")
    assert fatma.sees == "You chose no plan yet."


async def test_a_theme_shows_its_plans_in_ones_own_order(town: Town) -> None:
    await on_ballot(town, *((f"Plan {n}", 5, ("groen", "jong")[n % 2]) for n in range(6)))
    await town.reaches(OPENS)
    fatma = await town.resident("Fatma")
    await fatma.sends("/vote")
    every = [label[3:] for label in fatma.buttons if label[0].isdigit()]
    await fatma.taps("Find plans")
    await fatma.taps("Young people")
    young = [label[3:] for label in fatma.buttons if label[0].isdigit()]
    assert young == [title for title in every if title in young]
    assert len(young) == 3
