"""``buurtbot count``: a file in, an outcome out, with nothing else at hand."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from flows.counting.rules import RULES
from tests.pabulib.files import SMALL
from tests.test_cli import Type, types

__all__ = ["types"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.pb"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_an_outcome_as_values(small: Path, types: Type) -> None:
    result = types("count", small, "--rule", "greedy_stop", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert list(told) == ["rule", "selected", "unspent", "steps", "losers"]
    assert told["rule"] == "greedy_stop"
    assert told["selected"] == ["b"]
    assert told["unspent"] == "500"
    assert [step["plan"] for step in told["steps"]] == ["b", "a", "c"]
    assert told["steps"][0]["tie"] == "cost"
    assert set(told["losers"]) == {"a", "c"}
    assert told["losers"]["a"]["verdict"] == "blocks"
    assert told["losers"]["c"]["cost"] == "400.50"
    assert told["losers"]["a"]["short"] == "100"


def test_exact_shares_are_fractions(small: Path, types: Type) -> None:
    told = json.loads(
        types(
            "count", small, "--rule", "equal_shares", "--param", "completion=add1", "--json"
        ).stdout
    )
    assert sum(Fraction(told["steps"][0]["purse"][key]) for key in ("start", "end")) > 0
    bought = next(step for step in told["steps"] if step["plan"] == told["selected"][0])
    assert Fraction(bought["share"]["highest"]) * bought["votes"] == Fraction(bought["cost"])


def test_it_runs_by_itself_in_the_language_one_asks(small: Path, tmp_path: Path) -> None:
    run = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "bot", "count", small, "--rule", "greedy_skip", "--language", "nl"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "4 mensen hebben gestemd." in run.stdout
    assert "Benches; red ones" in run.stdout
    assert run.stderr == ""


def test_a_picture(small: Path, types: Type, tmp_path: Path) -> None:
    picture = tmp_path / "outcome.png"
    assert types("count", small, "--rule", "greedy_skip", "--picture", picture).exit_code == 0
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_the_lot_decides_between_equals(small: Path, types: Type) -> None:
    small.write_text(SMALL.replace("a;600", "a;500").replace("1000", "900"), encoding="utf-8")
    unsaid = types("count", small, "--rule", "greedy_skip", "--json")
    assert unsaid.stderr == "No lot was given. Equal plans go in the order of the file.\n"
    assert unsaid.stderr in types("count", small, "--rule", "greedy_skip").stdout
    for lot, first in (("a,b,c", "a"), ("c,b,a", "b")):
        result = types("count", small, "--rule", "greedy_skip", "--lot", lot, "--json")
        told = json.loads(result.stdout)
        assert told["selected"][0] == first


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("greedy", "greedy_stop"),
        ("greedy-no-skip", "greedy_stop"),
        ("equalshares/add1", "equal_shares"),
    ],
)
def test_without_a_rule_the_file_says_it(
    small: Path, types: Type, said: str, counted: str
) -> None:
    small.write_text(SMALL.replace("rule;greedy", f"rule;{said}"), encoding="utf-8")
    assert json.loads(types("count", small, "--json").stdout)["rule"] == counted
    assert f"Counted by the rule {counted}." in types("count", small).stdout


def test_themes_get_their_money_from_the_file_or_from_who_counts(small: Path, types: Type) -> None:
    themed = SMALL.replace("cost;name", "cost;category").replace('"Benches; red ones"', "Benches")
    small.write_text(themed, encoding="utf-8")
    asked = ("--rule", "theme_caps_then_leftover", "--param", "caps=Benches:600,Trees:600")
    assert json.loads(types("count", small, *asked, "--json").stdout)["selected"] == ["b", "c"]
    told = themed.replace(
        "budget;", "categories;Trees,Benches\nbudget_per_category;600,400\nbudget;"
    )
    small.write_text(told, encoding="utf-8")
    result = json.loads(types("count", small, "--json").stdout)
    assert (result["rule"], result["selected"]) == ("theme_caps_then_leftover", ["a"])


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (["--rule", "coin"], "there is no rule coin"),
        (["--rule", "greedy_stop", "--param", "completion=add1"], "takes no parameters"),
        (["--rule", "equal_shares", "--param", "completion=add2"], "completion:"),
        (["--rule", "equal_shares", "--param", "unit=0"], "more than nothing"),
        (["--rule", "equal_shares", "--param", "unit=x"], "unit: 'x' is no amount"),
        (["--rule", "equal_shares", "--param", "completion"], "name=value"),
        (["--rule", "greedy_stop", "--lot", "a,b"], "leaves c out"),
        (["--rule", "greedy_stop", "--lot", "a,b,c,a"], "names a project twice"),
        (["--rule", "greedy_stop", "--lot", "a,b,d"], "names d, which is no project"),
        (["--rule", "theme_caps_then_leftover"], "needs budget_per_category"),
        (["--rule", "theme_caps_then_leftover", "--param", "caps=x:1"], "no project is x:1"),
        (["--rule", "theme_caps_then_leftover", "--param", "caps=:much"], "no amount"),
        (["--rule", "greedy_stop", "--language", "xx"], "there is no xx"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    small: Path, types: Type, asked: list[str], why: str
) -> None:
    result = types("count", small, *asked)
    assert result.exit_code == 1
    assert why in result.stderr
    assert result.stdout == ""


def test_a_bad_file_is_one_sentence(small: Path, types: Type) -> None:
    small.write_text(SMALL.replace("3;c,b", "3;c,x"), encoding="utf-8")
    result = types("count", small, "--rule", "greedy_stop", "--json")
    assert result.exit_code == 1
    assert result.stderr.endswith("small.pb: line 21: there is no project x\n")
    assert result.stdout == ""


@pytest.mark.parametrize("rule", sorted(set(RULES) - {"theme_caps_then_leftover"}))
def test_every_rule_counts_a_file(small: Path, types: Type, rule: str) -> None:
    assert types("count", small, "--rule", rule).exit_code == 0
