"""What a round divides and how people choose: pots, themes, ballots. Amounts are whole euros."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from flows.reading import CENT
from flows.rounds.schedule import Part
from flows.text import Words

Key = Annotated[str, Field(pattern=r"^[a-z]{1,9}$")]  # it goes into buttons
Euros = Annotated[int, Field(gt=0)]


class Theme(Part):
    key: Key
    cap: Euros | None = None  # what this theme may spend in its own pass
    label: dict[str, str]

    @property
    def words(self) -> Words:
        return Words(self.label)


class BallotRule(Part):
    """What one ballot may hold.

    ``knapsack`` fills the pot, or (``per = "theme"``) the cap of each theme, with whole plans;
    ``points`` hands out ``points``, at most ``most_points`` of them to one plan. ``least`` and
    ``most`` count plans; ``least = 0`` takes a blank ballot.
    """

    kind: Literal["approval", "knapsack", "points"]
    least: int = Field(default=1, ge=0)
    most: int | None = Field(default=None, ge=1)
    most_per_theme: int | None = Field(default=None, ge=1)
    per: Literal["pot", "theme"] = "pot"
    points: int = Field(default=10, ge=1, le=100)
    most_points: int = Field(default=5, ge=1)


class PotPart(Part):
    """A pot as it stands in the file; what it leaves out is that of the round."""

    key: Key
    label: dict[str, str]
    budget: Euros
    areas: tuple[str, ...] = Field(min_length=1)
    caps_exceed: int = Field(default=0, ge=0)  # as for the round
    ballot: BallotRule | None = None
    theme: tuple[Theme, ...] = ()


@dataclass(frozen=True, slots=True)
class Pot:
    """Money of its own, voted on and counted by itself. ``budget`` is whole euros."""

    key: str
    label: Mapping[str, str]
    budget: int
    areas: tuple[str, ...]  # codes of the wijken that divide it
    ballot: BallotRule
    theme: tuple[Theme, ...]

    @property
    def words(self) -> Words:
        return Words(self.label)

    @property
    def cents(self) -> int:
        return self.budget * CENT

    @property
    def caps(self) -> dict[str, int]:
        """What each theme with money of its own may spend, in cents, in their order."""
        return {theme.key: theme.cap * CENT for theme in self.theme if theme.cap}

    def theme_of(self, key: str) -> Theme | None:
        return next((theme for theme in self.theme if theme.key == key), None)
