"""A resident proposes an initiative, and looks after it until voting opens."""

import base64
from datetime import UTC, datetime

import pytest

from tests.town import Actor, Town

PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
CHECK = datetime(2027, 4, 1, 10, tzinfo=UTC)
VOTING = datetime(2027, 5, 10, 10, 1, tzinfo=UTC)  # a minute after the opening


async def answers(resident: Actor, title: str = "A bench", cost: str = "6000") -> None:
    """Answer every question but the last, which is about a photo."""
    await resident.sends("/propose")
    await resident.sends(title)
    await resident.sends("Older people can rest there.\nWe look after it ourselves.")
    await resident.taps("Together and care")
    await resident.taps("Indische Buurt-West")
    await resident.taps("Residents themselves")
    await resident.sends("Javaplein")
    await resident.sends(cost)


async def proposes(resident: Actor, title: str = "A bench") -> None:
    await answers(resident, title)
    await resident.taps("Skip this")
    await resident.taps("Send")


async def test_a_resident_proposes_with_a_photo_and_gets_a_number(town: Town) -> None:
    jan = await town.resident("Jan")
    await answers(jan, "A <b>bench</b> & a tree", "€ 12.500,00")
    await jan.sends_photo(PHOTO)
    assert "It is not sent yet." in jan.sees
    assert "A <b>bench</b> & a tree" in jan.sees
    assert "Cost: €\xa012.500 (an estimate)\nCarried out by: Residents themselves" in jan.sees

    await jan.taps("Send")
    assert "Its number is 2027-001." in jan.sees
    assert "Voting opens on Monday 10 May, 12:00." in jan.sees
    await jan.taps("See my initiatives")
    assert "2027-001 A <b>bench</b> & a tree\nNow: waiting for a moderator." in jan.sees
    await jan.taps("A <b>bench</b>")
    assert "Neighbourhood: Indische Buurt-West\nPlace: Javaplein" in jan.sees


async def test_send_pressed_twice_is_one_initiative(town: Town) -> None:
    jan = await town.resident("Jan")
    await proposes(jan)
    await jan.presses("propose.send")
    assert jan.toast == "This button is old. Here is how it stands now."
    await jan.presses("propose.mine")
    assert [label for label in jan.buttons if label == "A bench"] == ["A bench"]


async def test_a_draft_waits_until_it_is_taken_up_again(town: Town) -> None:
    jan = await town.resident("Jan")
    await jan.sends("/propose")
    await jan.sends("A bench")
    await jan.sends("/cancel")
    assert jan.sees == "Stopped. Your answers are kept."
    await jan.sends("/start")
    assert jan.buttons[0] == "Go on with my initiative"
    assert "Propose an initiative" not in jan.buttons
    await jan.sends("/propose")
    assert "Title: A bench\n\n1 of 8 questions is answered." in jan.sees
    await jan.taps("Go on with my initiative")
    assert jan.sees.startswith("Question 2 of 8")


async def test_a_draft_is_thrown_away_after_a_second_question(town: Town) -> None:
    jan = await town.resident("Jan")
    await answers(jan)
    await jan.taps("Skip this")
    await jan.taps("Throw it away")
    await jan.taps("Keep it")
    assert "It is not sent yet." in jan.sees
    await jan.taps("Throw it away")
    await jan.taps("Throw it away now")
    assert jan.sees == "Your draft is thrown away."
    await jan.presses("propose.drop")
    assert "This button is old" in jan.toast


async def test_an_answer_is_changed_before_sending(town: Town) -> None:
    jan = await town.resident("Jan")
    await answers(jan)
    await jan.taps("Skip this")
    await jan.taps("Change the title")
    await jan.sends("Two benches")
    await jan.taps("Change the neighbourhood")
    await jan.taps("Indische Buurt-Oost")
    assert "Two benches" in jan.sees
    assert "Neighbourhood: Indische Buurt-Oost" in jan.sees
    assert "Place: Javaplein" in jan.sees


