"""The count in words: a sentence for every plan, and what became of the leftover."""

from collections.abc import Callable
from math import ceil, floor

from flows.counting.model import Outcome, Purse, Step, TieBreak, Verdict
from flows.text import Lines, Money, Speech, Text, lines, t, tn


def why(step: Step) -> Speech:
    """Why this plan is funded, or why not: its place, its votes and the money of that moment."""
    tie = _TIES[step.tie] if step.tie else None
    return lines(_REASONS[step.verdict](step), _paid(step), tie, gap=" ")


def story(outcome: Outcome) -> Lines:
    """What happened to the money that was left over, by the themes and in the end."""
    return lines(_leftover_pass(outcome), _shares(outcome), _filled(outcome), _end(outcome))


def _funded(step: Step) -> Text:
    if step.theme_left is None:
        return tn(
            "Funded: place {rank} with {n} vote. It costs {cost}, and {left} was left.",
            "Funded: place {rank} with {n} votes. It costs {cost}, and {left} was left.",
            step.votes,
            rank=step.rank,
            cost=Money(step.cost),
            left=Money(step.left),
        )
    return tn(
        "Funded: place {rank} with {n} vote. It costs {cost}, and its theme had {theme_left}.",
        "Funded: place {rank} with {n} votes. It costs {cost}, and its theme had {theme_left}.",
        step.votes,
        rank=step.rank,
        cost=Money(step.cost),
        theme_left=Money(step.theme_left),
    )


def _funded_from_leftover(step: Step) -> Text:
    return tn(
        "Funded from the leftover: place {rank} with {n} vote. "
        "It costs {cost}, and {left} was left.",
        "Funded from the leftover: place {rank} with {n} votes. "
        "It costs {cost}, and {left} was left.",
        step.votes,
        rank=step.rank,
        cost=Money(step.cost),
        left=Money(step.left),
    )


def _does_not_fit(step: Step) -> Text:
    if step.theme_left is None:
        return tn(
            "Not funded: place {rank} with {n} vote. It costs {cost}, but only {left} was left.",
            "Not funded: place {rank} with {n} votes. It costs {cost}, but only {left} was left.",
            step.votes,
            rank=step.rank,
            cost=Money(step.cost),
            left=Money(step.left),
        )
    return tn(
        "Not funded: place {rank} with {n} vote. "
        "It costs {cost}, but its theme had {theme_left} and the leftover {left}.",
        "Not funded: place {rank} with {n} votes. "
        "It costs {cost}, but its theme had {theme_left} and the leftover {left}.",
        step.votes,
        rank=step.rank,
        cost=Money(step.cost),
        theme_left=Money(step.theme_left),
        left=Money(step.left),
    )


def _blocks(step: Step) -> Text:
    return tn(
        "Not funded: place {rank} with {n} vote. "
        "It costs {cost}, {left} was left, and the count stopped.",
        "Not funded: place {rank} with {n} votes. "
        "It costs {cost}, {left} was left, and the count stopped.",
        step.votes,
        rank=step.rank,
        cost=Money(step.cost),
        left=Money(step.left),
    )


def _after_stop(step: Step) -> Text:
    return tn(
        "Not funded: place {rank} with {n} vote. The count stopped at a plan above it.",
        "Not funded: place {rank} with {n} votes. The count stopped at a plan above it.",
        step.votes,
        rank=step.rank,
    )


def _short(step: Step) -> Text:
    return tn(
        "Not funded: place {rank} with {n} vote. It costs {cost}.",
        "Not funded: place {rank} with {n} votes. It costs {cost}.",
        step.votes,
        rank=step.rank,
        cost=Money(step.cost),
    )


