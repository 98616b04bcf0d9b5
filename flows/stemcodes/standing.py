"""On what word somebody votes: on a code that came by post, or on where they say they live."""

from dataclasses import dataclass

from flows.forms import HOME_ROW
from flows.kernel import Button, Ctx, Moment, Screen
from flows.rounds.current import Edition, editions
from flows.rounds.definition import PhaseKey, Pot
from flows.text import Code, Lines, Speech, just, lines, paragraphs, t
from storage.models import Basis


@dataclass(frozen=True, slots=True)
class Standing:
    """About which pot the actor votes, and on what word."""

    pot: Pot
    basis: Basis


async def standing(ctx: Ctx, edition: Edition) -> Standing | None:
    """``None``: the actor does not vote in this round, or has to type a code first."""
    definition = edition.definition
    if definition.voters != "self_declared":
        held = await ctx.tx.stemcodes.of_person(edition.row.id, ctx.actor.id)
        pot = definition.pot_called(held.pot) if held is not None else None
        if held is not None and pot is not None:
            return Standing(pot, Basis.TEST if held.test else Basis.CODE)
    if definition.voters == "stemcode":
        return None
    own = definition.pot_of(ctx.actor.area)
    return Standing(own, Basis.SELF) if own is not None else None


async def taking_codes(moment: Moment) -> list[Edition]:
    """The rounds in which a code can be used: they have codes, and their vote is not over."""
    return [
        edition
        for edition in await editions(moment)
        if edition.definition.voters != "self_declared"
        and edition.row.counted_at is None
        and (voting := edition.definition.phase_of(PhaseKey.VOTING)) is not None
        and moment.now < voting.end
    ]


async def pepper_of(moment: Moment, edition: Edition) -> bytes | None:
    """``None`` as long as the round has no codes.

    Raises ``RuntimeError`` when it has, and their pepper is not here: then no code works.
    """
    pepper = moment.keys.pepper(edition.definition.slug)
    if pepper is None and await moment.tx.stemcodes.last_serial(edition.row.id):
        raise RuntimeError(f"the pepper of {edition.definition.slug} is not in the keys folder")
    return pepper


def stay_outside(ctx: Ctx, edition: Edition) -> Screen:
    """What who wants to vote, and cannot, sees instead of the plans."""
    change = Button(t("Change neighbourhood"), "start.areas")
    rows = (HOME_ROW,) if edition.definition.voters == "stemcode" else ((change,), HOME_ROW)
    return Screen(outside(ctx, edition), rows)


def outside(ctx: Ctx, edition: Edition) -> Speech:
    match edition.definition.voters:
        case "stemcode":
            return asks_for_code(ctx, edition)
        case "both":
            return paragraphs(_elsewhere(ctx, edition), t("Or do you have a stemcode? Type it."))
    return _elsewhere(ctx, edition)


def asks_for_code(ctx: Ctx, edition: Edition) -> Lines:
    return paragraphs(
        t("You vote in {pot} with a stemcode.", pot=edition.definition.words),
        t("It is in the letter that came by post."),
        t("Type the code here. It looks like this: {code}", code=Code("XXXX-XXXX-XXXX")),
        t("No letter, or is it lost? {help}", help=ctx.town.help),
    )


def _elsewhere(ctx: Ctx, edition: Edition) -> Lines:
    own = ctx.town.area(ctx.actor.area)
    areas = (ctx.town.area(code) for code in edition.definition.areas)
    return paragraphs(
        t(
            "You vote where you live. These neighbourhoods vote in {pot}:",
            pot=edition.definition.words,
        ),
        lines(*(just(area.name) for area in areas if area)),
        t("You live in {area}.", area=own.name) if own else t("You live somewhere else."),
        t("Is that not right? Change it: /settings."),
    )
