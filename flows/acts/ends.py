"""The vote while it is open or paused, and the ends that officers can give it."""

from datetime import datetime, timedelta

from flows.errors import Refusal
from flows.rounds.current import Edition
from flows.rounds.definition import Phase, PhaseKey
from flows.text import t
from storage.models import ActKind

LONGEST = timedelta(days=62)  # a slip of the finger is not an extension by a year


def voting_now(edition: Edition, now: datetime) -> Phase | None:
    """The vote, while it is open or paused."""
    phase = edition.phase(now)
    return phase if phase is not None and phase.key is PhaseKey.VOTING else None


def check_until(edition: Edition, kind: ActKind, until: datetime, now: datetime) -> None:
    """Raises ``Refusal`` when the vote is closed, or this end is none."""
    voting = voting_now(edition, now)
    if voting is None:
        raise Refusal(t("Voting is closed. It cannot be changed any more."))
    if kind is ActKind.EXTENSION and until <= voting.end:
        raise Refusal(t("Voting closes later than that already: on {end}.", end=voting.last))
    if kind is ActKind.EXTENSION and until > voting.end + LONGEST:
        raise Refusal(t("That is too long. Choose an earlier day."))
    if kind is ActKind.PAUSE and not now < until < voting.end:
        raise Refusal(t("A pause ends before voting closes, on {end}.", end=voting.last))
