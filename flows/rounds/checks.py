"""What must hold between the parts of a round, so that no vote goes wrong because of its file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flows.rounds.definition import RoundDefinition
from flows.rounds.limits import ballot_mistakes
from flows.rounds.lines import Place
from flows.rounds.pots import PotPart, Theme
from flows.rounds.schedule import PhaseKey
from flows.town import Town

PAID_BY_VOTERS = ("equal_shares", "phragmen")


@dataclass(frozen=True, slots=True)
class Mistake:
    """``text`` says what to do about it."""

    place: Place
    text: str


def mistakes(definition: RoundDefinition, town: Town) -> Iterator[Mistake]:
    """All of them, so that one look at the file is enough."""
    yield from _languages(definition, town)
    yield from _areas(definition, town)
    yield from _phases(definition)
    if definition.pot:
        yield from _several_pots(definition)
    else:
        yield from _one_pot(definition)
    yield from _rule(definition)


def _languages(definition: RoundDefinition, town: Town) -> Iterator[Mistake]:
    for place, words in _texts(definition):
        missing = [it for it in town.languages if not words.get(it, "").strip()]
        if missing:
            yield Mistake(place, f"write it in every language: {', '.join(missing)} is missing")
        for locale in words.keys() - set(town.languages):
            yield Mistake((*place, locale), f"{town.name} does not speak {locale}: take it out")


def _texts(definition: RoundDefinition) -> Iterator[tuple[Place, Mapping[str, str]]]:
    yield ("title",), definition.title
    for name in ("about", "help"):
        if words := getattr(definition.texts, name):
            yield ("texts", name), words
    yield from _labels(definition.theme, ())
    for number, pot in enumerate(definition.pot):
        yield ("pot", number, "label"), pot.label
        yield from _labels(pot.theme, ("pot", number))


def _labels(themes: Sequence[Theme], around: Place) -> Iterator[tuple[Place, Mapping[str, str]]]:
    for number, theme in enumerate(themes):
        yield (*around, "theme", number, "label"), theme.label


def _areas(definition: RoundDefinition, town: Town) -> Iterator[Mistake]:
    known = ", ".join(area.code for area in town.areas)
    pots: list[tuple[Place, tuple[str, ...]]] = [
        (("pot", number, "areas"), pot.areas) for number, pot in enumerate(definition.pot)
    ]
    seen: set[str] = set()
    for around, codes in pots or [(("areas",), definition.areas)]:
        for number, code in enumerate(codes):
            place: Place = (*around, number)
            if town.area(code) is None:
                yield Mistake(place, f"{town.name} has no area {code}; it has {known}")
            if code in seen:
                yield Mistake(place, f"{code} is there twice: an area is in one pot, once")
            seen.add(code)
    if definition.pot and seen != set(definition.areas):
        yield Mistake(("areas",), "leave it out: the areas are those of the pots")


def _phases(definition: RoundDefinition) -> Iterator[Mistake]:
    order, phases = list(PhaseKey), definition.phase
    for number, phase in enumerate(phases):
        if phase.end <= phase.start:
            yield Mistake(("phase", number, "to"), f"{phase.key} ends before it starts")
    for number, (one, two) in enumerate(pairwise(phases), start=1):
        if order.index(two.key) <= order.index(one.key):
            yield Mistake(
                ("phase", number, "key"),
                f"{two.key} comes after {one.key}: put the phases in the order {', '.join(order)}",
            )
        elif two.start < one.end:
            yield Mistake(
                ("phase", number, "from"), f"{two.key} begins before {one.key} has ended"
            )
    keys = {phase.key for phase in phases}
    if keys & {PhaseKey.RESULT, PhaseKey.DOING} and PhaseKey.VOTING not in keys:
        yield Mistake(("phase",), "there is a result but no vote: write the phase voting")


def _one_pot(definition: RoundDefinition) -> Iterator[Mistake]:
    if definition.budget is None:
        yield Mistake(("budget",), "write the budget of the round, or its pots")
    if definition.ballot is None:
        yield Mistake(("ballot",), "write how many plans one may choose")
    yield from _themes(definition.theme, ())
    yield from _money(definition, definition, ())
    if definition.ballot is not None:
        yield from _ballot(definition, definition, ())


def _several_pots(definition: RoundDefinition) -> Iterator[Mistake]:
    if definition.budget is not None:
        yield Mistake(("budget",), "leave it out: each pot has its own budget")
    yield from _themes(definition.theme, ())
    keys = [pot.key for pot in definition.pot]
    for number, pot in enumerate(definition.pot):
        around: Place = ("pot", number)
        if pot.key in keys[:number]:
            yield Mistake((*around, "key"), f"two pots are called {pot.key}: rename one")
        if pot.ballot is None and definition.ballot is None:
            yield Mistake(around, "write its ballot, or one for the whole round")
        yield from _themes(pot.theme, around)
        yield from _money(definition, pot, around)
        yield from _ballot(definition, pot, around)


def _themes(themes: Sequence[Theme], around: Place) -> Iterator[Mistake]:
    keys = [theme.key for theme in themes]
    for number, key in enumerate(keys):
        if key in keys[:number]:
            place = (*around, "theme", number, "key")
            yield Mistake(place, f"two themes are called {key}: rename one")


def _money(
    definition: RoundDefinition, pot: RoundDefinition | PotPart, around: Place
) -> Iterator[Mistake]:
    """Caps that add up to more than the pot are taken only when the file says by how much."""
    budget, themes = pot.budget, pot.theme or definition.theme
    if budget is None:
        return
    place = around if pot.theme else ()
    for number, theme in enumerate(themes):
        if theme.cap and theme.cap > budget:
            over = f"{theme.cap} is more than the whole pot of {budget}"
            yield Mistake((*place, "theme", number, "cap"), f"{over}: lower it")
    total = sum(theme.cap or 0 for theme in themes)
    if max(total - budget, 0) != pot.caps_exceed:
        yield Mistake(
            (*around, "budget"),
            f"the caps of the themes add up to {total}, and the pot has {budget}: mend one of "
            f"them, or write caps_exceed = {max(total - budget, 0)} if it was published so",
        )
    if definition.minimum_cost > budget:
        text = f"no plan can cost {definition.minimum_cost}: the pot has {budget}"
        yield Mistake(("minimum_cost",), text)


def _ballot(
    definition: RoundDefinition, pot: RoundDefinition | PotPart, around: Place
) -> Iterator[Mistake]:
    rule = pot.ballot or definition.ballot
    if rule is None:
        return
    place: Place = (*(around if pot.ballot else ()), "ballot")
    themes = pot.theme or definition.theme
    for name, text in ballot_mistakes(rule, themes, voters_pay=definition.rule in PAID_BY_VOTERS):
        yield Mistake((*place, name), text)


def _rule(definition: RoundDefinition) -> Iterator[Mistake]:
    given = definition.parameters.model_fields_set
    if given and definition.rule != "equal_shares":
        yield Mistake(("parameters",), f"leave them out: {definition.rule} has no parameters")
    if definition.rule != "theme_caps_then_leftover":
        return
    groups = [pot.theme or definition.theme for pot in definition.pot] or [definition.theme]
    if not all(any(theme.cap for theme in themes) for themes in groups):
        yield Mistake(("rule",), "theme_caps_then_leftover needs themes with a cap")
