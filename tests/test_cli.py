"""The command ``buurtbot``: what an administrator types, and what comes back."""

import asyncio
import hashlib
import logging
import re
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy import inspect
from sqlalchemy.engine import Connection
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.clock import MovableClock, system_clock
from bot.demo.seed import ROUND
from storage.db import Database, make_engine
from storage.models import Base
from tests.town import TOKEN, Town, opened

FIGURES = """wijk;pot;naam;begroot;toegezegd;uitgegeven;peildatum;bron
MF;buurtbegroting;Speelplekken;62000;40500;31780;2025-12-31;Stadsdeel Oost
MF;buurtbesteden;Buurthuis;30000;30000;27150;2025-12-31;Stadsdeel Oost
"""

Type = Callable[..., Result]


@pytest.fixture
def types(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_template: Path
) -> Iterator[Type]:
    """Somebody at a prompt, with settings in the environment."""
    shutil.copy(sqlite_template, tmp_path / "cli.db")
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "TOKEN": TOKEN,
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/cli.db",
        "TELEGRAM_URL": "http://127.0.0.1:1",
    }.items():
        monkeypatch.setenv(f"BUURTBOT_{name}", value)
    root = logging.getLogger()
    before = (root.handlers, root.level)

    def type_(*arguments: str | Path, answer: str = "") -> Result:
        return CliRunner().invoke(app, list(map(str, arguments)), input=answer)

    yield type_
    root.handlers, root.level = before
    structlog.reset_defaults()


