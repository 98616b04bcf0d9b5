"""An officer writes a message about the money, question by question."""

import html

from flows import permissions
from flows.broadcast.message import (
    EVERYONE,
    MOST_ALONE,
    SOURCE,
    TRANSLATIONS,
    addressed,
    as_read,
    audience,
    wijken,
)
from flows.errors import Gone, Refusal
from flows.forms import HOME_ROW, Answers, Form, Step, edit, go_on, pick, register
from flows.kernel import Button, Ctx, Screen, action
from flows.layout import units
from flows.places import area_rows, district_rows
from flows.reading import Said, words
from flows.text import Language, Speech, just, paragraphs, t, tn

MOST_CHARACTERS = 1_000
MOST_ESCAPED = 4_000  # UTF-16 units: it fits in one message, whatever it is made of
NAME = "news"


@action("broadcast.start", permission=permissions.officers)
async def start(ctx: Ctx, _arg: str) -> Screen:
    """Go on with what was begun, or begin."""
    return await go_on(ctx, FORM)


async def _text(_ctx: Ctx, said: Said) -> str:
    text = words(said, most=MOST_CHARACTERS, many_lines=True)
    if units(html.escape(text)) > MOST_ESCAPED:
        raise Refusal(t("Your text has too many of these: {signs}. Use fewer.", signs="& < >"))
    return text


async def _ask_dutch(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(
        paragraphs(
            t("<b>Send budget news</b>"),
            t("Write the message in Dutch. Name the pot and the date of each amount."),
            t("At most {most} characters fit.", most=MOST_CHARACTERS),
        )
    )


def _translation(locale: str) -> Step:
    async def ask(_ctx: Ctx, _answers: Answers) -> Screen:
        return Screen(
            paragraphs(
                t("Now write it in: {language}.", language=Language(locale)),
                t("Do you skip this? Then these readers see the Dutch text."),
            )
        )

    return Step(locale, ask, read=_text, optional=True)


async def _ask_whom(ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(
        t("Who gets this message?"),
        (
            (Button(t("Send it to everyone"), *pick(NAME, "whom", EVERYONE)),),
            *(
                (Button(just(district.name), *pick(NAME, "whom", district.key)),)
                for district in ctx.town.districts
            ),
            (Button(t("Choose one neighbourhood"), "broadcast.areas"),),
        ),
    )


async def _pick_whom(ctx: Ctx, value: str) -> str:
    if wijken(ctx.town, value) is None:
        raise Gone
    return value


@action("broadcast.areas", permission=permissions.officers, reads=True)
async def districts(ctx: Ctx, _arg: str) -> Screen:
    return Screen(
        t("In which area is the neighbourhood?"),
        (
            *district_rows(ctx.town, "broadcast.area"),
            (edit(NAME, "whom", t("Go back")),),
        ),
    )


@action("broadcast.area", permission=permissions.officers, reads=True)
async def areas(ctx: Ctx, key: str) -> Screen:
    return Screen(
        t("Choose a neighbourhood."),
        (
            *area_rows(ctx.town, key, lambda code: pick(NAME, "whom", code)),
            (Button(t("Go back"), "broadcast.areas"),),
        ),
    )


def texts_of(answers: Answers) -> dict[str, str]:
    return {
        locale: answers[locale]
        for locale in (SOURCE, *TRANSLATIONS)
        if answers[locale] is not None
    }


async def _review(ctx: Ctx, answers: Answers) -> Screen:
    where = wijken(ctx.town, answers["whom"])
    if where is None:
        raise Gone
    people = len(await audience(ctx, where))
    return Screen(
        paragraphs(
            t("<b>Look at it once more</b>"),
            *as_read(ctx.town, texts_of(answers)),
            addressed(ctx.town, where, people),
            _remark(people),
        ),
        (
            *(((Button(_verb(people), "broadcast.send"),),) if people else ()),
            *(
                (edit(NAME, locale, t("Change: {language}", language=Language(locale))),)
                for locale in (SOURCE, *TRANSLATIONS)
            ),
            (edit(NAME, "whom", t("Change who gets it")),),
            (Button(t("Throw it away"), "form.drop", NAME),),
            HOME_ROW,
        ),
    )


def _remark(people: int) -> Speech:
    if not people:
        return t("Nobody would get it. Change who gets it.")
    if people > MOST_ALONE:
        return t(
            "This goes to more than {most} people. A second officer must confirm it.",
            most=MOST_ALONE,
        )
    return t("Nothing is sent yet.")


def _verb(people: int) -> Speech:
    if people > MOST_ALONE:
        return t("Ask a second officer")
    return tn("Send to {n} person", "Send to {n} people", people)


FORM = register(
    Form(
        NAME,
        t("Finish the budget news"),
        permissions.officers,
        (
            Step(SOURCE, _ask_dutch, read=_text),
            *(_translation(locale) for locale in TRANSLATIONS),
            Step("whom", _ask_whom, pick=_pick_whom),
        ),
        _review,
    )
)
