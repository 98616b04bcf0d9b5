"""Who may propose in a round, and from which age. Nobody's age is kept."""

from flows import permissions
from flows.errors import Refusal
from flows.forms import HOME_ROW
from flows.kernel import Button, Ctx, Screen, action, number
from flows.rounds.current import Edition, edition_of
from flows.text import just, lines, paragraphs, t

YES = "yes"


async def check_proposer(ctx: Ctx, edition: Edition) -> None:
    """Raises ``Refusal`` that says who can, and how one can still take part."""
    definition = edition.definition
    if definition.proposers == "residents" and ctx.actor.area not in definition.areas:
        areas = (ctx.town.area(code) for code in definition.areas)
        raise Refusal(
            paragraphs(
                lines(
                    t("In this round only people who live there can propose:"),
                    *(just(area.name) for area in areas if area),
                ),
                t("Is that not right? Change it: /settings."),
            )
        )
    if definition.proposers == "communities" and not await ctx.tx.communities.joined(ctx.actor.id):
        raise Refusal(
            paragraphs(
                t("In this round communities propose plans."),
                t("Join one, or start one: /communities."),
            )
        )


def ask_age(edition: Edition, go_on: str, arg: str) -> Screen | None:
    """A question before the first one, where a round has an age; ``go_on`` is an action."""
    age = edition.definition.minimum_age
    if not age or arg == YES:
        return None
    return Screen(
        paragraphs(
            t("You can propose from the age of {age}.", age=age),
            t("Are you {age} or older? I do not keep your answer.", age=age),
        ),
        (
            (Button(t("Yes, go on"), go_on, YES),),
            (Button(t("No, I am younger"), "propose.young", str(edition.row.id)),),
        ),
    )


@action("propose.young", permission=permissions.anyone, reads=True)
async def young(ctx: Ctx, arg: str) -> Screen:
    age = (await edition_of(ctx, number(arg))).definition.minimum_age
    return Screen(
        paragraphs(
            t("You can propose from the age of {age}.", age=age),
            t("Do you have a good idea? Ask somebody older to propose it with you."),
        ),
        ((Button(t("Look at communities"), "communities.list"),), HOME_ROW),
    )
