"""The same rules as pabutools counts them, with our order between equals.

pabutools is under the GPL and asks for a proprietary solver that these rules do not use. So it
is no dependency of the project; ``make oracle`` installs it, without the solver, for the tests
that compare.
"""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest

from flows.counting.model import Ballots, Parameters, Plan

needs_pabutools = pytest.mark.skipif(
    find_spec("pabutools") is None, reason="pabutools is not installed: make oracle"
)


class Oracle:
    """One election, as pabutools wants it: only plans with a vote, exact fractions."""

    def __init__(
        self, plans: Sequence[Plan], ballots: Ballots, budget: int, order: Sequence[str]
    ) -> None:
        self._elections: Any = import_module("pabutools.election")
        self._rules: Any = import_module("pabutools.rules")
        totals = ballots.totals
        place = {plan: number for number, plan in enumerate(order)}
        make = self._elections.Project
        projects = {p.id: make(p.id, cost=p.cost) for p in plans if totals.get(p.id)}
        self._instance = self._elections.Instance(projects.values(), budget_limit=budget)
        self._profile = self._elections.ApprovalProfile(
            [
                self._elections.ApprovalBallot(projects[plan] for plan in choice)
                for choice, voters in ballots.groups.items()
                for _ in range(voters)
            ],
            instance=self._instance,
        )
        self._equals = import_module("pabutools.tiebreaking").TieBreakingRule(
            lambda _instance, _profile, p: (p.cost, -totals[p.name], place[p.name])
        )

    def phragmen(self) -> list[str]:
        """By name: pabutools does not tell in which order."""
        return self._names(
            self._rules.sequential_phragmen(
                self._instance, self._profile, tie_breaking=self._equals
            )
        )

    def equal_shares(self, parameters: Parameters) -> list[str]:
        made = self._made(
            parameters.utility,
            parameters.unit if parameters.completion != "none" else 0,
            parameters.stop_when_exhaustive,
        )
        return self._filled(made) if parameters.completion == "add1u" else self._names(made)

    @cache  # noqa: B019  an oracle lives as long as its test
    def _made(self, utility: str, unit: int, stop: bool) -> Any:  # noqa: FBT001
        use = self._elections.Cost_Sat if utility == "cost" else self._elections.Cardinality_Sat
        how = {"sat_class": use, "tie_breaking": self._equals}
        shares = self._rules.method_of_equal_shares
        if not unit:
            return shares(self._instance, self._profile, **how)
        return self._rules.exhaustion_by_budget_increase(
            self._instance,
            self._profile,
            shares,
            how,
            exhaustive_stop=stop,
            budget_step=import_module("pabutools.fractions").frac(
                self._profile.num_ballots() * unit
            ),
        )

    def _filled(self, made: Any) -> list[str]:
        """By votes: pabutools divides by the cost what a plan is worth, which is votes x cost."""
        return self._names(
            self._rules.greedy_utilitarian_welfare(
                self._instance,
                self._profile,
                sat_class=self._elections.Cost_Sat,
                tie_breaking=self._equals,
                initial_budget_allocation=made,
            )
        )

    @staticmethod
    def _names(made: Any) -> list[str]:
        return [str(project.name) for project in made]
