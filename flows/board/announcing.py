"""What stands under a list in the channel, in every language of the town."""

from collections.abc import Sequence

from flows.text import Code, Speech, Spoken, just, lines, paragraphs, t, tn
from storage.models import BoardEntry, BoardKind


def announcement(languages: Sequence[str], entry: BoardEntry) -> Speech:
    """Short enough for a caption in four languages; the number is there once."""
    many = int(entry.statement["count"])
    said = {
        BoardKind.DAILY: tn("{n} vote is on the list.", "{n} votes are on the list.", many),
        BoardKind.FINAL: tn("{n} vote was counted.", "{n} votes were counted.", many),
        BoardKind.RESULT: t("These are the totals of the vote."),
        BoardKind.DESTROYED: t("The key is destroyed. Nobody can see who chose what."),
    }[entry.kind]
    return paragraphs(
        lines(*(Spoken(locale, said) for locale in languages)),
        just(Code(entry.head)),
    )
