"""Where lines break, counted in characters instead of pixels."""

from flows.charts.lettering import drawable, wrapped
from flows.charts.paper import BOLD, REGULAR
from flows.i18n import FSI, PDI


def ten(line: str) -> bool:
    return len(line.strip(FSI + PDI)) <= 10


def test_lines_break_at_spaces() -> None:
    assert wrapped("de hele buurt doet mee", ten, 3) == ["de hele", "buurt doet", "mee"]


def test_a_word_that_is_too_wide_breaks_inside() -> None:
    assert wrapped("een afvalbakkentuin", ten, 3) == ["een", "afvalbakke", "ntuin"]


def test_what_does_not_fit_on_the_last_line_is_shown_by_dots() -> None:
    assert wrapped("de hele buurt doet mee", ten, 2) == ["de hele", "buurt doe…"]
    assert wrapped("de hele kade doet mee", ten, 1) == ["de hele…"]


def test_an_isolate_goes_on_over_lines() -> None:
    assert wrapped(f"van {FSI}de hele buurt{PDI} nu", ten, 3) == [
        f"van {FSI}de{PDI}",
        f"{FSI}hele buurt{PDI}",
        "nu",
    ]


def test_what_the_font_has_not_is_left_out() -> None:
    for font in (REGULAR, BOLD):
        assert drawable("Feest 🦄 op\nhet plein", font) == "Feest op het plein"
        assert drawable(f"{FSI}花园{PDI}", font) == "…"
        assert drawable("نتيجة €\N{NO-BREAK SPACE}5 ✓ ğ", font) == "نتيجة €\N{NO-BREAK SPACE}5 ✓ ğ"