def test_migrate_makes_the_tables(
    types: Type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/new/folder/bot.db"
    monkeypatch.setenv("BUURTBOT_DATABASE_URL", url)
    for _ in range(2):
        assert types("migrate").exit_code == 0

    def tables(connection: Connection) -> set[str]:
        return set(inspect(connection).get_table_names())

    async def look() -> set[str]:
        engine = make_engine(url)
        async with engine.connect() as connection:
            found = await connection.run_sync(tables)
        await engine.dispose()
        return found

    assert asyncio.run(look()) == {"alembic_version", *Base.metadata.tables}


@pytest.fixture
async def town(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Town]:
    shutil.copy(sqlite_template, tmp_path / "town.db")
    async with opened(f"sqlite+aiosqlite:///{tmp_path}/town.db", tmp_path, seed=None) as town:
        yield town


@pytest.mark.parametrize(
    ("role", "greeting"), [("moderator", "a moderator now"), ("officer", "an officer now")]
)
async def test_an_invitation_works_once(
    town: Town, types: Type, monkeypatch: pytest.MonkeyPatch, role: str, greeting: str
) -> None:
    monkeypatch.setenv("BUURTBOT_DATABASE_URL", town.settings.database_url)
    monkeypatch.setenv("BUURTBOT_TELEGRAM_URL", town.settings.telegram_url)
    result = await asyncio.to_thread(types, "invite", role)
    assert isinstance(town.house.clock, MovableClock)
    town.house.clock.ahead = timedelta()  # the command knows only the clock of the machine
    link = re.fullmatch(r"https://t\.me/buurtbot\?start=([\w-]{32})", result.stdout.strip())
    assert link is not None, result.output
    assert f"For one {role}. It works once, within 7 days." in result.stderr
    marta, eve = await town.resident("Marta"), await town.resident("Eve")
    for person in (marta, eve):
        await person.sends(f"/start {link[1]}")
    assert greeting in marta.sees
    assert "This link does not work any more." in eve.sees


def test_without_telegram_no_invitation_is_made(types: Type, tmp_path: Path) -> None:
    result = types("invite", "officer")
    assert result.exit_code == 1
    assert TOKEN not in result.output

    async def invitations() -> int:
        database = Database(f"sqlite+aiosqlite:///{tmp_path}/cli.db")
        async with database.read() as tx:
            found = await tx.session.connection()
            rows = (await found.exec_driver_sql("SELECT count(*) FROM invite")).scalar_one()
        await database.close()
        return int(rows)

    assert asyncio.run(invitations()) == 0


def test_a_role_nobody_has_is_refused(types: Type) -> None:
    result = types("invite", "mayor")
    assert result.exit_code == 2
    assert "moderator" in result.output


def test_a_good_round_is_checked_and_created_once(types: Type) -> None:
    assert "this is a round." in types("round", "check", ROUND).stdout
    assert "is created." in types("round", "create", ROUND).stdout
    again = types("round", "create", ROUND)
    assert again.exit_code == 1
    assert "is there already. Nothing was changed." in again.stderr


def test_a_round_is_shown_as_a_resident_reads_it(types: Type) -> None:
    dutch = types("round", "show", ROUND, "--language", "nl").stdout
    assert "In de pot zit € 120.000 (begroot)." in dutch.replace("\xa0", " ")
    assert "Je kiest hoogstens 9 plannen." in dutch
    assert "You choose at most 9 plans." in types("round", "show", ROUND).stdout
    nobody = types("round", "show", ROUND, "--language", "fr")
    assert nobody.exit_code == 1
    assert "Amsterdam Oost speaks nl, en, tr, ar." in nobody.stderr
    assert "There is no file and no round nothing." in types("round", "show", "nothing").stderr


def test_a_round_is_frozen_by_hand_when_its_vote_is_near(types: Type, tmp_path: Path) -> None:
    """Here the clock is the real one: a vote that opens tomorrow, and one that is far away."""
    near, far = tmp_path / "near.toml", tmp_path / "far.toml"
    now = system_clock()
    for file, days in ((near, 1), (far, 5)):
        opens, closes = (now + timedelta(days=days), now + timedelta(days=days + 3))
        text = re.split(r"\[\[phase\]\]", ROUND.read_text(encoding="utf-8"))[0]
        times = f"from = {opens.isoformat()}\nto = {closes.isoformat()}"
        text = f'{text}[[phase]]\nkey = "voting"\n{times}\n'
        file.write_text(text.replace("ib-ohg-2027", file.stem), encoding="utf-8")
        assert types("round", "create", file).exit_code == 0
    early = types("round", "freeze", "far")
    assert early.exit_code == 1
    assert "does not open within 2 days. Nothing was frozen." in early.stderr
    frozen = types("round", "freeze", "near").stdout
    digest = frozen.split()[-1]
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert types("round", "freeze", "near").stdout == frozen, "twice is once"
    assert f"SHA-256: {digest}" in types("round", "show", "near").stdout
    assert "SHA-256" not in types("round", "show", "far").stdout
    text = types("round", "frozen", "near").stdout
    assert hashlib.sha256(text.encode()).hexdigest() == digest, "anybody can hash it again"
    assert "no frozen round far" in types("round", "frozen", "far").stderr
    assert types("round", "freeze", "nothing").exit_code == 1


BAD_ROUNDS: dict[str, tuple[str | bytes | tuple[str, str] | None, str]] = {
    "no such file": (None, "No such file"),
    "not TOML": ("slug = ", "is not a round."),
    "not text": (b"\xff\xfe\x00", "is not a round."),
    "empty": ("", "slug: write it"),
    "a typing error": (
        ("minimum_cost", "minimum_kost"),
        "round.toml:8: minimum_kost: no such",
    ),
    "no amount": (("budget = ", 'budget = "much" #'), "budget: Input should be a valid integer"),
    "no date": (("from = ", 'from = "soon" #'), "phase 1, from: write a day"),
    "no such rule": (('rule = "', 'rule = "magic_'), "rule: Input should be"),
}


@pytest.mark.parametrize("command", ["check", "create"])
@pytest.mark.parametrize(("made", "told"), BAD_ROUNDS.values(), ids=BAD_ROUNDS)
def test_a_bad_round_is_told_what_is_wrong(
    types: Type,
    tmp_path: Path,
    command: str,
    made: str | bytes | tuple[str, str] | None,
    told: str,
) -> None:
    file, good = tmp_path / "round.toml", ROUND.read_text(encoding="utf-8")
    match made:
        case bytes():
            file.write_bytes(made)
        case str():
            file.write_text(made)
        case (old, new):
            assert old in good
            file.write_text(good.replace(old, new))
    result = types("round", command, file)
    assert result.exit_code == 1
    assert told in result.stderr
    assert "Traceback" not in result.output


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    file = tmp_path / "figures.csv"
    file.write_text(FIGURES)
    return file


def test_a_budget_file_comes_in_after_a_yes(types: Type, figures: Path) -> None:
    no = types("import-budget", figures, answer="n\n")
    assert "It has 2 budget lines." in no.stdout
    assert "are in." not in no.stdout
    yes = types("import-budget", figures, answer="y\n")
    assert "2 budget lines are in." in yes.stdout
    assert "2 budget lines are in." in types("import-budget", figures, "--yes").stdout


def test_a_bad_budget_file_brings_nothing(types: Type, figures: Path) -> None:
    figures.write_text(f"{FIGURES}XX;nothing;x;y;z;w;never;\n")
    result = types("import-budget", figures, "--yes")
    assert result.exit_code == 1
    assert "are in" not in result.stdout
    assert "Row 4" in result.stderr
    figures.unlink()
    assert types("import-budget", figures).exit_code == 2


SETTINGS = {
    "no token": ({"TOKEN": None}, "token: Field required"),
    "webhook without secret": (
        {"WEBHOOK_URL": "https://bot.example"},
        "a webhook needs a secret of 32 characters or more",
    ),
    "short secret": (
        {"WEBHOOK_URL": "https://bot.example", "WEBHOOK_SECRET": "hush-hush"},
        "a webhook needs a secret of 32 characters or more",
    ),
    "no number": ({"WEBHOOK_PORT": "http"}, "webhook_port: Input should be a valid integer"),
    "no pace": ({"PUSHES_PER_SECOND": "0"}, "pushes_per_second: Input should be greater than 0"),
}


@pytest.mark.parametrize(("given", "told"), SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("command", ["run", "migrate"])
def test_wrong_settings_are_told_without_secrets(
    types: Type,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    given: dict[str, str | None],
    told: str,
) -> None:
    for name, value in given.items():
        if value is None:
            monkeypatch.delenv(f"BUURTBOT_{name}")
        else:
            monkeypatch.setenv(f"BUURTBOT_{name}", value)
    result = types(command)
    assert result.exit_code == 1
    assert told in result.stderr
    for secret in (TOKEN, TOKEN.partition(":")[2], "hush-hush"):
        assert secret not in result.output
