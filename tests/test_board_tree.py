"""The hashes of the board, the numbers that are not told, and the program for strangers."""

import ast
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.board.pabulib import Recount
from flows.board.script import script
from flows.board.tree import LEAF, head_of, leaf_of, root_of
from flows.cells import LEAST, without_small

# The leaves and roots with which Certificate Transparency tests its trees (RFC 6962).
ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


@pytest.mark.parametrize("many", range(1, 9))
def test_the_tree_is_that_of_rfc_6962(many: int) -> None:
    leaves = [sha256(LEAF + entry).digest() for entry in ENTRIES[:many]]
    assert root_of(leaves).hex() == ROOTS[many - 1]


def test_a_leaf_is_of_one_round_and_one_receipt() -> None:
    assert leaf_of("oost", "ABCD-EFGH") == sha256(b"\x00oost ABCD-EFGH").digest()
    assert root_of([]) == sha256(b"").digest()


def test_a_head_holds_the_past_and_leaves_out_itself() -> None:
    said: dict[str, object] = {"number": 2, "previous": "a", "root": "r"}
    assert head_of(said) == head_of({**said, "head": "x", "leaves": ["y"]})
    assert head_of(said) != head_of({**said, "previous": "b"})


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"self": 40, "code": 12}, {"self": 40, "code": 12}),
        ({"self": 40, "code": 9}, {"self": None, "code": None}),
        ({"self": 40, "code": 0}, {"self": None, "code": None}),
        ({"a": 9, "b": 8, "c": 50}, {"a": None, "b": None, "c": 50}),
        ({"a": 1, "b": 2, "c": 50, "d": 60}, {"a": None, "b": None, "c": None, "d": 60}),
        ({}, {}),
    ],
)
def test_a_small_number_is_hidden_and_a_second_one_with_it(
    cells: dict[str, int], told: dict[str, int | None]
) -> None:
    assert without_small(cells) == told


@given(st.dictionaries(st.integers(), st.integers(0, 40), min_size=2, max_size=6))
def test_what_is_hidden_cannot_be_subtracted(cells: dict[int, int]) -> None:
    told = without_small(cells)
    hidden = [cells[key] for key, shown in told.items() if shown is None]
    assert all(shown is None or shown >= LEAST for shown in told.values())
    assert len(hidden) != 1
    assert not hidden or sum(hidden) >= LEAST or len(hidden) == len(cells)


def test_ballots_of_a_file_are_counted_again() -> None:
    text = '\ufeffMETA\r\nkey;value\r\nVOTES\r\nvoter_id;vote\r\n1;"a,b"\r\n2;a\r\n3;\r\n'
    assert Recount(text).voters == 3
    assert Recount(text).votes == {"a": 2, "b": 1}
    assert Recount("VOTES\nvoter_id;vote;points\n1;a,b;3,1\n").votes == {"a": 3, "b": 1}
    for odd in ("PROJECTS\nproject_id\n1\n", "VOTES\nvoter_id;vote;points\n1;a,b;3\n"):
        with pytest.raises(ValueError, match=r"\."):
            Recount(odd)


def test_the_program_for_strangers_needs_nothing_but_an_old_python(tmp_path: Path) -> None:
    program = tmp_path / "verify.py"
    program.write_text(script(), encoding="utf-8")
    tree = ast.parse(script(), feature_version=(3, 9))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names
    alone = [sys.executable, "-I", "-S", str(program)]
    told = subprocess.run([*alone, "--help"], capture_output=True, text=True, check=True)  # noqa: S603  our own program
    assert "--tracker" in told.stdout
    nothing = subprocess.run([*alone, str(tmp_path)], capture_output=True, text=True, check=False)  # noqa: S603
    assert nothing.returncode == 2
    assert "There are no lists" in nothing.stdout
