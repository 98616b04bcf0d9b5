"""Days and times as people type them, in four languages."""

from datetime import UTC, date, datetime, time

import pytest

from flows.errors import Refusal
from flows.i18n import ZONE, Translator
from flows.reading import Kind, Said
from flows.when import at, read_day, read_time

LANGUAGES = ("nl", "en", "tr", "ar")
TUESDAY = datetime(2027, 2, 2, 9, 0, tzinfo=UTC)  # ten in the morning in Amsterdam


def day(typed: str, now: datetime = TUESDAY) -> date:
    return read_day(Said(text=typed), now, LANGUAGES)


def refused(typed: str) -> str:
    with pytest.raises(Refusal) as caught:
        day(typed)
    return Translator().reader("en").plain(caught.value.text)


@pytest.mark.parametrize(
    "typed",
    [
        "25-5",
        "25/05/2027",
        "25.5.2027",
        "25 5",
        "25 mei",
        "25 MEI 2027",
        "25-mei",
        "25 May",
        "25 Mayıs",
        "25 mayis",
        "٢٥ مايو",
        "25 أيار",  # in Damascus
        "25 ماي",  # in Rabat
        "٢٥/٥",
        "２５-５",
        "\u200f25 مايو\u200f",
    ],
)
def test_one_day_in_many_spellings(typed: str) -> None:
    assert day(typed) == date(2027, 5, 25)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("vandaag", date(2027, 2, 2)),
        ("Today", date(2027, 2, 2)),
        ("morgen", date(2027, 2, 3)),
        ("YARIN", date(2027, 2, 3)),
        ("غدًا", date(2027, 2, 3)),
        ("overmorgen", date(2027, 2, 4)),
        ("öbür gün", date(2027, 2, 4)),
        ("بعد غد", date(2027, 2, 4)),
        ("woensdag", date(2027, 2, 3)),
        ("wo", date(2027, 2, 3)),
        ("Cuma", date(2027, 2, 5)),
        ("الأحد", date(2027, 2, 7)),
        ("Tuesday", date(2027, 2, 9)),  # never today
        ("25 كانون الثاني", date(2028, 1, 25)),  # two words; this year it is over
        ("1-2", date(2028, 2, 1)),
        ("2-2", date(2027, 2, 2)),
    ],
)
def test_the_next_such_day_is_meant(typed: str, expected: date) -> None:
    assert day(typed) == expected


def test_today_is_today_in_amsterdam() -> None:
    after_midnight = datetime(2027, 6, 30, 22, 30, tzinfo=UTC)
    assert day("vandaag", after_midnight) == date(2027, 7, 1)


@pytest.mark.parametrize("typed", ["31-4", "30 februari", "0-5", "25-13", "ooit", "25", "25 foo"])
def test_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    assert "for example" in refused(typed) or "like this: 9-2-2027" in refused(typed)


def test_a_day_that_is_over_or_far_away_is_refused() -> None:
    assert refused("1-2-2027").startswith("This day is over.")
    assert refused("25-5-2029").startswith("This day is more than a year away.")
    assert refused("29 feb").startswith("This day is more than a year away.")


def test_a_voice_note_is_no_day() -> None:
    with pytest.raises(Refusal):
        read_day(Said(Kind.OTHER), TUESDAY, LANGUAGES)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("19:30", time(19, 30)),
        ("19.30", time(19, 30)),
        ("7.30 pm", time(19, 30)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("20 uur", time(20)),
        ("20u", time(20)),
        ("9", time(9)),
        ("١٩:٣٠", time(19, 30)),
    ],
)
def test_times(typed: str, expected: time) -> None:
    assert read_time(Said(text=typed)) == expected


@pytest.mark.parametrize("typed", ["24:00", "19:60", "13 pm", "0 am", "half acht", "19:3", ""])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        read_time(Said(text=typed))


def test_a_time_that_the_clock_skips_is_refused() -> None:
    with pytest.raises(Refusal):
        at(date(2027, 3, 28), time(2, 30), TUESDAY)


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    assert at(date(2027, 10, 31), time(2, 30), TUESDAY).astimezone(ZONE).utcoffset() == (
        datetime(2027, 7, 1, tzinfo=ZONE).utcoffset()
    )


def test_a_moment_that_is_over_is_refused() -> None:
    assert at(date(2027, 2, 2), time(10, 1), TUESDAY) == datetime(2027, 2, 2, 9, 1, tzinfo=UTC)
    with pytest.raises(Refusal):
        at(date(2027, 2, 2), time(10), TUESDAY)
