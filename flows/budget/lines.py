"""Budget lines as plain values, and how their amounts are told."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from flows.text import Money, Text, t
from storage.models import BudgetLine

Key = tuple[str, str, str, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Euros in integer cents, of one pot as of one day.

    ``committed`` is promised and not paid yet, ``spent`` is paid; below zero is money that
    came back. ``left`` is below zero when there is more of both than was ``budgeted``.
    """

    budgeted: int
    committed: int
    spent: int

    @property
    def left(self) -> int:
        return self.budgeted - self.committed - self.spent

    @property
    def told(self) -> Text:
        return t(
            "Budgeted {budgeted}, committed {committed}, spent {spent}, left {left}.",
            budgeted=Money(self.budgeted),
            committed=Money(self.committed),
            spent=Money(self.spent),
            left=Money(self.left),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Amounts):
    """One line of one pot in one neighbourhood (the code of a wijk)."""

    area: str
    pot: str
    name: str
    as_of: date
    source: str

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


def total(lines: Iterable[Amounts]) -> Amounts:
    """Only for lines of one pot."""
    found = list(lines)
    return Amounts(
        budgeted=sum(line.budgeted for line in found),
        committed=sum(line.committed for line in found),
        spent=sum(line.spent for line in found),
    )
