"""Every screen in every language: it fits, it can be sent, and nothing of it is left English.

The scene runs on SQLite only: what stands on a screen does not depend on the database, and
the flows it walks through have scenes of their own on both.
"""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.entities import units
from flows.events import NOTICES
from flows.forms import FORMS
from flows.i18n import Translator
from flows.kernel import ACTIONS, SWEEPS, Screen
from flows.layout import TOAST_LIMIT
from tests.album import TOAST, Album, flaws, said
from tests.test_catalogs import in_code
from tests.tour import Pen, tour
from tests.town import Town, opened

PNG = b"\x89PNG\r\n\x1a\n"
# An emoji is four bytes and two units; an ampersand has five characters once it is escaped.
SIGNS = {"emoji": "😀", "escaped": "&"}


@pytest.fixture
async def town(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Town]:
    shutil.copy(sqlite_template, tmp_path / "test.db")
    async with opened(f"sqlite+aiosqlite:///{tmp_path}/test.db", tmp_path) as town:
        yield town


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
async def test_every_screen_is_right_in_every_language(
    town: Town, sign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    album = Album()
    album.fill(monkeypatch)
    await tour(town, Pen(sign))
    everything_was_seen(album)
    texts_are_known(album)
    screens_are_right(album, town.house.translator)
    remarks_are_right(album, town.house.translator)
    pictures_are_drawn(album, town.house.translator)


def everything_was_seen(album: Album) -> None:
    """A new action, question, push or sweep has no visit yet: take the tour past it."""
    steps = {(form.name, step.name) for form in FORMS.values() for step in form.steps}
    reviews = {(name, None) for name in FORMS}
    unseen = [
        *(f"action {name}" for name in sorted(ACTIONS.keys() - album.actions)),
        *(f"push {name}" for name in sorted(NOTICES.keys() - album.notices)),
        *(f"sweep {name}" for name in sorted(SWEEPS.keys() - album.sweeps)),
        *(f"question {form} {step}" for form, step in sorted(steps - album.asked)),
        *(f"review {form}" for form, _ in reviews - album.asked),
    ]
    assert not unseen, "\n".join(["The tour does not pass:", *unseen, "Refused:", *album.troubles])


def texts_are_known(album: Album) -> None:
    """What is said is what ``make messages`` finds, so what the catalogs have."""
    speeches = [screen.text for screen in album.screens] + album.remarks
    speeches += [it.label for screen in album.screens for row in screen.rows for it in row]
    known = {text for sources in in_code() for text in sources} | {"{text}"}
    strange = {text.msgid for speech in speeches for text in said(speech)} - known
    assert not strange, f"Write these as a plain text inside t() or tn(): {strange}"


def screens_are_right(album: Album, translator: Translator) -> None:
    found = [
        f"{locale}: {flaw}"
        for locale in translator.locales
        for screen in album.screens
        for flaw in flaws(screen, translator.reader(locale))
    ]
    assert not found, "\n".join(sorted(set(found)))


def remarks_are_right(album: Album, translator: Translator) -> None:
    """A remark goes over the card, or is a message of its own when it is too long for that."""
    assert TOAST_LIMIT <= TOAST
    assert album.remarks
    for reader in map(translator.reader, translator.locales):
        for remark in album.remarks:
            if units(reader.plain(remark)) > TOAST_LIMIT:
                assert not [*flaws(Screen(remark), reader)]


def pictures_are_drawn(album: Album, translator: Translator) -> None:
    pictures = [screen.picture for screen in album.screens if screen.picture is not None]
    drawn = {it.key: it.draw for it in pictures if it.draw is not None}
    assert len(drawn) == 3, "two pages of the budget, and the result"
    for draw in drawn.values():
        for locale in translator.locales:
            assert draw(translator.reader(locale)).startswith(PNG)
