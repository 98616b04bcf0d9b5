"""The phases of a round and their moments: written as local time, kept as UTC."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from flows.i18n import ZONE

WHOLE_DAY = len("2027-01-11")


class Part(BaseModel):
    """A part of a round file: a word it does not know is a mistake, not a remark."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


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
    return _moment(value, timedelta())


def _end(value: object) -> object:
    return _moment(value, timedelta(days=1))


def _moment(value: object, more: timedelta) -> object:
    """A bare date is a whole day in Amsterdam: from its midnight, or until the next one."""
    if isinstance(value, str):
        value = _read(value)
    if isinstance(value, datetime):
        return (value if value.tzinfo else local(value)).astimezone(UTC)
    if isinstance(value, date):
        return datetime.combine(value + more, time(), ZONE).astimezone(UTC)
    return value


def _read(text: str) -> date | datetime:
    try:
        whole = len(text) == WHOLE_DAY
        return date.fromisoformat(text) if whole else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            "write a day such as 2027-01-31, or a time such as 2027-01-31T12:00:00"
        ) from None


def local(wall: datetime) -> datetime:
    """The moment at which clocks in Amsterdam show this.

    Raises ``ValueError`` for the hour that is skipped in March, and for the one in October that
    comes twice.
    """
    here = wall.replace(tzinfo=ZONE)
    if here.astimezone(UTC).astimezone(ZONE).replace(tzinfo=None) != wall:
        raise ValueError(
            f"{wall:%H:%M} does not exist on {wall:%Y-%m-%d} in Amsterdam: the clock goes "
            "from 02:00 to 03:00. Choose another time."
        )
    if here.utcoffset() != here.replace(fold=1).utcoffset():
        raise ValueError(
            f"{wall:%H:%M} comes twice on {wall:%Y-%m-%d} in Amsterdam: the clock goes back at "
            "03:00. Write the zone with it: +02:00 for the first time, +01:00 for the second."
        )
    return here


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
