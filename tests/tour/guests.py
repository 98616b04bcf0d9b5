"""Who takes the tour, and what they write."""

from dataclasses import dataclass

from tests.town import Actor


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes with one sign over and over, after an Arabic letter, a number and a tag."""

    sign: str

    def writes(self, most: int, nth: int = 1) -> str:
        return (f"م{nth}<b>" + self.sign * most)[:most].strip()

    def cell(self, most: int, nth: int = 1) -> str:
        return self.writes(most, nth).replace("\n", " ")


@dataclass(frozen=True, slots=True)
class Guests:
    resident: Actor
    quiet: Actor  # a resident who does not vote
    moderator: Actor  # reads Dutch: what residents wrote is foreign
    officer: Actor
    colleague: Actor  # the second officer


async def goes(actor: Actor, *places: str) -> None:
    """Press buttons as they stand on screens, one after the other."""
    for place in places:
        await actor.presses(place)
