"""A file counted by one of our rules, with what its caller asks for."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from flows.counting.model import Outcome, Parameters
from flows.counting.rules import RULES
from flows.pabulib.amounts import cents
from flows.pabulib.election import Election

CAPS = "theme_caps_then_leftover"
TAKES: Mapping[str, frozenset[str]] = {
    CAPS: frozenset({"caps"}),
    "equal_shares": frozenset({"utility", "completion", "stop_when_exhaustive", "unit"}),
}  # what can be asked of a rule
OURS = re.compile(r"#1: Counted by (\w+)((?: \w+=\w+)*)\.")  # see ``flows.voting.as_pabulib``
_PARAMETERS = TypeAdapter(Parameters)


class AskedWrongError(ValueError):
    """What was asked of a rule cannot be done; the message says why."""


def named_by(election: Election) -> tuple[str, dict[str, str]]:
    """The rule that the file names, and its parameters; without one, ``greedy_stop``.

    A file of ours says it in its first remark. Pabulib's "greedy" is said of counts that stop and
    of counts that skip: it names none. Where each category has money of its own, that is the rule.
    """
    if (ours := OURS.match(election.comment)) and ours[1] in RULES:
        return ours[1], dict(pair.split("=") for pair in ours[2].split())
    if election.rule.startswith("equalshares"):
        return "equal_shares", {"completion": "add1"} if "/add1" in election.rule else {}
    return (CAPS if election.caps and election.rule != "greedy-no-skip" else "greedy_stop"), {}


def count(election: Election, rule: str, asked: Mapping[str, str], lot: Sequence[str]) -> Outcome:
    """``lot``: the order that decides ties; if empty, that of the file.

    Raises ``AskedWrongError``.
    """
    if rule not in RULES:
        raise AskedWrongError(f"there is no rule {rule}; there is {', '.join(RULES)}")
    parameters = _parameters(rule, asked, _caps(election, asked))
    if rule == CAPS and not parameters.caps:
        raise AskedWrongError(f"{CAPS} needs budget_per_category in the file, or --param caps=…")
    order = list(lot) or [plan.id for plan in election.plans]
    _check_order(order, [plan.id for plan in election.plans])
    return RULES[rule](election.plans, election.ballots, election.budget, parameters, order)


def _parameters(rule: str, asked: Mapping[str, str], caps: Mapping[str, int]) -> Parameters:
    takes = TAKES.get(rule, frozenset())
    for name in asked:
        if name not in takes:
            known = ", ".join(sorted(takes)) or "no parameters"
            raise AskedWrongError(f"{rule} takes {known}, not {name}")
    values: dict[str, Any] = {**asked, "caps": caps}
    try:
        if "unit" in asked:
            values["unit"] = cents(asked["unit"])
        parameters = _PARAMETERS.validate_python(values)
    except ValidationError as error:
        problem = error.errors()[0]
        raise AskedWrongError(f"{problem['loc'][0]}: {problem['msg']}") from None
    except ValueError as error:
        raise AskedWrongError(f"unit: {error}") from None
    if parameters.unit <= 0:
        raise AskedWrongError("unit: a share is raised by more than nothing")
    return parameters


def _caps(election: Election, asked: Mapping[str, str]) -> Mapping[str, int]:
    """Those of the file, unless asked for: ``theme:amount,theme:amount``, in turn."""
    if "caps" not in asked:
        return election.caps
    themes = {plan.theme for plan in election.plans}
    caps: dict[str, int] = {}
    for part in asked["caps"].split(","):
        theme, _, amount = part.rpartition(":")
        if theme not in themes:
            raise AskedWrongError(f"caps: write theme:amount,theme:amount; no project is {part}")
        try:
            caps[theme] = cents(amount)
        except ValueError as error:
            raise AskedWrongError(f"caps: {error}") from None
    return caps


def _check_order(order: Sequence[str], plans: Sequence[str]) -> None:
    odd = sorted(set(order) - set(plans))
    if odd:
        raise AskedWrongError(f"the lot names {odd[0]}, which is no project of the file")
    missing = [plan for plan in plans if plan not in set(order)]
    if missing or len(order) != len(plans):
        named = f"leaves {missing[0]} out" if missing else "names a project twice"
        raise AskedWrongError(f"the lot {named}; it must name every project once")
