"""What a file says is checked before it is counted."""

import pytest

from flows.pabulib.file import PabulibError
from tests.pabulib.files import SMALL, election


def test_costs_may_have_cents_and_a_blank_ballot_is_a_voter() -> None:
    found = election(SMALL)
    assert {plan.id: plan.cost for plan in found.plans} == {"a": 60000, "b": 50000, "c": 40050}
    assert found.ballots.voters == 4
    assert found.ballots.totals == {"a": 2, "b": 2, "c": 1}


def test_a_plan_named_twice_on_one_ballot_counts_once_and_is_told() -> None:
    found = election(SMALL.replace("2;a\n", "2;a,a\n"))
    assert found.ballots.total("a") == 2
    assert found.repeats == {"a": 1}


def test_points_are_given_to_plans() -> None:
    cumulative = SMALL.replace("approval", "cumulative").replace(
        "voter_id;vote", "voter_id;vote;points"
    )
    found = election(
        cumulative.replace("1;a,b\n", "1;a,b;3,1\n")
        .replace("2;a\n", "2;a;4\n")
        .replace("3;c,b\n", "3;c,b;2,0\n")
        .replace("4;\n", "4;;\n")
    )
    assert found.ballots.totals == {"a": 7, "b": 1, "c": 2}
    assert found.ballots.voters == 4


def test_a_ranking_gives_most_to_its_first_place() -> None:
    found = election(
        SMALL.replace("approval", "ordinal").replace("budget;", "max_length;3\nbudget;")
    )
    assert found.ballots.totals == {"a": 6, "c": 3, "b": 4}


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("num_votes;4", "num_votes;5", 8, "num_votes is 5, but there are 4 votes"),
        ("num_projects;3", "num_projects;2", 7, "num_projects is 2, but there are 3"),
        ("3;c,b", "3;c,x", 21, "there is no project x"),
        ("a;600", "a;-600", 14, "the cost of a: -600 is less than nothing"),
        ("a;600", "a;much", 14, "the cost of a: 'much' is no amount"),
        ("a;600", "a;1e999", 14, "is no amount"),
        ("a;600", "a;600.005", 14, "finer than a cent"),
        ("b;500", "a;500", 15, "project a is there twice"),
        ("b;500", ";500", 15, "no project_id"),
        ("budget;1000", "pot;1000", None, "META has no budget"),
        ("budget;1000", "budget;NaN", 9, "the budget: 'NaN' is no amount"),
        ("approval", "telepathy", 10, "vote_type telepathy is none of"),
        ("approval", "cumulative", None, "there is no column points"),
        ("project_id;cost;name", "project_id;price;name", None, "there is no column cost"),
        (
            "budget;1000",
            "budget;1000\ncategories;x,y\nbudget_per_category;1",
            11,
            "budget_per_category",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, line: int | None, why: str) -> None:
    with pytest.raises(PabulibError, match=why) as caught:
        election(SMALL.replace(old, new, 1))
    assert caught.value.line == line
