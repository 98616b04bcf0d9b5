"""What a catalog must have, so that nobody meets a hole, a bare tag or English by accident.

A failure says to the translator which texts to look at, and what to write.
"""

import gettext
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.playground.errors import ApiError
from bot.playground.html_text import parse_html
from flows.commands import COMMANDS
from flows.i18n import LOCALES, SOURCE
from tests.labels import labels

ROOT = Path(__file__).parent.parent
TRANSLATED = sorted(po.parent.parent.name for po in LOCALES.glob("*/LC_MESSAGES/messages.po"))
CATEGORIES = ("zero", "one", "two", "few", "many", "other")  # the order of the forms
SAYS_IT = frozenset({"zero", "one", "two"})  # a word can say this number, without a figure
NUMBERS = (*range(1_000), *range(1_000, 10_000, 7), 100_000, 1_000_000, 2_000_000)
PLACEHOLDER = re.compile(r"\{\w*\}")
TAG = re.compile(r"</?[a-z]+>")
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SENTENCE = re.compile(r"[.?!:;]+(?:\s|$)|\n")
SAME = {("nl", "Pot: {pots}."), ("nl", "Stop: {messages}")}  # Dutch and English words at once
MOST_WORDS = 12  # of a sentence
MOST_ON_BUTTON = 28  # characters
MOST_OF_COMMAND = 60

Sources = tuple[str, ...]  # the English text, or its singular and plural
Check = Callable[[str, str], bool]
translated = pytest.mark.parametrize("locale", TRANSLATED)


