"""From a text that knows no language to what one reader reads."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.i18n import FSI, LRI, PDI, RLM, Translator, euros, grouped, own_name
from flows.text import (
    Code,
    Day,
    Language,
    Missing,
    Money,
    Speech,
    Spoken,
    Words,
    just,
    lines,
    paragraphs,
    t,
    tn,
)

TRANSLATOR = Translator()
LOCALES = ("en", "nl", "tr", "ar")
HEADER = r"""
msgid ""
msgstr ""
"Language: ar\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: {rule}\n"
"""
ARABIC_RULE = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5);"
)
ENTRY = """
msgid "{one}"
msgid_plural "{many}"
"""
WAVE = Words({"nl": "Golf", "tr": "Dalga"})


def html(speech: Speech, locale: str = "en") -> str:
    return TRANSLATOR.reader(locale).html(speech)


def plain(speech: Speech, locale: str = "en") -> str:
    """Without the mark at the beginning of each line from the right."""
    return TRANSLATOR.reader(locale).plain(speech).replace(RLM, "")


@pytest.fixture
def arabic(tmp_path: Path) -> Translator:
    """A catalog of one text, so that no translator can break the test."""
    forms = "\n".join(f'msgstr[{n}] "form {n}: {{n}}"' for n in range(6))
    entry = ENTRY.format(one="{n} plan", many="{n} plans")
    (tmp_path / "ar" / "LC_MESSAGES").mkdir(parents=True)
    po = tmp_path / "ar" / "LC_MESSAGES" / "messages.po"
    po.write_text(HEADER.format(rule=ARABIC_RULE) + entry + forms, encoding="utf-8")
    return Translator(tmp_path)


def test_four_languages_ship() -> None:
    assert sorted(TRANSLATOR.locales) == sorted(LOCALES)
    assert [own_name(locale) for locale in LOCALES] == [
        "English",
        "Nederlands",
        "Türkçe",
        "العربية",
    ]


@pytest.mark.parametrize(
    ("reported", "chosen"),
    [("nl", "nl"), ("nl-be", "nl"), ("ar-EG", "ar"), ("pt-br", "en"), (None, "en"), ("", "en"),
     ("x", "en"), ("TR", "tr"), ("zh-hans", "en"), ("🌳", "en")],
)  # fmt: skip
def test_the_best_language_we_have_is_chosen(reported: str | None, chosen: str) -> None:
    assert TRANSLATOR.choose(reported) == chosen


def test_an_unknown_language_reads_the_source() -> None:
    assert plain(t("Go on"), "fr") == "Go on"


@pytest.mark.parametrize(
    ("cents", "written"),
    [
        (1_250_000, "12.500"),
        (1_250_050, "12.500,50"),
        (5, "0,05"),
        (0, "0"),
        (100_000_000_000, "1.000.000.000"),
    ],
)
def test_money_looks_the_same_in_every_language(cents: int, written: str) -> None:
    assert euros(cents) == f"€\u00a0{written}"
    assert cents == 0 or euros(-cents) == f"-€\u00a0{written}"
    for locale in LOCALES:
        assert plain(just(Money(cents)), locale).strip(LRI + PDI) == euros(cents)


def test_what_people_wrote_cannot_turn_the_rest_around() -> None:
    for locale in LOCALES:
        assert plain(just("مرحبا"), locale) == f"{FSI}مرحبا{PDI}"
        assert plain(just(Words({"nl": "Golf"})), locale) == f"{FSI}Golf{PDI}"


def test_figures_keep_their_order_among_arabic() -> None:
    for value, written in (
        (Money(100), "€\u00a01"),
        (Code("2027-014"), "2027-014"),
        (1500, "1.500"),
    ):
        assert plain(just(value), "ar") == LRI + written + PDI
        assert plain(just(value), "nl") == written


def test_every_number_is_grouped_alike() -> None:
    assert [grouped(n) for n in (0, 999, 1000, 1_234_567)] == ["0", "999", "1.000", "1.234.567"]


def test_arguments_are_escaped_where_tags_are_read() -> None:
    said = t("<b>{round}</b>", round='<i>Oost</i> & co "quoted"')
    assert html(said) == f'<b>{FSI}&lt;i&gt;Oost&lt;/i&gt; &amp; co "quoted"{PDI}</b>'
    assert plain(said) == f'{FSI}<i>Oost</i> & co "quoted"{PDI}'
    assert html(just(Code("</b>"))) == "&lt;/b&gt;"
    assert html(just(Words({"nl": "a < b"}))) == f"{FSI}a &lt; b{PDI}"


def test_braces_in_arguments_stay_braces() -> None:
    assert plain(just("{name} {0} %s")) == f"{FSI}{{name}} {{0}} %s{PDI}"


def test_a_text_in_a_text_is_translated_and_not_escaped_twice() -> None:
    inner = t("<b>{round}</b>", round="A & B")
    assert html(just(inner)) == f"<b>{FSI}A &amp; B{PDI}</b>"


def test_every_plural_form_of_arabic_is_used(arabic: Translator) -> None:
    reader = arabic.reader("ar")
    for form, numbers in enumerate(([0], [1], [2], [3, 10, 103], [11, 99, 111], [100, 102, 1000])):
        for n in numbers:
            said = reader.plain(tn("{n} plan", "{n} plans", n))
            assert said == f"{RLM}form {form}: {LRI}{grouped(n)}{PDI}"


def test_two_plural_forms_of_english() -> None:
    assert [plain(tn("{n} plan", "{n} plans", n)) for n in (0, 1, 2, 1000)] == [
        "0 plans",
        "1 plan",
        "2 plans",
        "1.000 plans",
    ]


def test_words_are_read_in_ones_own_language_else_in_their_source() -> None:
    assert [WAVE.of(locale) for locale in LOCALES] == ["Golf", "Golf", "Dalga", "Golf"]
    assert Words({"tr": "Dalga", "nl": ""}, source="tr").of("nl") == "Dalga"


def test_what_is_missing_is_said_only_to_whom_it_is_missing() -> None:
    note = Missing(WAVE, just(Code("not translated")))
    assert [plain(note, locale).strip(LRI + PDI) for locale in LOCALES] == [
        "not translated",
        "",
        "",
        "not translated",
    ]


def test_lines_skip_what_is_not_there() -> None:
    said = paragraphs(
        t("Go on"), None, lines(t("Send"), None, t("Change")), Missing(WAVE, t("Send"))
    )
    assert plain(said, "en") == "Go on\n\nSend\nChange\n\nSend"
    assert plain(lines(t("Go on"), lines()), "en") == "Go on", "nothing leaves no gap"


def test_what_is_spoken_keeps_its_language() -> None:
    said = lines(*(Spoken(locale, t("Go on")) for locale in LOCALES))
    own = [plain(t("Go on"), locale) for locale in LOCALES]
    assert len(set(own)) == 4
    for locale in ("nl", "en", "tr"):
        assert plain(said, locale).splitlines() == own
    assert plain(Spoken("ar", just(Money(100))), "en") == f"{LRI}€\u00a01{PDI}"


def test_every_line_of_arabic_runs_from_the_right() -> None:
    said = paragraphs(just("Javaplein"), lines(t("Send /start when you want to come back.")))
    read = TRANSLATOR.reader("ar").html(said).split("\n")
    assert [line[:1] for line in read] == [RLM, "", RLM]
    assert f"{LRI}/start{PDI}" in read[2]
    assert RLM not in TRANSLATOR.reader("nl").html(said)


def test_a_dutch_line_within_arabic_runs_from_the_left() -> None:
    said = lines(Spoken("nl", t("Choose your language.")), t("Choose your language."))
    dutch, arabic = TRANSLATOR.reader("ar").html(said).split("\n")
    assert dutch == f"{RLM}{FSI}Kies je taal.{PDI}", "its full stop stands behind it"
    assert arabic[1] not in FSI + LRI


def test_dates_are_those_of_amsterdam_in_the_language_of_the_reader() -> None:
    evening = datetime(2027, 5, 9, 22, 30, tzinfo=UTC)  # after midnight in Amsterdam
    assert plain(just(evening), "en") == "Monday 10 May, 00:30"
    assert plain(just(evening), "nl") == "maandag 10 mei, 00:30"
    assert plain(just(evening), "tr") == "Pazartesi 10 Mayıs, 00:30"
    assert "مايو" in plain(just(evening), "ar")
    assert plain(just(date(2027, 2, 5)), "nl") == "5 februari 2027"
    assert plain(just(Day(date(2027, 2, 5))), "en") == "Fri 5 Feb"


def test_a_language_is_called_as_its_reader_calls_it() -> None:
    assert [plain(just(Language("tr")), locale) for locale in ("en", "nl", "tr")] == [
        "Turkish",
        "Turks",
        "Türkçe",
    ]
