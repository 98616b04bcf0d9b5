"""Down the list by votes, as long as there is money."""

from collections.abc import Sequence

from flows.counting.model import Ballots, Outcome, Parameters, Plan, Step, Verdict, ranking
from flows.counting.ties import equal_votes, with_ties


def greedy_stop(
    plans: Sequence[Plan],
    ballots: Ballots,
    budget: int,
    _parameters: Parameters,
    tie_order: Sequence[str],
) -> Outcome:
    """Stop at the first plan that does not fit: the rule of Oost Begroot 2020."""
    return _down_the_list(ranking(plans, ballots, tie_order), ballots, budget, stops=True)


def greedy_skip(
    plans: Sequence[Plan],
    ballots: Ballots,
    budget: int,
    _parameters: Parameters,
    tie_order: Sequence[str],
) -> Outcome:
    """Pass over what does not fit, and go on down the list."""
    return _down_the_list(ranking(plans, ballots, tie_order), ballots, budget, stops=False)


def _down_the_list(
    ranked: Sequence[Plan], ballots: Ballots, budget: int, *, stops: bool
) -> Outcome:
    left = budget
    blocking: str | None = None
    steps: list[Step] = []
    for rank, plan in enumerate(ranked, start=1):
        votes = ballots.total(plan.id)
        verdict = _verdict(plan, votes, left, stops=stops, stopped=blocking is not None)
        steps.append(Step(plan.id, rank, votes, plan.cost, left, verdict))
        if verdict.funded:
            left -= plan.cost
        if verdict is Verdict.BLOCKS:
            blocking = plan.id
    winners = tuple(step.plan for step in steps if step.verdict.funded)
    return Outcome(winners, left, ballots.voters, with_ties(steps, equal_votes(steps)), blocking)


def _verdict(plan: Plan, votes: int, left: int, *, stops: bool, stopped: bool) -> Verdict:
    if votes == 0:
        return Verdict.NO_VOTES
    if stopped:
        return Verdict.AFTER_STOP
    if plan.cost <= left:
        return Verdict.FUNDED
    return Verdict.BLOCKS if stops else Verdict.DOES_NOT_FIT
