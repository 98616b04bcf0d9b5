"""Which plans of the ballot one looks at. The order of the plans stays one's own, whichever."""

from dataclasses import dataclass, replace
from typing import Self

from flows.errors import Gone
from flows.kernel import Button, Ctx
from flows.text import Lines, Speech, just, lines, t
from flows.voting.booth import Booth
from storage.models import Initiative

STEP = 100  # in the number of a button: the area in hundreds, the theme in ones
MINE = 99


@dataclass(frozen=True, slots=True)
class Lens:
    """Places of a theme and of a neighbourhood in the pot, from 1; 0 is all of them."""

    theme: int = 0
    area: int = 0
    mine: bool = False  # only what is on one's card

    @classmethod
    def read(cls, code: int, inside: Booth) -> Self:
        """From the number in a button. Raises ``Gone`` when the pot has no such place."""
        if code == MINE:
            return cls(mine=True)
        lens = cls(theme=code % STEP, area=code // STEP)
        if lens.theme > len(inside.pot.theme) or lens.area > len(inside.pot.areas):
            raise Gone
        return lens

    @property
    def code(self) -> int:
        return MINE if self.mine else STEP * self.area + self.theme

    def found(self, inside: Booth) -> list[Initiative]:
        pot = inside.pot
        theme = pot.theme[self.theme - 1].key if self.theme else None
        area = pot.areas[self.area - 1] if self.area else None
        return [
            plan
            for plan in inside.plans.values()
            if (theme is None or plan.theme == theme)
            and (area is None or plan.area == area)
            and (not self.mine or plan.id in inside.choice.chosen)
        ]

    def heading(self, ctx: Ctx, inside: Booth) -> Lines | None:
        area = ctx.town.area(inside.pot.areas[self.area - 1]) if self.area else None
        theme = inside.pot.theme[self.theme - 1].words if self.theme else None
        parts = (
            t("Theme: {theme}", theme=theme) if theme else None,
            t("Neighbourhood: {area}", area=area.name) if area else None,
            t("Only the plans you chose.") if self.mine else None,
        )
        return lines(*parts) if any(parts) else None


def choices(ctx: Ctx, inside: Booth, now: Lens) -> tuple[tuple[Button, ...], ...]:
    """A button for each theme and each neighbourhood; the other one stays as it was."""
    theme = [
        _button(inside, just(theme.words), replace(now, theme=place, mine=False))
        for place, theme in enumerate(inside.pot.theme, start=1)
    ]
    area = [
        _button(inside, just(area.name), replace(now, area=place, mine=False))
        for place, code in enumerate(inside.pot.areas, start=1)
        if len(inside.pot.areas) > 1 and (area := ctx.town.area(code))
    ]
    return (
        *_in_pairs(theme),
        *_in_pairs(area),
        (_button(inside, t("Show my choices"), Lens(mine=True)),),
        (all_plans(inside),),
    )


def all_plans(inside: Booth) -> Button:
    return _button(inside, t("Show all plans"), Lens())


def _button(inside: Booth, label: Speech, lens: Lens) -> Button:
    return Button(label, "vote.list", f"{inside.round_id}.{lens.code}.0")


def _in_pairs(buttons: list[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
