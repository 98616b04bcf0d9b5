"""The questions about a meeting. Days and times are buttons; other ones can be typed."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from flows.errors import Gone, Refusal
from flows.forms import HOME_ROW, Answers, Step, edit, pick
from flows.kernel import Button, Ctx, Screen
from flows.reading import Said, words
from flows.text import Code, Day, Speech, Text, just, lines, paragraphs, t
from flows.when import at, read_day, read_time, today
from storage.models import Meeting

MOST_TITLE, MOST_PLACE = 100, 100
DAYS = 6  # on buttons
HOURS = ("10:00", "14:00", "19:00", "20:00")  # on buttons


async def ask_title(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(t("What is the meeting called? Type a short title."))


async def read_title(_ctx: Ctx, said: Said) -> str:
    return words(said, most=MOST_TITLE)


async def read_date(ctx: Ctx, said: Said) -> str:
    return read_day(said, ctx.now, ctx.town.languages).isoformat()


async def pick_date(ctx: Ctx, value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise Gone from None
    if not today(ctx.now) <= day <= today(ctx.now) + timedelta(days=DAYS):
        raise Gone
    return day.isoformat()


async def read_clock(_ctx: Ctx, said: Said) -> str:
    return f"{read_time(said):%H:%M}"


async def pick_clock(_ctx: Ctx, value: str) -> str:
    if value not in HOURS:
        raise Gone
    return value


async def ask_place(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(t("Where is it? Type the place and the street."))


async def read_place(_ctx: Ctx, said: Said) -> str:
    return words(said, most=MOST_PLACE)


async def ask_day(form: str, ctx: Ctx, _answers: Answers) -> Screen:
    days = [today(ctx.now) + timedelta(days=ahead) for ahead in range(1, DAYS + 1)]
    buttons = [Button(just(Day(day)), *pick(form, "day", str(day))) for day in days]
    return Screen(
        lines(
            t("Which day? Tap a day."),
            t("Or type another day, for example {example}.", example=Code("25-5")),
        ),
        tuple(tuple(buttons[i : i + 2]) for i in range(0, DAYS, 2)),
    )


async def ask_time(form: str, _ctx: Ctx, _answers: Answers) -> Screen:
    buttons = [Button(just(Code(hour)), *pick(form, "time", hour)) for hour in HOURS]
    return Screen(
        lines(
            t("What time? Tap a time."),
            t("Or type another time, for example {example}.", example=Code("19:30")),
        ),
        (tuple(buttons),),
    )


def when_and_where(form: str) -> tuple[Step, ...]:
    return (
        Step("day", partial(ask_day, form), read=read_date, pick=pick_date),
        Step("time", partial(ask_time, form), read=read_clock, pick=pick_clock),
        Step("place", ask_place, read=read_place),
    )


def starts_at(answers: Mapping[str, Any], now: datetime) -> datetime:
    """Raises ``Refusal`` when that moment is over, or is skipped by the clock."""
    return at(date.fromisoformat(answers["day"]), time.fromisoformat(answers["time"]), now)


def facts(title: str, begins: datetime, place: str) -> Speech:
    return lines(
        t("<b>{title}</b>", title=title),
        t("When: {moment}", moment=begins),
        t("Where: {place}", place=place),
    )


def facts_of(meeting: Meeting) -> Speech:
    return facts(meeting.title, meeting.starts_at, meeting.place)


def reviewed(
    ctx: Ctx, answers: Answers, form: str, question: Text, go: Button, *more: Button
) -> Screen:
    """The facts once more, with the weekday; a time that is not possible says why."""
    changes = (
        (edit(form, "day", t("Change the day")), edit(form, "time", t("Change the time"))),
        *((button,) for button in more),
        (edit(form, "place", t("Change the place")),),
        (Button(t("Throw it away"), "form.drop", form), *HOME_ROW),
    )
    try:
        meeting = facts(answers["title"], starts_at(answers, ctx.now), answers["place"])
    except Refusal as refusal:
        return Screen(refusal.text, changes)
    return Screen(paragraphs(question, meeting), ((go,), *changes))
