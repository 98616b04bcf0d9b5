"""Whatever somebody sends instead of an answer: it is told, asked again, and nothing is lost."""

import pytest

from tests.test_propose import answers
from tests.town import Town

ASKED_TITLE = "Question 1 of 8"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("🌳🌳🌳", "I see no words yet."),
        ("\u202e\u2066", "I see no words yet."),
        ("12 34", "I see no words yet."),
        ("x" * 61, "Your text has 61 characters. At most 60 characters fit."),
        ("x" * 4096, "Your text has 4.096 characters."),
    ],
)
async def test_a_title_that_is_none(town: Town, typed: str, told: str) -> None:
    jan = await town.resident("Jan")
    await jan.sends("/propose")
    await jan.sends(typed)
    assert jan.sees.startswith(told)
    assert ASKED_TITLE in jan.sees


@pytest.mark.parametrize("kind", ["sticker", "voice", "location"])
async def test_something_that_is_no_text(town: Town, kind: str) -> None:
    jan = await town.resident("Jan")
    await jan.sends("/propose")
    await jan.sends_other(kind)
    assert jan.sees.startswith("I can only read text here.")
    assert ASKED_TITLE in jan.sees


async def test_direction_overrides_are_taken_out(town: Town) -> None:
    jan = await town.resident("Jan")
    await answers(jan, "A \u202ebench\u202c <b>here</b>")
    await jan.taps("Skip this")
    assert "A bench <b>here</b>" in jan.sees


async def test_text_where_a_button_is_expected(town: Town) -> None:
    jan = await town.resident("Jan")
    for text in ("/propose", "A bench", "To sit on.", "green, I think"):
        await jan.sends(text)
    assert jan.sees.startswith("Tap one of the buttons.\n\nQuestion 3 of 8")
    await jan.presses("form.pick:propose.kind.nothing")
    assert "This button is old" in jan.toast
    await jan.taps("Go on with my initiative")
    assert jan.sees.startswith("Question 3 of 8")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("a lot", "Type the amount in whole euros, for example 2500."),
        ("-500", "Type the amount in whole euros"),
        ("0", "The amount must be between 1 euro and"),
        ("1000000000000", "The amount must be between 1 euro and"),
        ("120.001", "€\xa0120.001 is too much. The whole pot is €\xa0120.000."),
        ("4999", "€\xa04.999 is too little for this pot."),
    ],
)
async def test_a_cost_that_this_pot_does_not_pay(town: Town, typed: str, told: str) -> None:
    jan = await town.resident("Jan")
    await answers(jan, cost=typed)
    assert jan.sees.startswith(told)
    assert "Question 7 of 8" in jan.sees
    await jan.sends("１２ ５００")
    await jan.taps("Skip this")
    assert "Cost: €\xa012.500" in jan.sees
    assert "Place: Javaplein" in jan.sees, "the other answers are kept"


async def test_too_little_money_is_pointed_to_the_other_pot(town: Town) -> None:
    jan = await town.resident("Jan")
    await answers(jan, cost="900")
    assert "the small grant for residents' initiatives" in jan.sees
    assert "14 020" in jan.sees
    assert "Your other answers are kept." in jan.sees


async def test_a_file_is_refused_as_photo_with_the_reason(town: Town) -> None:
    jan = await town.resident("Jan")
    await answers(jan)
    await jan.sends_file("bench.jpg", b"\xff\xd8\xff")
    assert "a photo has no hidden location data" in jan.sees
    await jan.sends("here it is")
    assert jan.sees.startswith("This is not a photo.")
    await jan.taps("Skip this")
    assert "It is not sent yet." in jan.sees


async def test_a_question_that_must_be_answered_cannot_be_skipped(town: Town) -> None:
    jan = await town.resident("Jan")
    await jan.sends("/propose")
    await jan.presses("form.skip:propose.title")
    assert "This button is old" in jan.toast
    await jan.presses("propose.send")
    assert "This button is old" in jan.toast, "nothing is complete yet"