@cache
def in_code() -> frozenset[Sources]:
    """Every text of ``t()`` and ``tn()``, as ``make messages`` finds them."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = extract_from_dir(
        ROOT,
        method_map=[(it["pattern"], it["method"]) for it in config["tool"]["babel"]["mappings"]],
        keywords={"t": None, "tn": (1, 2)},
    )
    return frozenset(_tuple(message) for _, _, message, _, _ in found)


@cache
def catalog(locale: str) -> Catalog:
    with (LOCALES / locale / "LC_MESSAGES" / "messages.po").open("rb") as po:
        return read_po(po)


@cache
def texts(locale: str) -> dict[Sources, tuple[str, ...]]:
    """The forms of each text; the source language has those of the code."""
    if locale == SOURCE:
        return {sources: sources for sources in in_code()}
    return {_tuple(it.id): _tuple(it.string) for it in catalog(locale) if it.id}


def _tuple(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def wrong(locale: str, is_right: Check) -> str:
    """The forms that are not right beside their English, one a line; nothing if all are."""
    return "".join(
        f"\n  {form!r}\n    is the {locale} of {sources[-1]!r}"
        for sources, forms in texts(locale).items()
        for form in forms
        if form and not is_right(sources[-1], form)
    )


def listed(found: Iterable[object]) -> str:
    return "".join(f"\n  {text}" for text in sorted(map(repr, found)))


@translated
def test_every_text_of_the_code_is_there_and_translated(locale: str) -> None:
    absent = in_code() - texts(locale).keys()
    empty = {sources for sources, forms in texts(locale).items() if not all(forms)}
    assert not absent, f"Not in the catalog yet. Run `make messages`:{listed(absent)}"
    assert not empty, f"Write every msgstr of:{listed(empty)}"


@translated
def test_no_text_is_there_that_no_code_says(locale: str) -> None:
    dead = texts(locale).keys() - in_code()
    assert not dead, f"Nobody says this any more. Run `make messages`:{listed(dead)}"
    assert not catalog(locale).obsolete, "Delete the lines that begin with #~"


@translated
def test_no_text_is_a_guess(locale: str) -> None:
    fuzzy = {it.id for it in catalog(locale) if it.id and it.fuzzy}
    assert not fuzzy, f"Read these again, then delete their line `#, fuzzy`:{listed(fuzzy)}"


@translated
def test_no_english_is_left(locale: str) -> None:
    def is_right(english: str, form: str) -> bool:
        bare = PLACEHOLDER.sub("", TAG.sub("", english))
        says_nothing = not any(character.isalpha() for character in bare)
        return form != english or says_nothing or (locale, english) in SAME

    found = wrong(locale, is_right)
    assert not found, f"Translate this, or add it to SAME if it is right as it is:{found}"


@translated
def test_the_placeholders_are_those_of_the_source(locale: str) -> None:
    categories = reachable(locale)
    found = [
        form
        for sources, forms in texts(locale).items()
        for category, form in zip(categories if len(forms) > 1 else [""], forms, strict=False)
        if form and not _same_placeholders(sources[-1], form, category)
    ]
    assert not found, f"Copy each {{…}} of the English text exactly, once:{listed(found)}"


def _same_placeholders(english: str, form: str, category: str) -> bool:
    wanted, given = (sorted(PLACEHOLDER.findall(text)) for text in (english, form))
    spoken = [name for name in wanted if name != "{n}"] if category in SAYS_IT else wanted
    return given in (wanted, spoken)


@translated
def test_the_tags_are_those_of_the_source(locale: str) -> None:
    found = wrong(locale, lambda english, form: TAG.findall(english) == TAG.findall(form))
    assert not found, f"Copy <b>…</b> and its like around the same words:{found}"


@pytest.mark.parametrize("locale", [SOURCE, *TRANSLATED])
def test_every_text_can_be_filled_in_and_sent(locale: str) -> None:
    def is_right(_english: str, form: str) -> bool:
        names = [name.strip("{}") for name in PLACEHOLDER.findall(form)]
        try:
            return bool(parse_html(form.format(**dict.fromkeys(names, "1"))).text)
        except (ApiError, ValueError, LookupError):
            return False

    found = wrong(locale, is_right)
    assert not found, f"A brace, a bracket or an & stands alone, or a tag is not closed:{found}"


@translated
def test_the_lines_and_the_ends_are_those_of_the_source(locale: str) -> None:
    def is_right(english: str, form: str) -> bool:
        return form.count("\n") == english.count("\n") and form == form.strip()

    found = wrong(locale, is_right)
    assert not found, f"Keep as many \\n, and no blanks at the begin or the end:{found}"


@translated
def test_no_invisible_direction_marks_are_typed(locale: str) -> None:
    found = wrong(locale, lambda _english, form: not DIRECTION.search(form))
    assert not found, f"Delete the invisible marks; the bot sets them itself:{found}"


def reachable(locale: str) -> list[str]:
    """The plural categories of CLDR that whole numbers reach, in the order of the forms."""
    rule = Locale.parse(locale).plural_form
    met = {rule(number) for number in NUMBERS}
    return [category for category in CATEGORIES if category in met]


@translated
def test_the_plural_forms_are_those_of_cldr(locale: str) -> None:
    rule, wanted = Locale.parse(locale).plural_form, reachable(locale)
    form_of = gettext.c2py(catalog(locale).plural_expr)
    for number in NUMBERS:
        assert wanted[form_of(number)] == rule(number), (
            f"Plural-Forms of {locale}: {number} must take msgstr[{wanted.index(rule(number))}]"
        )
    odd = {
        sources: len(forms)
        for sources, forms in texts(locale).items()
        if len(forms) != (len(wanted) if len(sources) > 1 else 1)
    }
    assert not odd, f"Write {len(wanted)} forms ({', '.join(wanted)}) of:{listed(odd)}"


@pytest.mark.parametrize("locale", [SOURCE, *TRANSLATED])
def test_a_button_is_short(locale: str) -> None:
    on_buttons = labels(ROOT)
    assert len(on_buttons) > 100, "the labels are not found in the code any more"
    long = {
        form
        for sources, forms in texts(locale).items()
        for form in forms
        if on_buttons.intersection(sources)
        and not PLACEHOLDER.search(form)
        and len(form) > MOST_ON_BUTTON
    }
    assert not long, f"At most {MOST_ON_BUTTON} characters fit on a button:{listed(long)}"


@pytest.mark.parametrize("locale", [SOURCE, *TRANSLATED])
def test_a_command_says_in_few_words_what_it_does(locale: str) -> None:
    for name, command in COMMANDS.items():
        (about,) = texts(locale)[(command.about.msgid,)]
        assert len(about) <= MOST_OF_COMMAND, f"/{name}: {about!r} is too long for the menu"


@pytest.mark.parametrize("locale", [SOURCE, "nl"])
def test_a_sentence_is_short(locale: str) -> None:
    """Turkish has long words and Arabic short ones: there the English source sets the pace."""

    def is_right(_english: str, form: str) -> bool:
        plain = PLACEHOLDER.sub("one", TAG.sub("", form))
        return all(len(part.split()) <= MOST_WORDS for part in SENTENCE.split(plain))

    found = wrong(locale, is_right)
    assert not found, f"Make two sentences, or say it in {MOST_WORDS} words:{found}"
