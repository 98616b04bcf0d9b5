"""An album of all that is shown: filled on the way, then looked at in every language."""

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, ParamSpec, TypeVar

import pytest

from bot import cards, use_case
from bot.playground.entities import units
from bot.playground.errors import ApiError
from bot.playground.html_text import parse_html
from flows.errors import Refusal
from flows.events import NOTICES
from flows.i18n import Reader
from flows.kernel import ACTIONS, SWEEPS, Button, Screen
from flows.layout import Sheet, lay_out
from flows.text import Lines, Missing, Speech, Spoken, Text
from scheduler import outbox
from storage.repositories.people import Drafts

TEXT, CAPTION, TOAST, DATA = 4096, 1024, 200, 64  # the limits of Telegram
ROWS, IN_A_ROW, ON_BUTTON = 12, 8, 28  # ours
UNFILLED = re.compile(r"\{\w+\}")
INVISIBLE = re.compile("[\u200e\u200f\u2066-\u2069\\s]")

P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class Album:
    """Screens and remarks in their order, and what led to them.

    ``asked``: a form and its step, or ``None`` for its review.
    """

    screens: list[Screen] = field(default_factory=list)
    remarks: list[Speech] = field(default_factory=list)
    actions: set[str] = field(default_factory=set)
    notices: set[str] = field(default_factory=set)
    sweeps: set[str] = field(default_factory=set)
    asked: set[tuple[str, str | None]] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)

    def fill(self, patch: pytest.MonkeyPatch) -> None:
        """From now on everything that the bot and the scheduler show is kept here."""
        patch.setattr(cards, "lay_out", self._lay_out)
        patch.setattr(outbox, "lay_out", self._lay_out)
        patch.setattr("bot.updates.perform", self._heard(use_case.perform))
        patch.setattr(Drafts, "save", self._answered(Drafts.save))
        for name, it in ACTIONS.items():
            run = self._done(self.actions, name, it.run)
            patch.setitem(ACTIONS, name, replace(it, run=run))
        for name, notice in NOTICES.items():
            screen = self._done(self.notices, name, notice.screen)
            patch.setitem(NOTICES, name, replace(notice, screen=screen))
        for name, sweep in SWEEPS.items():
            patch.setitem(SWEEPS, name, self._done(self.sweeps, name, sweep))

    def _lay_out(self, screen: Screen, reader: Reader) -> Sheet:
        """A screen that cannot be laid out must not end the tour: it is found at the end."""
        self.screens.append(screen)
        try:
            return lay_out(screen, reader)
        except ValueError:
            return Sheet(("?",), ())

    def _heard(self, perform: Callable[P, Awaitable[Any]]) -> Callable[P, Awaitable[Any]]:
        async def heard(*args: P.args, **named: P.kwargs) -> Any:
            answer = await perform(*args, **named)
            self.remarks += [answer.over.text] if answer.over else []
            return answer

        return heard

    def _answered(self, save: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def answered(*args: Any) -> None:
            _drafts, _person, form, _answers, asking, _now = args
            self.asked.add((form, asking))
            await save(*args)

        return answered

    def _done(
        self, names: set[str], name: str, run: Callable[P, Awaitable[R]]
    ) -> Callable[P, Awaitable[R]]:
        async def done(*args: P.args, **named: P.kwargs) -> R:
            try:
                result = await run(*args, **named)
            except Exception as error:
                why = error.text if isinstance(error, Refusal) else error
                self.troubles.append(f"{name}: {why!r}")
                raise
            if result is not None or names is self.sweeps:
                names.add(name)
            return result

        return done


def flaws(screen: Screen, reader: Reader) -> Iterator[str]:
    """What Telegram or a reader would not take of a screen, in words."""
    try:
        sheet = lay_out(screen, reader)
    except ValueError as error:
        yield str(error)
        return
    for part in sheet.parts:
        most = CAPTION if screen.picture is not None and sheet.is_caption else TEXT
        yield from _flaws_of_text(part, most)
    if len(sheet.keys) > ROWS or any(len(row) > IN_A_ROW for row in sheet.keys):
        yield "too many buttons"
    for label, data in (key for row in sheet.keys for key in row):
        if not INVISIBLE.sub("", label):
            yield f"a button without a label: {data}"
        if len(data.encode()) > DATA:
            yield f"the data of a button is too long: {data}"
    for button in (button for row in screen.rows for button in row):
        yield from _flaws_of_label(button, reader)


def _flaws_of_text(part: str, most: int) -> Iterator[str]:
    try:
        text = parse_html(part).text
    except ApiError as error:
        yield f"{error}: {part}"
        return
    if not INVISIBLE.sub("", text):
        yield "an empty text"
    if units(text) > most:
        yield f"{units(text)} units of at most {most}: {text}"
    if UNFILLED.search(text):
        yield f"a placeholder that nobody filled in: {text}"


def _flaws_of_label(button: Button, reader: Reader) -> Iterator[str]:
    """A label of ours is short; one with a name in it is cut off."""
    label = INVISIBLE.sub(" ", reader.plain(button.label)).strip()
    ours = isinstance(button.label, Text) and not button.label.args
    if ours and len(label) > ON_BUTTON:
        yield f"a label of {len(label)} characters: {label}"


def said(speech: Speech | object) -> Iterator[Text]:
    """Every text of ours in a text."""
    match speech:
        case Text():
            yield speech
            for arg in speech.args.values():
                yield from said(arg)
        case Lines():
            for part in speech.parts:
                yield from said(part)
        case Spoken() | Missing():
            yield from said(speech.speech)
