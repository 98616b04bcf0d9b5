"""A round as a resident is told of it: the same page in the bot and from ``round show``."""

from collections.abc import Mapping, Sequence

from flows import permissions
from flows.forms import HOME_ROW
from flows.kernel import Button, Ctx, Screen, action, number
from flows.reading import CENT
from flows.rounds.acts import Act
from flows.rounds.current import PHASE_LABELS, Edition, edition_of
from flows.rounds.definition import PhaseKey, Pot, RoundDefinition
from flows.rounds.frozen import as_seen
from flows.rounds.rules import how_counted, how_one_votes
from flows.text import (
    Code,
    Language,
    Lines,
    Missing,
    Money,
    Speech,
    Text,
    Words,
    just,
    lines,
    paragraphs,
    t,
)
from flows.town import Town
from storage.models import ActKind

VOTERS: Mapping[str, tuple[Text, ...]] = {
    "self_declared": (t("You vote in the neighbourhood where you live. You tell us which."),),
    "stemcode": (t("You vote with the code from your letter."),),
    "both": (
        t("You vote with the code from your letter, or without a code."),
        t("All votes count together. The result also shows them apart."),
    ),
}
PROPOSERS: Mapping[str, Text] = {
    "residents": t("Who lives here can propose plans."),
    "communities": t("Communities can propose plans."),
    "everybody": t("Everybody can propose plans."),
}


@action("round.rules", permission=permissions.anyone, reads=True)
async def rules(ctx: Ctx, arg: str) -> Screen:
    edition = await edition_of(ctx, number(arg))
    pot = edition.definition.pot_of(ctx.actor.area)
    is_open = edition.is_in(ctx.now, PhaseKey.VOTING)
    back = ((Button(t("Go to the plans"), "vote.open"),),) if is_open else ()
    page = _page(edition, ctx.town, [pot] if pot else edition.definition.pots)
    return Screen(page, (*back, HOME_ROW))


def round_page(edition: Edition, town: Town) -> Lines:
    return _page(edition, town, edition.definition.pots)


def _page(edition: Edition, town: Town, pots: Sequence[Pot]) -> Lines:
    definition = edition.definition
    about, help_ = definition.texts.about, definition.texts.help
    return paragraphs(
        t("<b>{round}</b>", round=definition.words),
        just(Words(about)) if about else None,
        *map(told, edition.acts),
        *(_pot(definition, pot, town) for pot in pots),
        _taking_part(definition),
        _dates(definition),
        lines(t("<b>How it is counted</b>"), how_counted(definition)),
        just(Words(help_)) if help_ else None,
        fingerprint(edition),
    )


def fingerprint(edition: Edition) -> Speech | None:
    """The beginning of the hash, by which anybody knows that nothing has changed since."""
    if edition.row.digest is None:
        return None
    return lines(
        t("The rules and the plans are fixed. Nobody can change them."),
        t("Their fingerprint: {digest}", digest=Code(as_seen(edition.row.digest))),
    )


def told(act: Act) -> Speech | None:
    """A public act, with its reason as the officer wrote it, in their language."""
    reason = lines(
        t("The reason: “{reason}”", reason=act.reason),
        Missing(
            Words({act.locale: act.reason}, source=act.locale),
            t("Written in {language}.", language=Language(act.locale)),
        ),
    )
    if act.kind is ActKind.LEFT:
        return lines(t("A plan has left the ballot."), reason)
    if act.until is None:
        return None
    if act.kind is ActKind.PAUSE:
        return lines(t("Voting is paused until {until}.", until=act.until), reason)
    return lines(t("Voting is extended until {until}.", until=act.until), reason)


def _pot(definition: RoundDefinition, pot: Pot, town: Town) -> Lines:
    areas = (town.area(code) for code in pot.areas)
    return lines(
        t("<b>{pot}</b>", pot=pot.words) if definition.pot else None,
        t("The pot has {budget} (budgeted).", budget=Money(pot.cents)),
        *(
            t("• {theme}: {cap}", theme=theme.words, cap=Money(pot.caps[theme.key]))
            if theme.cap
            else t("• {theme}", theme=theme.words)
            for theme in pot.theme
        ),
        t("These neighbourhoods vote:"),
        *(just(area.name) for area in areas if area),
        how_one_votes(pot.ballot),
    )


def _taking_part(definition: RoundDefinition) -> Lines:
    return lines(
        *VOTERS[definition.voters],
        PROPOSERS[definition.proposers],
        t("You can take part from the age of {age}.", age=definition.minimum_age)
        if definition.minimum_age
        else None,
        t("A plan costs {least} or more.", least=Money(definition.minimum_cost * CENT))
        if definition.minimum_cost
        else None,
    )


def _dates(definition: RoundDefinition) -> Lines:
    return lines(
        *(
            t(
                "{phase}: from {start} until {end}.",
                phase=PHASE_LABELS[phase.key],
                start=phase.start,
                end=phase.last,
            )
            for phase in definition.phase
        )
    )