def _paid(step: Step) -> Text | None:
    """What its voters gave, or what they had when it was too little.

    Rounded to cents, so that a payment is never told too low nor what was missing as nothing.
    """
    share = step.share
    if share is None:
        return None
    if step.verdict is Verdict.FUNDED and share.highest is not None:
        return t("Each vote paid at most {highest} for it.", highest=Money(ceil(share.highest)))
    if not share.had or not share.short:
        return None
    return t(
        "Its voters had {had} left, which is {short} too little.",
        had=Money(floor(share.had)),
        short=Money(ceil(share.short)),
    )


def _no_votes(_step: Step) -> Text:
    return t("Not funded: nobody voted for this plan.")


_REASONS: dict[Verdict, Callable[[Step], Speech]] = {
    Verdict.FUNDED: _funded,
    Verdict.FUNDED_FROM_LEFTOVER: _funded_from_leftover,
    Verdict.DOES_NOT_FIT: _does_not_fit,
    Verdict.BLOCKS: _blocks,
    Verdict.AFTER_STOP: _after_stop,
    Verdict.SHORT: _short,
    Verdict.NO_VOTES: _no_votes,
}


_TIES: dict[TieBreak, Text] = {
    TieBreak.COST: t("It stood equal with another plan. The cheaper one went first."),
    TieBreak.VOTES: t("It stood equal with another plan. The one with more votes went first."),
    TieBreak.ORDER: t("It stood equal with another plan. The order set before decided."),
}


def _shares(outcome: Outcome) -> Lines | None:
    purse = outcome.purse
    if purse is None or not purse.start or _everybody_won(outcome):
        return None
    return lines(_growth(purse), _limit(purse), gap=" ")


def _growth(purse: Purse) -> Text:
    start, end = Money(floor(purse.start)), Money(floor(purse.end))
    if start == end:
        return t("Everybody who voted had {share} to give.", share=end)
    return t(
        "Everybody who voted had {start} to give. It was raised to {end}.", start=start, end=end
    )


def _limit(purse: Purse) -> Text | None:
    if purse.over is None:
        return None
    return t("A higher share would have cost {over} in all.", over=Money(purse.over))


def _filled(outcome: Outcome) -> Text | None:
    late = [s for s in outcome.steps if s.verdict is Verdict.FUNDED_FROM_LEFTOVER]
    if outcome.purse is None or not late:
        return None
    return tn(
        "What was left over then paid for {n} more plan, by votes.",
        "What was left over then paid for {n} more plans, by votes.",
        len(late),
    )


def _everybody_won(outcome: Outcome) -> bool:
    return all(step.verdict.funded for step in outcome.steps if step.votes)


def _leftover_pass(outcome: Outcome) -> Text | None:
    if all(step.theme_left is None for step in outcome.steps):
        return None
    late = [s.cost for s in outcome.steps if s.verdict is Verdict.FUNDED_FROM_LEFTOVER]
    leftover = Money(outcome.unspent + sum(late))
    if not late:
        return t("After all themes, {leftover} was left over.", leftover=leftover)
    return tn(
        "After all themes, {leftover} was left over. It paid for {n} more plan.",
        "After all themes, {leftover} was left over. It paid for {n} more plans.",
        len(late),
        leftover=leftover,
    )


def _end(outcome: Outcome) -> Text:
    unspent = Money(outcome.unspent)
    if not any(step.votes for step in outcome.steps):
        return t("{unspent} is left. No plan got a vote.", unspent=unspent)
    if outcome.unspent == 0:
        return t("Nothing is left: all the money went to plans.")
    if outcome.blocking is not None:
        return t(
            "{unspent} is left. The plan at place {rank} costs more, so the count stopped.",
            unspent=unspent,
            rank=outcome.step(outcome.blocking).rank,
        )
    if any(step.verdict is Verdict.SHORT for step in outcome.steps):
        return t("{unspent} is left. Voters of other plans had too little left.", unspent=unspent)
    if any(step.verdict is Verdict.DOES_NOT_FIT for step in outcome.steps):
        return t("{unspent} is left. No other plan fits in it.", unspent=unspent)
    return t("{unspent} is left. Every plan with votes is funded.", unspent=unspent)
