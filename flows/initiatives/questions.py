"""The questions of a proposal: one by one, most of them answered with a button."""

from collections.abc import Sequence
from typing import Any

from flows.errors import Gone, Refusal
from flows.forms import Answers, Step, pick
from flows.initiatives.card import DOERS
from flows.initiatives.window import edition_here
from flows.kernel import Button, Ctx, Screen
from flows.reading import CENT, Kind, Said, whole_euros, words
from flows.rounds.definition import RoundDefinition
from flows.text import Money, Words, just, lines, paragraphs, t
from flows.town import Area

FORM_NAME = "propose"
# Together with what stands around them they fit under a picture: 1024 characters.
MOST_TITLE, MOST_SUMMARY, MOST_PLACE = 60, 600, 80
ONE_A_ROW = 8  # more buttons than this stand two by two


async def ask_title(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(t("What is your initiative called? Type a short title."))


async def read_title(_ctx: Ctx, said: Said) -> str:
    return words(said, most=MOST_TITLE)


async def ask_summary(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(t("What do you want to do, and why? Type a few sentences."))


async def read_summary(_ctx: Ctx, said: Said) -> str:
    return words(said, most=MOST_SUMMARY, many_lines=True)


async def ask_theme(ctx: Ctx, _answers: Answers) -> Screen:
    definition = (await edition_here(ctx)).definition
    buttons = [
        Button(just(theme.words), *pick(FORM_NAME, "kind", theme.key))
        for theme in definition.themes
    ]
    return Screen(t("Which theme fits best?"), _rows(buttons))


async def pick_theme(ctx: Ctx, key: str) -> str:
    if (await edition_here(ctx)).definition.theme_of(key) is None:
        raise Gone
    return key


async def ask_area(ctx: Ctx, answers: Answers) -> Screen:
    areas = _areas(ctx, (await edition_here(ctx)).definition, answers.get("kind", ""))
    near = (t("{name}: {near}", name=area.name, near=area.near) for area in areas if area.near)
    buttons = [Button(just(area.name), *pick(FORM_NAME, "area", area.code)) for area in areas]
    question = t("In which neighbourhood is it?")
    return Screen(paragraphs(question, lines(*near)), _rows(buttons))


async def pick_area(ctx: Ctx, code: str) -> str:
    if code not in (await edition_here(ctx)).definition.areas:
        raise Gone
    return code


async def ask_place(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(t("Where exactly? Type a street or a square."))


async def read_place(_ctx: Ctx, said: Said) -> str:
    return words(said, most=MOST_PLACE)


async def ask_cost(ctx: Ctx, answers: Answers) -> Screen:
    definition = (await edition_here(ctx)).definition
    return Screen(
        paragraphs(
            t("What will it cost? Type whole euros. A good guess is enough."),
            t(
                "It is paid from the pot “{round}”. At least {least}, at most {most}.",
                round=definition.words,
                least=Money(definition.minimum_cost * CENT),
                most=Money(_most(definition, answers)),
            ),
        )
    )


async def read_cost(ctx: Ctx, said: Said) -> int:
    cost = whole_euros(said)
    definition = (await edition_here(ctx)).definition
    draft = await ctx.tx.drafts.get(ctx.actor, FORM_NAME)
    most = _most(definition, draft.answers if draft else {})
    check_cost(definition, cost, most, ctx.town.help)
    return cost


def _most(definition: RoundDefinition, answers: Answers) -> int:
    """What a plan can cost, in cents: its pot, or the largest while its place is not known."""
    pot = definition.pot_of(answers.get("area"))
    return pot.cents if pot else max(pot.cents for pot in definition.pots)


def check_cost(definition: RoundDefinition, cost: int, most: int, help_: Words) -> None:
    """Raises ``Refusal`` for an amount (in cents) that this pot does not pay."""
    if cost < definition.minimum_cost * CENT:
        raise Refusal(
            paragraphs(
                t("{cost} is too little for this pot.", cost=Money(cost)),
                t("There is another pot for this: the small grant for residents' initiatives."),
                t("Ask for it here: {help}", help=help_),
                t("Your other answers are kept. You can type another amount."),
            )
        )
    if cost > most:
        raise Refusal(
            t("{cost} is too much. The whole pot is {most}.", cost=Money(cost), most=Money(most))
        )


async def ask_doer(_ctx: Ctx, _answers: Answers) -> Screen:
    buttons = [Button(who, *pick(FORM_NAME, "doer", key)) for key, who in DOERS.items()]
    return Screen(t("Who carries it out?"), _rows(buttons))


async def pick_doer(_ctx: Ctx, key: str) -> str:
    if key not in DOERS:
        raise Gone
    return key


async def ask_photo(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(t("Do you have a photo of the place? Send it now."))


async def read_photo(_ctx: Ctx, said: Said) -> str:
    """Telegram takes the location out of a photo, and leaves a file as it is."""
    if said.kind is Kind.DOCUMENT:
        raise Refusal(
            t(
                "I do not take a file. It can hide where you were. "
                "Send it as a photo: a photo has no hidden location data."
            )
        )
    if said.kind is not Kind.PHOTO or said.photo is None:
        raise Refusal(t("This is not a photo. Send a photo, or skip this question."))
    return said.photo


def still_valid(ctx: Ctx, definition: RoundDefinition, answers: Answers) -> dict[str, Any]:
    """The answers, without those that this round does not take (any more)."""
    kept = dict(answers)
    if not _is_theme(definition, kept.get("kind")):
        kept.pop("kind", None)
    if kept.get("area") not in areas_for(definition, kept.get("kind", "")):
        kept.pop("area", None)
    try:
        check_cost(definition, kept.get("cost", 0), _most(definition, kept), ctx.town.help)
    except Refusal:
        kept.pop("cost", None)
    return kept


STEPS = (
    Step("title", ask_title, read_title),
    Step("summary", ask_summary, read_summary),
    Step("kind", ask_theme, pick=pick_theme),  # the theme; its key must fit in a button too
    Step("area", ask_area, pick=pick_area),
    Step("doer", ask_doer, pick=pick_doer),
    Step("place", ask_place, read_place),
    Step("cost", ask_cost, read_cost),
    Step("photo", ask_photo, read_photo, optional=True),
)


def _is_theme(definition: RoundDefinition, key: str | None) -> bool:
    """A round without themes asks for none: then it is the empty one."""
    if not definition.themes:
        return key == ""
    return key is not None and definition.theme_of(key) is not None


def areas_for(definition: RoundDefinition, theme: str) -> list[str]:
    """Codes of the neighbourhoods whose pot has this theme."""
    pots = definition.pots
    return [code for pot in pots if not theme or pot.theme_of(theme) for code in pot.areas]


def _areas(ctx: Ctx, definition: RoundDefinition, theme: str) -> list[Area]:
    codes = areas_for(definition, theme)
    return [area for code in codes if (area := ctx.town.area(code))]


def _rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    wide = 1 if len(buttons) <= ONE_A_ROW else 2
    return tuple(tuple(buttons[n : n + wide]) for n in range(0, len(buttons), wide))
