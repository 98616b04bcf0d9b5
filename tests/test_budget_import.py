"""An officer brings in a file: a preview first, all or nothing, once."""

import asyncio

from tests.test_budget import FIGURES, HEADER, brought
from tests.town import Actor, Town


async def told(officer: Actor, content: str | bytes) -> str:
    """What the bot says about a file."""
    file = content.encode() if isinstance(content, str) else content
    await officer.sends_file("regels.csv", file)
    return officer.sees


async def test_a_file_is_previewed_and_changes_nothing_yet(town: Town) -> None:
    piet, fatma = await town.officer("Piet"), await town.resident("Fatma")
    await piet.sends("/budget")
    await piet.taps("Bring in new figures")
    assert "Row 1 must have: area/wijk, pot, name/naam, budgeted/begroot," in piet.sees
    seen = await told(piet, FIGURES)
    assert "File: regels.csv\nIt has 4 budget lines." in seen
    assert (
        "Indische Buurt-West\nBuurtbegroting, 31 December 2026. Budgeted €\xa020.500, "
        "committed €\xa02.000, spent €\xa03.500,50." in seen
    )
    await fatma.sends("/budget")
    assert "There are no figures about this neighbourhood yet." in fatma.sees


async def test_the_preview_of_a_large_file_is_leafed_through(town: Town) -> None:
    piet = await town.officer("Piet")
    codes = [area.code for area in town.house.town.areas]
    rows = [
        f"{code};buurtbesteden;Post;1;0;0;{day}-12-2026;Bron"
        for code in codes
        for day in range(1, 6)
    ]
    seen = await told(piet, "\n".join([HEADER, *rows]))
    assert "It has 75 budget lines." in seen
    assert seen.count("And 2 older days.") == 6
    assert "Betondorp" not in seen
    await piet.taps("Next")
    await piet.taps("Next")
    assert "Betondorp" in piet.sees
    await piet.taps("Confirm")
    assert "Residents of 15 neighbourhoods hear of it." in piet.sees


async def test_residents_who_want_it_hear_of_the_newest_figures_only(town: Town) -> None:
    piet, fatma = await town.officer("Piet"), await town.resident("Fatma")
    far = await town.resident("Ali", area="MQ")
    quiet = await town.resident("Sem")
    await quiet.presses("consents.no:money")
    await brought(piet, FIGURES)
    assert "4 budget lines are in.\n\nResidents of 2 neighbourhoods hear of it." in piet.sees
    await brought(piet, FIGURES.replace("8000", "9000"))
    assert "Residents of 1 neighbourhood hear of it." in piet.sees
    await town.settles()
    news = [text for text in fatma.heard if "New figures" in text]
    assert len(news) == 1
    assert "New figures about the budget of Indische Buurt-West" in news[0]
    assert "This message is from the city district Oost." in news[0]
    await fatma.taps("See the budget")
    assert "€\xa09.000" in fatma.sees
    assert not any("New figures" in text for text in far.heard + quiet.heard)


async def test_a_second_tap_and_an_old_button_do_nothing(town: Town) -> None:
    piet, fatma = await town.officer("Piet"), await town.resident("Fatma")
    await brought(piet, FIGURES)
    await piet.presses("import.yes:1")
    assert "came in already" in piet.toast
    await piet.presses("import.no:1")
    assert "came in already" in piet.toast
    await piet.presses("import.yes:99")
    await fatma.presses("import.yes:1")
    assert "This is not for you" in fatma.toast
    await town.settles()
    assert sum("New figures" in text for text in fatma.heard) == 1


async def test_two_officers_confirm_at_the_same_time(town: Town) -> None:
    piet, olga = await town.officer("Piet"), await town.officer("Olga")
    await told(piet, FIGURES)
    await asyncio.gather(piet.presses("import.yes:1"), olga.presses("import.yes:1"))
    heard = piet.heard + olga.heard
    assert sum("4 budget lines are in." in text for text in heard) == 1
    toasts = town.playground.toasts(piet.id) + town.playground.toasts(olga.id)
    assert sum("came in already" in toast for toast in toasts) == 1
    await town.settles()
    assert sum("New figures" in text for text in piet.heard) == 1


async def test_a_file_is_thrown_away(town: Town) -> None:
    piet = await town.officer("Piet")
    await told(piet, FIGURES)
    await piet.taps("Throw away")
    assert piet.sees == "The file is thrown away. Nothing was changed."
    await piet.presses("import.yes:1")
    assert "old" in piet.toast


async def test_the_same_file_again_is_said_so_and_wakes_nobody(town: Town) -> None:
    piet = await town.officer("Piet")
    await told(piet, FIGURES)
    assert "You sent this same file before. It still waits." in await told(piet, FIGURES)
    await piet.taps("Confirm")
    assert "This same file came in before, on Tuesday 2 February, 10:0" in await told(
        piet, FIGURES
    )
    await piet.taps("Confirm")
    assert "The newest figures did not change. Nobody gets a message." in piet.sees


async def test_a_corrected_file_replaces_its_lines(town: Town) -> None:
    piet, fatma = await town.officer("Piet"), await town.resident("Fatma")
    await brought(piet, FIGURES)
    await brought(piet, f"{HEADER}\nMF;buurtbegroting;Spelen;7000;1;2;31-12-2026;Correctie")
    await fatma.sends("/budget")
    assert "€\xa07.000" in fatma.sees
    assert "€\xa08.000" not in fatma.sees
    assert "Groen in de straat" in fatma.sees


async def test_one_mistake_keeps_the_whole_file_out(town: Town) -> None:
    piet = await town.officer("Piet")
    seen = await told(piet, FIGURES + "XX;buurtpot;=1+1;-5;12,345,6;1e9;31-02-2026;@bron\n")
    assert seen.startswith("I did not bring anything in")
    assert "Row 6, area: I do not know neighbourhood XX." in seen
    assert "Row 6, name: This looks like a formula." in seen
    assert "Row 6, budgeted: This amount cannot be below zero." in seen
    assert "Row 6, as_of: I cannot read this date. Write it like 31-12-2026." in seen
    assert "Confirm" not in piet.buttons
    await piet.presses("import.yes:1")
    assert "old" in piet.toast


async def test_ten_mistakes_are_shown_and_the_rest_is_counted(town: Town) -> None:
    piet = await town.officer("Piet")
    rows = "\n".join(f"XX;buurtbegroting;Post {n};1;1;1;31-12-2026;Bron" for n in range(25))
    seen = await told(piet, f"{HEADER}\n{rows}")
    assert seen.count("I do not know neighbourhood XX.") == 10
    assert "And 15 more mistakes." in seen


async def test_files_that_cannot_be_read_get_a_clear_answer(town: Town) -> None:
    piet = await town.officer("Piet")
    assert "At most 1.000 kB fits." in await told(piet, b"a" * 1_000_001)
    assert "Save it as “CSV UTF-8”" in await told(piet, FIGURES.encode("utf-16"))
    assert "Save it as “CSV UTF-8”" in await told(piet, "wijk;pot\nMF;é".encode("cp1252"))
    assert "At most 5.000 fit." in await told(piet, HEADER + "\n;" * 200_000)
    assert "These columns are missing: committed, source." in await told(
        piet, "wijk;pot;naam;begroot;uitgegeven;peildatum\n"
    )
    assert "Go to the start" in piet.buttons


async def test_a_resident_cannot_bring_in_a_file(town: Town) -> None:
    fatma = await town.resident("Fatma")
    assert "I can only read text and buttons." in await told(fatma, FIGURES)
    await fatma.presses("import.start")
    assert "This is not for you" in fatma.toast
