"""What somebody hears who sent a code."""

from datetime import datetime

from flows.forms import HOME_ROW
from flows.kernel import Button, Ctx, Screen
from flows.rounds.current import Edition
from flows.rounds.definition import PhaseKey
from flows.stemcodes import code
from flows.text import Code, Speech, paragraphs, t
from storage.models import Stemcode

VOTE = Button(t("Vote now"), "vote.open")


def typed_wrong() -> Screen:
    """The two last symbols do not fit the others: no code anybody ever got."""
    return Screen(
        paragraphs(
            t("This code is typed wrong. Nothing was changed."),
            t("Look at your letter once more. A code has twelve signs."),
            t("These are never in it: {signs}.", signs=Code(code.NEVER)),
        ),
        (HOME_ROW,),
        erase=True,
    )


def whose() -> Screen:
    """Who works at a desk has codes of others in hand: theirs is not used by mistake."""
    return Screen(
        paragraphs(
            t("This is a stemcode. It is not used yet."),
            t("Is it on a paper ballot? Then enter that ballot."),
            t("Is it your own? Type /start and the code after it."),
        ),
        ((Button(t("Enter a paper ballot"), "desk.start"),), HOME_ROW),
    )


def accepted(ctx: Ctx, edition: Edition, taken: Stemcode) -> Screen:
    test = t("This is a test code. A vote with it does not count.") if taken.test else None
    return Screen(
        paragraphs(t("Your stemcode is right."), test, _when(ctx, edition)),
        _ways(ctx, edition),
        fresh=True,
    )


def yours(ctx: Ctx, edition: Edition) -> Screen:
    return Screen(
        paragraphs(t("You used this code already. It is yours."), _when(ctx, edition)),
        _ways(ctx, edition),
        fresh=True,
    )


def one_each() -> Screen:
    return Screen(
        paragraphs(
            t("You have a stemcode for this vote already."),
            t("One person has one code. This one is not used."),
            t("Is it of somebody else? They use it on their own phone."),
        ),
        ((VOTE,), HOME_ROW),
        fresh=True,
    )


def _when(ctx: Ctx, edition: Edition) -> Speech | None:
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    if voting is None:
        return None
    if ctx.now < voting.start:
        return t("You can vote from {start} until {end}.", start=voting.start, end=voting.last)
    return t("You can vote in {pot} until {end}.", pot=edition.definition.words, end=voting.last)


def _ways(ctx: Ctx, edition: Edition) -> tuple[tuple[Button, ...], ...]:
    return ((VOTE,), HOME_ROW) if edition.is_in(ctx.now, PhaseKey.VOTING) else (HOME_ROW,)


def wait(ctx: Ctx, until: datetime) -> Screen:
    return Screen(
        paragraphs(
            t("Many codes were typed that do not fit."),
            t("Please try again from {time}.", time=until),
            t("A human being helps you sooner: {help}", help=ctx.town.help),
        ),
        (HOME_ROW,),
        fresh=True,
    )


def unknown(ctx: Ctx) -> Screen:
    """One answer for what nobody issued, what was taken back, and what others used."""
    return Screen(
        paragraphs(
            t("I do not know this code, or it cannot be used."),
            t("Compare it with your letter."),
            t("Does it still not work? {help}", help=ctx.town.help),
        ),
        (HOME_ROW,),
        fresh=True,
    )
