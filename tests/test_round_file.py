"""Round files: each mistake is told with its line, its place, and what to do about it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.demo.seed import ROUND
from flows.rounds.definition import RoundDefinition
from flows.rounds.file import RoundFileError, read_file
from flows.town import load

EDITIONS = Path(__file__).parents[1] / "flows" / "rounds" / "editions"
TOWN = load()
DEMO = ROUND.read_text(encoding="utf-8")
SHARES = (EDITIONS / "equal-shares.yaml").read_text(encoding="utf-8")
X = '{ nl = "x", en = "x", tr = "x", ar = "x" }'
POTS = (EDITIONS / "oost-2024.toml").read_text(encoding="utf-8")
CAPS = "the caps of the themes add up to 120001, and the pot has 120000"


def told(tmp_path: Path, content: str | bytes, name: str = "round.toml") -> list[str]:
    """The mistakes, without the name of the file."""
    file = tmp_path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(RoundFileError) as error:
        read_file(file, TOWN)
    lines = str(error.value).splitlines()
    assert all(line.startswith(f"{file}:") for line in lines)
    return [line.removeprefix(f"{file}:") for line in lines]


BAD: dict[str, tuple[str, str, str]] = {
    "phases overlap": ("2027-02-01", "2027-01-31", "49: phase 2, from: ideas begins before"),
    "a phase ends early": ("to = 2027-02-28", "to = 2027-01-01", "50: phase 2, to: ideas ends"),
    "phases out of order": ('key = "check"', 'key = "themes"', "58: phase 4, key: themes comes"),
    "caps one euro over the pot": (
        'cap = 30000\nlabel = { nl = "Samen',
        'cap = 30001\nlabel = { nl = "Samen',
        f"7: budget: {CAPS}",
    ),
    "a cap over the pot": ("cap = 35000", "cap = 120001", "24: theme 1, cap: 120001 is more"),
    "an excess that is none": (
        "budget = 120000",
        "budget = 120000\ncaps_exceed = 5",
        "7: budget: the caps",
    ),
    "a language is missing": (
        'en = "Young people", ',
        "",
        "30: theme 2, label: write it in every language: en is missing",
    ),
    "a language too many": (
        'en = "Young people", ',
        'en = "Young people", fr = "Jeunes", ',
        "30: theme 2, label, fr: Amsterdam Oost does not speak fr",
    ),
    "an empty text": (
        'en = "Young people"',
        'en = " "',
        "30: theme 2, label: write it in every language: en is missing",
    ),
    "no such area": ('"MA"]', '"XX"]', "6: areas 3: Amsterdam Oost has no area XX; it has MF, MG"),
    "an area twice": ('"MA"]', '"MF"]', "6: areas 3: MF is there twice"),
    "a theme twice": (
        'key = "jong"',
        'key = "groen"',
        "28: theme 2, key: two themes are called groen",
    ),
    "more least than most": (
        "least = 1",
        "least = 10",
        "19: ballot, least: nobody can choose at least 10",
    ),
    "no most": ("most = 9", "", "17: ballot, most: write how many plans"),
    "points on an approval ballot": (
        "most = 9",
        "most = 9\npoints = 3",
        "21: ballot, points: leave it out",
    ),
    "a minimum over the pot": (
        "minimum_cost = 5000",
        "minimum_cost = 120001",
        "8: minimum_cost: no plan can cost 120001",
    ),
    "parameters for another rule": (
        "[ballot]",
        '[parameters]\ncompletion = "add1"\n[ballot]',
        "17: parameters: leave them out",
    ),
    "a result without a vote": (
        'key = "voting"',
        'key = "plans"',
        "phase: there is a result but no vote",
    ),
    "a key twice": ("year = 2027", 'year = 2027\nslug = "two"', "6: cannot overwrite a value"),
    "half a statement": ("year = 2027", "year = ", "5: "),
    "a typing error": (
        "minimum_cost",
        "minimum_kost",
        "8: minimum_kost: no such word: did you mean minimum_cost?",
    ),
    "no amount": (
        "budget = 120000",
        'budget = "much"',
        "7: budget: Input should be a valid integer",
    ),
    "no money": ("budget = 120000", "budget = 0", "7: budget: Input should be greater than 0"),
    "no date": (
        "from = 2027-01-11",
        'from = "soon"',
        "44: phase 1, from: write a day such as 2027-01-31",
    ),
    "no such rule": ('rule = "', 'rule = "magic_', "9: rule: Input should be"),
    "an hour that is skipped": (
        "2027-03-29",
        "2027-03-28T02:30:00",
        "59: phase 4, from: 02:30 does not exist on 2027-03-28 in Amsterdam",
    ),
    "an hour that comes twice": (
        "to = 2028-06-04",
        "to = 2027-10-31T02:30:00",
        "75: phase 7, to: 02:30 comes twice on 2027-10-31",
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), BAD.values(), ids=BAD)
def test_a_mistake_in_toml_is_told_by_line(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in DEMO
    found = told(tmp_path, DEMO.replace(old, new, 1))
    assert any(expected in line for line in found), found


BAD_YAML: dict[str, tuple[str, str, str]] = {
    "phases overlap": ("2027-03-29", "2027-03-28", "44: phase 3, from: check begins before"),
    "a language is missing": (", tr: Daha çok yeşil", "", "36: theme 1, label: write it in every"),
    "a key twice": (
        "budget: 300000",
        "budget: 300000\nbudget: 1",
        '25: found duplicate key "budget"',
    ),
    "a reference": ("areas: [MM", "areas: &all [MM", ""),
    "no YAML": ("[MM, MN", "[MM, MN: :", "2"),
    "points that voters pay": (
        "kind: approval",
        "kind: points",
        "31: ballot, kind: equal_shares and phragmen count votes",
    ),
    "least above most": ("least: 1", "least: 11", "32: ballot, least: nobody can choose"),
    "a time that is none": ("2027-05-10T12:00:00", "next week", "45: phase 4, from: write a day"),
}


@pytest.mark.parametrize(("old", "new", "expected"), BAD_YAML.values(), ids=BAD_YAML)
def test_a_mistake_in_yaml_is_told_by_line(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in SHARES
    text = SHARES.replace(old, new, 1)
    if "&all" in new:
        text, expected = f"{text}\nextra: *all\n", "references (*) are not taken"
    found = told(tmp_path, text, "round.yaml")
    assert any(expected in line for line in found), found


BAD_POTS: dict[str, tuple[str, str, str]] = {
    "an area in two pots": ('["MH"]', '["MD"]', "33: pot 2, areas 1: MD is there twice"),
    "two pots of one name": (
        'key = "eiland"',
        'key = "transvaal"',
        "31: pot 2, key: two pots are",
    ),
    "a budget beside the pots": (
        "year = 2024",
        "year = 2024\nbudget = 5",
        "9: budget: leave it out",
    ),
    "areas that are not the pots'": (
        "year = 2024",
        'year = 2024\nareas = ["MD"]',
        "9: areas: leave it out",
    ),
    "no ballot at all": (
        '[ballot]\nkind = "approval"\nmost = 10\n',
        "",
        "pot 1: write its ballot",
    ),
    "a cap of a theme over its pot": (
        'budget = 90000\nareas = ["MD"]',
        f'budget = 90000\nareas = ["MD"]\ntheme = [{{key = "x", cap = 90001, label = {X}}}]',
        "28: pot 1, theme 1, cap: 90001 is more",
    ),
    "no area in a pot": ('["MH"]', "[]", "33: pot 2, areas: Tuple should have at least 1 item"),
}


@pytest.mark.parametrize(("old", "new", "expected"), BAD_POTS.values(), ids=BAD_POTS)
def test_a_mistake_between_pots_is_told(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in POTS
    found = told(tmp_path, POTS.replace(old, new, 1))
    assert any(expected in line for line in found), found


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = DEMO.replace('"MA"]', '"XX"]').replace("least = 1", "least = 10")
    found = told(tmp_path, text.replace("cap = 35000", "cap = 35001"))
    assert [line.partition(":")[0] for line in found] == ["6", "7", "19"]


def test_what_is_no_text_or_too_much_of_it_is_refused(tmp_path: Path) -> None:
    assert "save the file as text in UTF-8" in told(tmp_path, b"slug = 1\n\xff\xfe")[0]
    assert told(tmp_path, b"slug = 1\n\xff\xfe")[0].startswith("2:")
    assert "larger than 256 kB" in told(tmp_path, b"#" * 300_000)[0]
    assert "slug: write it: a round needs it" in "\n".join(told(tmp_path, ""))
    assert "slug: write it" in "\n".join(told(tmp_path, "- a list", "round.yaml"))


def test_a_mark_at_the_start_and_windows_lines_do_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "round.toml"
    file.write_bytes(b"\xef\xbb\xbf" + DEMO.replace("\n", "\r\n").encode())
    assert read_file(file, TOWN) == read_file(ROUND, TOWN)


def test_toml_and_yaml_say_the_same(tmp_path: Path) -> None:
    """Local times and times with a zone, in either."""
    times = {"2027-05-10T12:00:00+02:00", "2027-05-10T12:00:00"}
    kept = [
        read_file(_with(tmp_path, DEMO.replace("2027-05-10T12:00:00+02:00", time)), TOWN)
        for time in sorted(times)
    ]
    assert kept[0] == kept[1]
    shares = RoundDefinition.model_validate(read_file(EDITIONS / "equal-shares.yaml", TOWN))
    assert shares.phase[3].start == datetime(2027, 5, 10, 10, tzinfo=UTC)
    assert shares.phase[3].end == datetime(2027, 5, 31, 10, tzinfo=UTC)


def _with(tmp_path: Path, content: str) -> Path:
    file = tmp_path / "round.toml"
    file.write_text(content, encoding="utf-8")
    return file


@pytest.mark.parametrize("file", sorted(EDITIONS.iterdir()), ids=lambda file: file.name)
def test_every_ready_example_is_a_round(file: Path) -> None:
    kept: dict[str, Any] = read_file(file, TOWN)
    definition = RoundDefinition.model_validate(kept)
    assert definition.model_dump(mode="json", by_alias=True) == kept
    assert [pot.budget for pot in definition.pots]


def test_the_caps_of_2022_are_one_euro_over_the_pot_and_the_file_says_so(tmp_path: Path) -> None:
    text = (EDITIONS / "oost-2022.toml").read_text(encoding="utf-8")
    found = told(tmp_path, text.replace("caps_exceed = 1\n", ""))
    assert "add up to 300001, and the pot has 300000" in found[0]


LINES = st.lists(
    st.sampled_from(
        [*DEMO.splitlines(), *SHARES.splitlines(), "[[pot]]", "[[pot.theme]]", '"""', "'''", "]"]
    ),
    max_size=30,
)


@given(LINES, st.sampled_from(["round.toml", "round.yaml"]))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_lines_it_is_a_round_or_a_mistake_in_them(
    tmp_path: Path, lines: list[str], name: str
) -> None:
    file = tmp_path / name
    file.write_text("\n".join(lines), encoding="utf-8")
    try:
        read_file(file, TOWN)
    except RoundFileError as error:
        for told in str(error).splitlines():
            line = int(told.removeprefix(f"{file}:").partition(":")[0])
            assert 1 <= line <= max(len(lines), 1) + 1
