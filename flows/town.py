"""The municipality this bot serves: its districts and neighbourhoods, read from a file.

Everything that is "Oost" stands in that file, so that another town is another file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.text import Words

OOST = Path(__file__).parent / "towns" / "oost.toml"


@dataclass(frozen=True, slots=True)
class Area:
    """A neighbourhood (*wijk*) with its official code, such as ``MF``."""

    code: str
    name: str
    near: Words | None  # where it is, in words that everybody knows


@dataclass(frozen=True, slots=True)
class District:
    """A *gebied*: some neighbourhoods that have one area plan together."""

    key: str
    name: str
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Pot:
    """Money with rules of its own. Amounts of two pots are never added up."""

    key: str  # as a file of budget lines names it, in small letters
    name: str
    about: Words  # a sentence: what it is, and who decides about it
    open: bool  # whether a plan that did not win can try again there


@dataclass(frozen=True, slots=True)
class HelpPoint:
    """A place where somebody helps with voting, for the people of some wijken."""

    name: str
    place: str  # street and number
    areas: tuple[str, ...]  # codes; none: for everybody


@dataclass(frozen=True, slots=True)
class Town:
    name: str
    country: str  # in English, as files for researchers name it
    languages: tuple[str, ...]  # locales, in the order in which they are offered
    sender: Words  # who speaks here
    office: Words  # who answers for public money: the sender of news about it
    help: Words  # where a human can be found
    board: str | None  # where anybody can see the public board, as an address
    help_points: tuple[HelpPoint, ...]
    districts: tuple[District, ...]
    pots: tuple[Pot, ...]  # in the order in which they are shown

    @property
    def areas(self) -> tuple[Area, ...]:
        return tuple(area for district in self.districts for area in district.areas)

    def area(self, code: str | None) -> Area | None:
        return next((area for area in self.areas if area.code == code), None)

    def district(self, key: str) -> District | None:
        return next((d for d in self.districts if d.key == key), None)

    def help_near(self, code: str | None) -> tuple[HelpPoint, ...]:
        """Those of a wijk first, then those for everybody."""
        own = (point for point in self.help_points if code in point.areas)
        return (*own, *(point for point in self.help_points if not point.areas))

    def pot(self, key: str) -> Pot | None:
        return next((pot for pot in self.pots if pot.key == key), None)


def load(path: Path = OOST) -> Town:
    """Raises ``KeyError`` or ``TOMLDecodeError`` when the file is not such a town."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Town(
        name=data["name"],
        country=data["country"],
        languages=tuple(data["languages"]),
        sender=Words(data["sender"]),
        office=Words(data["office"]),
        help=Words(data["help"]),
        board=data.get("board"),
        help_points=tuple(
            HelpPoint(it["name"], it["place"], tuple(it.get("areas", ())))
            for it in data.get("help_point", ())
        ),
        districts=tuple(_district(item) for item in data["district"]),
        pots=tuple(
            Pot(p["key"], p["name"], Words(p["about"]), p.get("open", False)) for p in data["pot"]
        ),
    )


def _district(item: Mapping[str, object]) -> District:
    areas = item["area"]
    if not isinstance(areas, list):
        raise KeyError("area")
    return District(
        key=str(item["key"]),
        name=str(item["name"]),
        areas=tuple(
            Area(area["code"], area["name"], Words(area["near"]) if "near" in area else None)
            for area in areas
        ),
    )
