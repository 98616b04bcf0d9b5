"""A round is data: a file says what it is, and nothing about it stands in code."""

import json
import tomllib
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from flows.i18n import ZONE
from flows.text import Words
from storage.models import Round


class PhaseKey(StrEnum):
    """The phases of a round, in their order; each edition has some of them."""

    THEMES = "themes"
    IDEAS = "ideas"
    PLANS = "plans"
    CHECK = "check"
    VOTING = "voting"
    RESULT = "result"
    DOING = "doing"


def _start(value: object) -> object:
    return _local(value, timedelta())


def _end(value: object) -> object:
    return _local(value, timedelta(days=1))


def _local(value: object, more: timedelta) -> object:
    """A bare date is a whole day in Amsterdam: from its midnight, or until the next one."""
    if isinstance(value, str) and len(value) == len("2027-01-11"):
        value = date.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value + more, time(), ZONE).astimezone(UTC)
    return value


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Phase(Part):
    """From ``start`` up to, not including, ``end`` (aware)."""

    key: PhaseKey
    start: Annotated[datetime, BeforeValidator(_start), Field(alias="from")]
    end: Annotated[datetime, BeforeValidator(_end), Field(alias="to")]

    @property
    def last(self) -> datetime:
        """The end as one says it: Sunday 23:59, not Monday 0:00."""
        at_midnight = self.end.astimezone(ZONE).time() == time()
        return self.end - timedelta(minutes=1) if at_midnight else self.end


class Theme(Part):
    key: str = Field(pattern=r"^[a-z]{1,9}$")  # it goes into buttons
    cap: int | None = None  # whole euros
    label: dict[str, str]

    @property
    def words(self) -> Words:
        return Words(self.label)


class BallotRule(Part):
    kind: Literal["approval"]
    least: int = 1
    most: int


class RoundDefinition(Part):
    """One edition of a vote on a pot. Amounts in the file are whole euros."""

    slug: str = Field(pattern=r"^[a-z0-9-]{1,32}$")
    year: int
    title: dict[str, str]
    areas: tuple[str, ...]  # codes of the wijken that take part
    budget: int
    minimum_cost: int
    rule: Literal["greedy_stop", "greedy_skip", "theme_caps_then_leftover"]  # flows.counting
    ballot: BallotRule
    theme: tuple[Theme, ...]
    phase: tuple[Phase, ...]

    @property
    def words(self) -> Words:
        return Words(self.title)

    def theme_of(self, key: str) -> Theme | None:
        return next((theme for theme in self.theme if theme.key == key), None)

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


def read_file(path: Path) -> dict[str, Any]:
    """A round file (TOML), checked, in the shape that ``Round.definition`` keeps (JSON).

    Raises ``pydantic.ValidationError`` with the place of each mistake.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    definition: dict[str, Any] = RoundDefinition.model_validate(data).model_dump(
        mode="json", by_alias=True
    )
    return definition


def definition_of(row: Round) -> RoundDefinition:
    return _parsed(json.dumps(row.definition))


@lru_cache(maxsize=32)
def _parsed(definition: str) -> RoundDefinition:
    return RoundDefinition.model_validate_json(definition)
