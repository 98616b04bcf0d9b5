"""Residents follow the money: pot by pot, with its date, its kinds and its source."""

from tests.town import Actor, Town

HEADER = "area;pot;name;budgeted;committed;spent;as_of;source"
FIGURES = f"""{HEADER}
MF;buurtbegroting;Groen in de straat;12.500;2.000;3.500,50;31-12-2026;Jaarrekening
MF;buurtbegroting;Spelen;8000;0;0;31-12-2026;Jaarrekening
MF;oost begroot;Geveltuinen;900;1100;600;15-01-2027;Stadsdeel
MG;buurtbesteden;Ontmoeting;5000;0;-25;15-01-2027;Stadsdeel
"""


async def brought(officer: Actor, text: str, name: str = "lines.csv") -> None:
    await officer.sends_file(name, text.encode())
    await officer.taps("Confirm")


async def test_a_resident_reads_the_budget_of_the_neighbourhood(town: Town) -> None:
    piet, fatma = await town.officer("Piet"), await town.resident("Fatma", "en", area="MF")
    await brought(piet, FIGURES)
    await fatma.sends("/budget")
    assert "Buurtbegroting\nThe city district spends this" in fatma.sees
    assert "Figures of 31 December 2026. Source: Jaarrekening." in fatma.sees
    assert (
        "Groen in de straat\nBudgeted €\xa012.500, committed €\xa02.000, "
        "spent €\xa03.500,50, left €\xa08.999,50." in fatma.sees
    )


async def test_two_pots_never_stand_on_one_page(town: Town) -> None:
    piet, fatma = await town.officer("Piet"), await town.resident("Fatma")
    await brought(piet, FIGURES)
    await fatma.sends("/budget")
    assert "Geveltuinen" not in fatma.sees
    await fatma.taps("Next")
    assert "Oost Begroot\nResidents divide this money by their votes." in fatma.sees
    assert "left -€\xa0200." in fatma.sees, "more is promised than was budgeted"
    assert "Spelen" not in fatma.sees


async def test_a_page_has_six_lines(town: Town) -> None:
    piet, fatma = await town.officer("Piet"), await town.resident("Fatma")
    rows = [f"MF,buurtbegroting,Post {n},100,0,0,2026-12-31,Bron" for n in range(1, 8)]
    await brought(piet, "\n".join([HEADER.replace(";", ","), *rows]))
    await fatma.sends("/budget")
    assert "Post 6" in fatma.sees
    assert "Post 7" not in fatma.sees
    await fatma.taps("Next")
    assert "Post 7" in fatma.sees
    await fatma.presses("budget:MF.9")
    assert "old" in fatma.toast


async def test_only_the_newest_date_of_a_pot_is_shown(town: Town) -> None:
    piet, fatma = await town.officer("Piet"), await town.resident("Fatma")
    await brought(piet, f"{HEADER}\nMF;buurtbegroting;Spelen;8000;0;9;31-12-2026;Jaarrekening")
    await brought(piet, f"{HEADER}\nMF;buurtbegroting;Spelen;8000;0;7;31-12-2025;Jaarrekening")
    await fatma.sends("/budget")
    assert "spent €\xa09," in fatma.sees
    assert "2025" not in fatma.sees


async def test_somebody_from_elsewhere_chooses_a_neighbourhood(town: Town) -> None:
    piet, yara = await town.officer("Piet"), await town.resident("Yara", "ar", area=None)
    await brought(piet, FIGURES)
    await yara.sends("/budget")
    await yara.presses("budget.area:ohg")
    await yara.presses("budget:MG")
    assert "Buurtbesteden" in yara.sees
    assert "-€\xa025" in yara.sees, "money that came back"
    await yara.presses("budget.area:nowhere")
    await yara.presses("budget:XX")


async def test_without_figures_the_bot_says_so(town: Town) -> None:
    fatma = await town.resident("Fatma", "en", area="MQ")
    await fatma.sends("/budget")
    assert "There are no figures about this neighbourhood yet." in fatma.sees
    assert "Choose another neighbourhood" in fatma.buttons
    assert "Bring in new figures" not in fatma.buttons
