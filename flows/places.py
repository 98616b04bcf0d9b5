"""Choosing a place by buttons: first the area (*gebied*), then the neighbourhood (*wijk*)."""

from collections.abc import Callable

from flows.errors import Gone
from flows.kernel import Button
from flows.text import just
from flows.town import Town

Rows = tuple[tuple[Button, ...], ...]
Does = Callable[[str], tuple[str, str]]  # action and argument for the code of a neighbourhood


def district_rows(town: Town, action: str) -> Rows:
    return tuple(
        (Button(just(district.name), action, district.key),) for district in town.districts
    )


def area_rows(town: Town, key: str, does: Does) -> Rows:
    """The neighbourhoods of one area. Raises ``Gone`` when there is no such area."""
    district = town.district(key)
    if district is None:
        raise Gone
    return tuple((Button(just(area.name), *does(area.code)),) for area in district.areas)
