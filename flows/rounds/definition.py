"""A round is data: a file says what it is, and nothing about it stands in code."""

import json
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, Literal

from pydantic import Field, model_validator

from flows.rounds.pots import BallotRule, Euros, Pot, PotPart, Theme
from flows.rounds.schedule import Part, Phase, PhaseKey
from flows.text import Words
from storage.models import ONE_POT, Round

__all__ = ["BallotRule", "Phase", "PhaseKey", "Pot", "RoundDefinition", "Theme", "definition_of"]

Rule = Literal[
    "greedy_stop", "greedy_skip", "theme_caps_then_leftover", "equal_shares", "phragmen"
]  # flows.counting


class RuleParameters(Part):
    """What ``equal_shares`` can be asked to do: see ``flows.counting``."""

    utility: Literal["cost", "cardinality"] = "cost"
    completion: Literal["none", "add1", "add1u"] = "none"
    stop_when_exhaustive: bool = False


class RoundTexts(Part):
    """What a resident is told beside the rules, each as ``{locale: text}``."""

    about: dict[str, str] | None = None
    help: dict[str, str] | None = None


class RoundDefinition(Part):
    """One edition of a vote. Amounts in the file are whole euros.

    A round with one pot is written short: ``budget``, ``ballot`` and ``theme`` of the round are
    those of the pot. Readers ask ``pots``, whichever way it was written.
    """

    slug: str = Field(pattern=r"^[a-z0-9-]{1,32}$")
    year: int = Field(ge=2000, le=2999)
    title: dict[str, str]
    texts: RoundTexts = RoundTexts()
    areas: tuple[str, ...] = Field(min_length=1)  # codes of the wijken that take part
    voters: Literal["self_declared", "stemcode", "both"] = "self_declared"
    minimum_age: int = Field(default=0, ge=0, le=99)
    minimum_cost: int = Field(default=0, ge=0)
    proposers: Literal["residents", "communities", "everybody"] = "everybody"
    ballots_published: Literal["totals", "shuffled"] = "totals"
    objection_days: int = Field(default=42, ge=0, le=366)  # six weeks: Awb, article 6:7
    rule: Rule
    parameters: RuleParameters = RuleParameters()
    tie_order: Literal["published", "lot"] = "published"
    budget: Euros | None = None
    caps_exceed: int = Field(default=0, ge=0)  # euros that the caps are over the pot, as published
    ballot: BallotRule | None = None
    theme: tuple[Theme, ...] = ()
    pot: tuple[PotPart, ...] = ()
    phase: tuple[Phase, ...]

    @model_validator(mode="before")
    @classmethod
    def _areas_of_the_pots(cls, data: Any) -> Any:
        """A round with several pots need not repeat which areas they have."""
        if not isinstance(data, dict) or "areas" in data or not isinstance(data.get("pot"), list):
            return data
        pots = [pot for pot in data["pot"] if isinstance(pot, dict)]
        areas = [pot["areas"] for pot in pots if isinstance(pot.get("areas"), list)]
        return {**data, "areas": [code for codes in areas for code in codes]}

    @property
    def words(self) -> Words:
        return Words(self.title)

    @cached_property
    def pots(self) -> tuple[Pot, ...]:
        """Raises ``ValueError`` for a pot without a ballot: a checked file has none."""
        if not self.pot:
            money, ballot = self.budget, self.ballot
            if money is None or ballot is None:
                raise ValueError("a round needs a budget and a ballot, or pots")
            return (Pot(ONE_POT, self.title, money, self.areas, ballot, self.theme),)
        return tuple(self._pot(part) for part in self.pot)

    def _pot(self, part: PotPart) -> Pot:
        ballot = part.ballot or self.ballot
        if ballot is None:
            raise ValueError(f"the pot {part.key} needs a ballot")
        themes = part.theme or self.theme
        return Pot(part.key, part.label, part.budget, part.areas, ballot, themes)

    def pot_of(self, area: str | None) -> Pot | None:
        """The pot that the people of a neighbourhood divide."""
        return next((pot for pot in self.pots if area in pot.areas), None)

    def pot_called(self, key: str) -> Pot | None:
        return next((pot for pot in self.pots if pot.key == key), None)

    @property
    def themes(self) -> tuple[Theme, ...]:
        """Those of all pots, each once."""
        return tuple({theme.key: theme for pot in self.pots for theme in pot.theme}.values())

    def theme_of(self, key: str) -> Theme | None:
        return next((theme for theme in self.themes if theme.key == key), None)

    def phase_of(self, key: PhaseKey) -> Phase | None:
        return next((phase for phase in self.phase if phase.key == key), None)

    def at(self, now: datetime) -> Phase | None:
        """The phase of this moment; ``None`` before, between and after them."""
        return next((phase for phase in self.phase if phase.start <= now < phase.end), None)

    def after(self, now: datetime) -> Phase | None:
        """The next phase to begin."""
        return next((phase for phase in self.phase if phase.start > now), None)

    def latest(self, now: datetime) -> Phase | None:
        """The phase that began last."""
        begun = [phase for phase in self.phase if phase.start <= now]
        return begun[-1] if begun else None


MOST_READ = 64
READ: dict[int, tuple[Any, "RoundDefinition"]] = {}  # by identity, with what keeps it alive
FROZEN: dict[str, RoundDefinition] = {}  # by digest: what is frozen is read once


def definition_of(row: Round) -> RoundDefinition:
    """As it was frozen, from the moment voting opened; until then as it stands."""
    if row.frozen is None or row.digest is None:
        return _of(row.definition)
    if row.digest not in FROZEN:
        FROZEN[row.digest] = RoundDefinition.model_validate(row.frozen["round"])
    return FROZEN[row.digest]


def _of(definition: dict[str, Any]) -> RoundDefinition:
    """What storage read once it hands out again: then even to compare it costs too much."""
    known = READ.get(id(definition))
    if known is None:
        if len(READ) >= MOST_READ:
            READ.clear()
        known = READ[id(definition)] = (definition, _parsed(json.dumps(definition)))
    return known[1]


@lru_cache(maxsize=32)
def _parsed(definition: str) -> RoundDefinition:
    return RoundDefinition.model_validate_json(definition)
