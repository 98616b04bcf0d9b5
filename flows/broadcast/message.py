"""A budget status message: for whom it is, and how each reader sees it."""

from collections.abc import Mapping, Sequence

from flows.kernel import Moment
from flows.text import (
    Language,
    Lines,
    Missing,
    Speech,
    Spoken,
    Words,
    just,
    lines,
    paragraphs,
    t,
    tn,
)
from flows.town import Town
from storage.models import ConsentKind

SOURCE = "nl"  # officers write Dutch first; who has no translation reads it
TRANSLATIONS = ("en", "tr", "ar")
MOST_ALONE = 500  # people whom one officer may write to; more takes a second one
EVERYONE = "all"


def wijken(town: Town, whom: str) -> list[str] | None:
    """Codes for ``all`` (none: everyone), for a district or for one wijk; ``None``: unknown."""
    if whom == EVERYONE:
        return []
    district, area = town.district(whom), town.area(whom)
    if district is not None:
        return [area.code for area in district.areas]
    return [area.code] if area is not None else None


async def audience(moment: Moment, areas: Sequence[str]) -> Sequence[int]:
    """Ids of the people who want news about the money and can be reached."""
    return await moment.tx.people.reachable(ConsentKind.MONEY, areas or None)


def message(town: Town, texts: Mapping[str, str]) -> Lines:
    words = Words(texts, SOURCE)
    return paragraphs(
        t("<b>News about the money</b>"),
        just(words),
        Missing(words, t("This text is not translated yet.")),
        t("This message is from {sender}.", sender=town.office),
    )


def as_read(town: Town, texts: Mapping[str, str]) -> list[Speech]:
    """The message as the readers of each language get it, with the language above it."""
    return [
        lines(
            t("<i>Who reads {language} sees:</i>", language=Language(locale)),
            Spoken(locale, message(town, texts)),
        )
        for locale in town.languages
    ]


def addressed(town: Town, areas: Sequence[str], people: int) -> Speech:
    names = [area.name for area in town.areas if area.code in areas]
    return lines(
        t("For: {areas}", areas=", ".join(names)) if names else t("For: everyone"),
        tn("{n} person gets this message.", "{n} people get this message.", people),
        t("They said yes to news about the money."),
    )