async def test_who_lives_elsewhere_proposes_for_a_place_in_the_round(town: Town) -> None:
    ann = await town.resident("Ann", area=None)
    await proposes(ann)
    assert "Its number is 2027-001." in ann.sees
    await ann.sends("/propose")
    await ann.presses("form.pick:propose.area.MB")
    assert "This button is old" in ann.toast, "Weesperzijde is not in this round"


async def test_words_that_answered_nothing_become_the_text(town: Town) -> None:
    jan = await town.resident("Jan")
    await jan.sends("Our square needs shade in summer.")
    await jan.taps("Propose it as initiative")
    await jan.sends("Shade")
    assert jan.sees.startswith("Question 3 of 8"), "what and why is there already"
    await jan.sends("/cancel")
    await jan.sends("More words")
    await jan.taps("Propose it as initiative")
    assert jan.sees.startswith("You have an unfinished initiative."), "one draft at a time"


async def test_after_the_phase_nothing_is_sent_and_the_draft_is_kept(town: Town) -> None:
    jan, ann = await town.resident("Jan"), await town.resident("Ann")
    await answers(jan)
    await jan.taps("Skip this")
    await town.reaches(CHECK)
    await jan.taps("Send")
    over = "That is over now."
    assert over in jan.toast
    assert "What you wrote is kept." in jan.toast
    await jan.sends("/start")
    assert jan.buttons[0] == "Go on with my initiative"
    await ann.sends("/propose")
    assert over in ann.sees
    assert "What you wrote is kept." not in ann.sees


async def test_a_round_that_changed_asks_again_what_does_not_fit(town: Town) -> None:
    jan = await town.resident("Jan")
    await answers(jan, cost="6000")
    await jan.taps("Skip this")
    async with town.db.write() as tx:
        (row,) = await tx.rounds.all()
        row.definition = {**row.definition, "minimum_cost": 7000}
    await jan.taps("Send")
    assert jan.sees.startswith("The round has changed.")
    assert "At least €\xa07.000" in jan.sees
    await jan.sends("8000")
    await jan.taps("Send")
    assert "Its number is 2027-001." in jan.sees


async def test_an_initiative_is_taken_back_after_a_second_question(town: Town) -> None:
    jan = await town.resident("Jan")
    await proposes(jan)
    await jan.taps("See my initiatives")
    await jan.taps("A bench")
    await jan.taps("Take it back")
    assert jan.sees.startswith("Take back “A bench”?")
    await jan.taps("Take it back now")
    assert jan.sees.startswith("You took back “A bench”.")
    await jan.presses("propose.withdrawn:1")
    assert "This button is old" in jan.toast
    await jan.presses("propose.steps:1")
    assert [line.split(": ")[1] for line in jan.sees.split("\n\n")[1:]] == [
        "waiting for a moderator.",
        "taken back.",
    ]


async def test_when_voting_is_open_nothing_is_taken_back(town: Town) -> None:
    jan = await town.resident("Jan")
    await proposes(jan)
    await town.reaches(VOTING)
    await jan.presses("propose.open:1")
    assert "Take it back" not in jan.buttons
    await jan.presses("propose.withdraw:1")
    assert "This button is old" in jan.toast
    await jan.presses("propose.withdrawn:1")
    assert jan.toast == "Voting has begun. The ballot cannot change any more."


@pytest.mark.parametrize(
    "data",
    [
        "propose.open:1",
        "propose.steps:1",
        "propose.withdrawn:1",
        "propose.answer:1",
        "form.open:propose",
    ],
)
async def test_what_is_somebody_elses_stays_closed(town: Town, data: str) -> None:
    jan, eve = await town.resident("Jan"), await town.resident("Eve")
    await proposes(jan)
    await jan.sends("/propose")
    await eve.presses(data)
    assert eve.toast == "This button is old. Here is how it stands now."
    assert "A bench" not in eve.transcript
