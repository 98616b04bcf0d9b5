"""Budget lines as plain values, and how their amounts are told."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from flows.text import Money, Text, t
from storage.models import BudgetLine

Key = tuple[str, str, str, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of one pot in one neighbourhood (the code of a wijk). Euros in integer cents.

    ``committed`` is what was promised, paid or not; ``spent`` is what was paid of it, below
    zero when more came back.
    """

    area: str
    pot: str
    name: str
    budgeted: int
    committed: int
    spent: int
    as_of: date
    source: str

    @property
    def left(self) -> int:
        """Neither promised nor spent; below zero when both are over the budget.

        Not everybody writes a promise down before paying: the higher of the two counts.
        """
        return self.budgeted - max(self.committed, self.spent)

    @property
    def key(self) -> Key:
        return self.area, self.pot, self.name.casefold(), self.as_of

    def to_row(self) -> dict[str, Any]:
        return asdict(self)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "as_of": self.as_of.isoformat()}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        return cls(**{**row, "as_of": date.fromisoformat(row["as_of"])})

    @classmethod
    def of(cls, row: BudgetLine) -> Self:
        return cls(
            area=row.area,
            pot=row.pot,
            name=row.name,
            budgeted=row.budgeted,
            committed=row.committed,
            spent=row.spent,
            as_of=row.as_of,
            source=row.source,
        )


def told(line: Line) -> Text:
    return t(
        "Budgeted {budgeted}, committed {committed}, spent {spent}, left {left}.",
        budgeted=Money(line.budgeted),
        committed=Money(line.committed),
        spent=Money(line.spent),
        left=Money(line.left),
    )


def totals(pot: str, day: date, found: Sequence[Line]) -> Text:
    """``found`` are lines of one pot as of one day: nothing else is ever added up."""
    return t(
        "{pot}, {day}. Budgeted {budgeted}, committed {committed}, spent {spent}.",
        pot=pot,
        day=day,
        budgeted=Money(sum(line.budgeted for line in found)),
        committed=Money(sum(line.committed for line in found)),
        spent=Money(sum(line.spent for line in found)),
    )
