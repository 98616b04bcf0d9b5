"""The key that says whose ballot is whose: used here alone, and gone after the objection term."""

from datetime import datetime, time, timedelta

from flows.errors import Refusal
from flows.i18n import ZONE
from flows.kernel import Moment
from flows.rounds.current import Edition
from flows.text import t
from storage.models import Round


def key_of(moment: Moment, row: Round) -> bytes:
    """Raises a ``Refusal`` once it is destroyed: no new key takes its place."""
    if row.key_destroyed_at is not None:
        moment.keys.forget(row.slug)
        raise Refusal(t("The key is destroyed. Nobody can see what you chose."))
    return moment.keys.of(row.slug)


def term_ends(edition: Edition) -> datetime | None:
    """When nobody can object any more (aware); ``None`` before the result is published.

    The term begins on the day after the publication, and its last day is whole: Awb, article
    6:8.
    """
    if edition.row.published_at is None:
        return None
    published = edition.row.published_at.astimezone(ZONE).date()
    after = published + timedelta(days=edition.definition.objection_days + 1)
    return datetime.combine(after, time(), ZONE)
