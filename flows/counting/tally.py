"""What became of each plan under the rules by which voters pay, as it is put together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flows.counting.model import Ballots, Outcome, Plan, Purse, Share, Step, Verdict
from flows.counting.ties import Pair, equal_votes, with_ties


@dataclass(slots=True)
class Tally:
    """``ranked``: all plans, by votes. ``pot`` is what is left of it now, in cents."""

    ranked: Sequence[Plan]
    ballots: Ballots
    pot: int
    blocking: str | None = None
    _verdicts: dict[str, Verdict] = field(default_factory=dict)
    _shares: dict[str, Share] = field(default_factory=dict)
    _left: dict[str, int] = field(default_factory=dict)
    _winners: list[str] = field(default_factory=list)

    def fund(self, plan: Plan, share: Share) -> None:
        self._shares[plan.id] = share
        self._take(plan, Verdict.FUNDED)

    def drop(self, plan: Plan, verdict: Verdict, share: Share | None = None) -> None:
        self._verdicts[plan.id] = verdict
        self._left[plan.id] = self.pot
        if share is not None:
            self._shares[plan.id] = share
        if verdict is Verdict.BLOCKS:
            self.blocking = plan.id

    def fill(self) -> None:
        """By votes, passing over what does not fit."""
        for plan in self.ranked:
            if plan.id in self._winners or not self.ballots.total(plan.id):
                continue
            if plan.cost <= self.pot:
                self._take(plan, Verdict.FUNDED_FROM_LEFTOVER)
            else:
                self.drop(plan, Verdict.DOES_NOT_FIT)

    def outcome(self, purse: Purse | None = None) -> Outcome:
        steps = [self._step(plan, rank) for rank, plan in enumerate(self.ranked, start=1)]
        return Outcome(
            tuple(self._winners),
            self.pot,
            self.ballots.voters,
            with_ties(steps, self._equals(steps)),
            self.blocking,
            purse,
        )

    def _take(self, plan: Plan, verdict: Verdict) -> None:
        self._verdicts[plan.id] = verdict
        self._left[plan.id] = self.pot
        self._winners.append(plan.id)
        self.pot -= plan.cost

    def _step(self, plan: Plan, rank: int) -> Step:
        return Step(
            plan.id,
            rank,
            self.ballots.total(plan.id),
            plan.cost,
            self._left.get(plan.id, self.pot),
            self._verdicts.get(plan.id, Verdict.NO_VOTES),
            share=self._shares.get(plan.id),
        )

    def _equals(self, steps: Sequence[Step]) -> list[Pair]:
        """In the turns of the shares; and by votes, where money that was left was divided."""
        filled = [s for s in steps if s.verdict is Verdict.FUNDED_FROM_LEFTOVER]
        lost = [s for s in steps if s.verdict is Verdict.DOES_NOT_FIT]
        in_turn = [(plan, other) for plan in self._shares for other in self._shares[plan].tied]
        return equal_votes([*filled, *lost]) + in_turn
