"""First each theme spends its own money, then all plans share what is left over."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flows.counting.model import Ballots, Outcome, Parameters, Plan, Step, Verdict, ranking
from flows.counting.ties import equal_votes, with_ties


def theme_caps_then_leftover(
    plans: Sequence[Plan],
    ballots: Ballots,
    budget: int,
    parameters: Parameters,
    tie_order: Sequence[str],
) -> Outcome:
    """The rule of Oost Begroot 2022.

    Theme by theme, by votes, each plan that fits in what the theme has left is funded; what
    does not fit is passed over. Then the same over all remaining plans with what the pot has
    left. A theme without a cap takes part in this second pass only.
    """
    ranked = ranking(plans, ballots, tie_order)
    wanted = [plan for plan in ranked if ballots.total(plan.id)]
    passes = _Passes(budget)
    for theme, cap in parameters.caps.items():
        passes.theme([plan for plan in wanted if plan.theme == theme], cap)
    passes.leftover([plan for plan in wanted if plan.id not in passes.funded])
    steps = [
        passes.step(plan, rank, ballots.total(plan.id))
        for rank, plan in enumerate(ranked, start=1)
    ]
    theme_of = {plan.id: plan.theme for plan in plans}

    def rivals(one: Step, other: Step) -> bool:
        """In its own pass a plan takes the money of its theme only."""
        return one.verdict is not Verdict.FUNDED or theme_of[one.plan] == theme_of[other.plan]

    told = with_ties(steps, equal_votes(steps, rivals))
    return Outcome(tuple(passes.funded), passes.left, ballots.voters, told)


@dataclass(slots=True)
class _Passes:
    """``left``: what the pot has now. The others keep by plan how things stood at its turn."""

    left: int
    funded: dict[str, Verdict] = field(default_factory=dict)
    pot: dict[str, int] = field(default_factory=dict)
    own: dict[str, int] = field(default_factory=dict)

    def theme(self, plans: Sequence[Plan], cap: int) -> None:
        for plan in plans:
            # Caps may add up to more than the pot: in 2022 they did, by one euro.
            self.own[plan.id] = room = min(cap, self.left)
            if plan.cost <= room:
                self._fund(plan, Verdict.FUNDED)
                cap -= plan.cost

    def leftover(self, plans: Sequence[Plan]) -> None:
        for plan in plans:
            if plan.cost <= self.left:
                self._fund(plan, Verdict.FUNDED_FROM_LEFTOVER)
            else:
                self.pot[plan.id] = self.left

    def _fund(self, plan: Plan, verdict: Verdict) -> None:
        self.funded[plan.id] = verdict
        self.pot[plan.id] = self.left
        self.left -= plan.cost

    def step(self, plan: Plan, rank: int, votes: int) -> Step:
        lost = Verdict.DOES_NOT_FIT if votes else Verdict.NO_VOTES
        return Step(
            plan.id,
            rank,
            votes,
            plan.cost,
            self.pot.get(plan.id, self.left),
            self.funded.get(plan.id, lost),
            self.own.get(plan.id),
        )
