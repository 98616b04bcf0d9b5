"""Quiet hours: between nine in the evening and nine in the morning nobody is woken."""

from datetime import UTC, datetime, time, timedelta

from flows.i18n import ZONE

BEGIN, END = time(21), time(9)  # Amsterdam time, on both clock-change days too


def awake(moment: datetime) -> datetime:
    """This moment, or the end of the quiet hours it falls in. Aware UTC in and out."""
    local = moment.astimezone(ZONE)
    if END <= local.time() < BEGIN:
        return moment
    day = local.date() + timedelta(days=1 if local.time() >= BEGIN else 0)
    return datetime.combine(day, END, ZONE).astimezone(UTC)
