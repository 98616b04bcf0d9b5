"""The outcome of a count of a file: in words for people, in values for programs."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from flows.counting import drawing
from flows.counting.drawing import voted
from flows.counting.explain import story, why
from flows.counting.model import Outcome, Share, Step, TieBreak
from flows.i18n import Reader
from flows.pabulib.amounts import decimal
from flows.pabulib.election import Election
from flows.reading import CENT
from flows.text import Code, Money, Speech, just, lines, paragraphs, t, tn

Values = dict[str, Any]


def as_values(rule: str, outcome: Outcome, reader: Reader) -> Values:
    """For JSON. Amounts are decimal strings of the currency; exact shares are fractions of it.

    ``selected``: ids in the order in which they were funded. ``steps``: every plan by its rank.
    ``losers``: by id, why a plan is not funded.
    """
    return {
        "rule": rule,
        "selected": list(outcome.winners),
        "unspent": decimal(outcome.unspent),
        "steps": [_step(step, outcome, reader) for step in outcome.steps],
        "losers": {
            step.plan: _loser(step, outcome, reader)
            for step in outcome.steps
            if not step.verdict.funded
        },
    }


def _purse(outcome: Outcome) -> Values | None:
    """What each voter could spend, at first and in the end, where voters pay."""
    purse = outcome.purse
    if purse is None:
        return None
    over = None if purse.over is None else decimal(purse.over)
    return {"start": _exact(purse.start), "end": _exact(purse.end), "over": over}


def _step(step: Step, outcome: Outcome, reader: Reader) -> Values:
    return {
        "plan": step.plan,
        "rank": step.rank,
        "votes": step.votes,
        "cost": decimal(step.cost),
        "left": decimal(step.left),
        "theme_left": None if step.theme_left is None else decimal(step.theme_left),
        "verdict": step.verdict.value,
        "tie": step.tie and step.tie.value,
        "share": step.share and _share(step.share),
        "purse": _purse(outcome),
        "why": reader.plain(why(step)),
    }


def _loser(step: Step, outcome: Outcome, reader: Reader) -> Values:
    """``short``: what there was too little of, in its pot or with those who chose it."""
    told = _step(step, outcome, reader)
    kept = {key: told[key] for key in ("verdict", "rank", "votes", "cost", "left", "why")}
    if step.share is None:
        room = step.left if step.theme_left is None else max(step.left, step.theme_left)
        return kept | {"had": decimal(room), "short": decimal(max(0, step.cost - room))}
    share = _share(step.share)
    return kept | {"had": share["had"], "short": share["short"]}


def _share(share: Share) -> Values:
    effective = None if share.effective is None else str(share.effective)
    return {
        "turn": share.turn,
        "highest": _exact(share.highest),
        "effective": effective,
        "tied": list(share.tied),
        "had": _exact(share.had),
        "short": _exact(share.short),
    }


def _exact(amount: Fraction | None) -> str | None:
    """``100`` or ``1234/7``."""
    return None if amount is None else str(amount / CENT)


def as_text(election: Election, rule: str, outcome: Outcome, *, drawn: bool) -> Speech:
    """Winners in their order, then the others by rank, each with its why; then the leftover."""
    won = [outcome.step(plan) for plan in outcome.winners]
    lost = [step for step in outcome.steps if not step.verdict.funded]
    return paragraphs(
        just(election.title) if election.title else None,
        lines(
            t("Counted by the rule {rule}.", rule=Code(rule)),
            voted(outcome.voters),
            t("The pot has {budget} (budgeted).", budget=Money(election.budget)),
        ),
        tn("{n} plan is funded.", "{n} plans are funded.", len(won)),
        *_reasons(election, won),
        tn("{n} plan is not funded.", "{n} plans are not funded.", len(lost)),
        *_reasons(election, lost),
        story(outcome),
        *remarks(election, outcome, drawn=drawn),
    )


def remarks(election: Election, outcome: Outcome, *, drawn: bool) -> list[Speech]:
    """What who checks the count must know beside it. ``drawn``: whether a lot was given."""
    found = [_repeated(election)]
    if not drawn and any(step.tie is TieBreak.ORDER for step in outcome.steps):
        found.append(t("No lot was given. Equal plans go in the order of the file."))
    return [remark for remark in found if remark is not None]


def _reasons(election: Election, steps: list[Step]) -> Iterator[Speech]:
    for step in steps:
        name = lines(just(Code(step.plan)), just(election.names[step.plan]), gap=" ")
        yield lines(name, why(step))


def _repeated(election: Election) -> Speech | None:
    many = sum(election.repeats.values())
    if not many:
        return None
    return tn(
        "{n} time a ballot names a plan again. It counts once.",
        "{n} times a ballot names a plan again. It counts once.",
        many,
    )


def as_picture(election: Election, outcome: Outcome, reader: Reader) -> bytes:
    """A PNG of the plans with most votes."""
    names = {plan: just(name) for plan, name in election.names.items()}
    return drawing.drawn(outcome, reader, just(election.title) if election.title else None, names)
