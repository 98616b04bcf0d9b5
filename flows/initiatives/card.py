"""An initiative as people see it: its card, its state in words, what was said about it."""

from dataclasses import dataclass

from flows.kernel import Moment, Picture
from flows.rounds.current import edition_of
from flows.text import (
    Code,
    Language,
    Lines,
    Money,
    Speech,
    Text,
    Words,
    just,
    lines,
    paragraphs,
    t,
)
from storage.models import Initiative, InitiativeState, Transition

STATES: dict[InitiativeState, Text] = {
    InitiativeState.SUBMITTED: t("waiting for a moderator"),
    InitiativeState.NEEDS_INFO: t("a moderator has a question"),
    InitiativeState.ON_BALLOT: t("on the ballot"),
    InitiativeState.REFUSED: t("not possible"),
    InitiativeState.WITHDRAWN: t("taken back"),
    InitiativeState.WON: t("won"),
    InitiativeState.NOT_WON: t("did not win"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an initiative is refused, and where one can go with it."""

    label: Text
    next: Text | None = None


REASONS: dict[str, Reason] = {
    "cost": Reason(
        t("Too expensive for the pot"), t("Make it smaller. Then you can propose it again.")
    ),
    "minimum": Reason(
        t("Below the minimum"),
        t("There is another pot for this: the small grant for residents' initiatives."),
    ),
    "city": Reason(t("The city does this already")),
    "permit": Reason(t("No permit is possible")),
    "area": Reason(
        t("Not in this neighbourhood"), t("Choose another place. Then you can propose it again.")
    ),
    "other": Reason(t("Another reason")),
}


DOERS: dict[str, Text] = {
    "we": t("Residents themselves"),
    "city": t("The city district"),
    "both": t("Residents and city district"),
}


def title(initiative: Initiative) -> Words:
    return Words(initiative.title, source=initiative.locale)


def heading(initiative: Initiative) -> Text:
    return t("<b>{title}</b>", title=title(initiative))


def number(initiative: Initiative) -> Text:
    return t("Number: {number}", number=Code(initiative.number))


async def card(moment: Moment, initiative: Initiative, reader: str) -> Lines:
    """All that is known about an initiative; ``reader`` is the locale of who reads it."""
    definition = (await edition_of(moment, initiative.round_id)).definition
    theme, area = definition.theme_of(initiative.theme), moment.town.area(initiative.area)
    return paragraphs(
        heading(initiative),
        just(Words(initiative.summary, source=initiative.locale)),
        lines(
            t("Round: {round}", round=definition.words),
            t("Theme: {theme}", theme=theme.words) if theme else None,
            t("Neighbourhood: {area}", area=area.name) if area else None,
            t("Place: {place}", place=initiative.place),
            t("Cost: {cost} (an estimate)", cost=Money(initiative.cost)),
            t("Carried out by: {who}", who=DOERS[doer]) if (doer := initiative.doer) else None,
        ),
        None if reader in initiative.title else written_in(initiative.locale),
    )


def written_in(locale: str) -> Text:
    return t("Written in {language}.", language=Language(locale))


def picture(initiative: Initiative) -> Picture | None:
    return Picture(initiative.photo) if initiative.photo else None


def said(step: Transition, reader: str) -> Speech | None:
    """What somebody typed with a step, as they typed it; ``None`` if they typed nothing."""
    if step.reason is None:
        return None
    foreign = step.locale is not None and step.locale != reader
    return lines(
        t("“{text}”", text=step.reason),
        written_in(step.locale) if step.locale and foreign else None,
    )


def why(step: Transition, reader: str) -> Speech | None:
    """The reason from the closed list, and what was typed with it."""
    reason = REASONS.get(step.code or "")
    return lines(
        t("Reason: {reason}", reason=reason.label) if reason else None, said(step, reader)
    )
