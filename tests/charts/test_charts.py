"""The result and the budget as pictures, for readers from the left and from the right."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from flows.charts.budget import BUDGETED, COMMITTED, SPENT, Amount, BudgetBars, budget_chart
from flows.charts.chart import MOST_GROUPS
from flows.charts.result import OTHER, WINNER, PlanBar, result_chart
from flows.i18n import FSI, LRI, PDI
from tests.charts.pixels import Seen

DUTCH = (
    "Schoonmaak $en$ onderhoud van de Hottentottententententoonstelling 🎉, voor jong & oud, "
    "iedere zaterdagmiddag van twaalf tot drie uur"
)
PLANS = (
    PlanBar("Tuintjes om de afvalbakken", 400, "400 stemmen · € 6.200", won=True),
    PlanBar("Schaduw en banken op de kade", 200, "200 stemmen · € 54.000", won=False),
    PlanBar("Leren in de fietswerkplaats", 100, "100 stemmen · € 22.000", won=True),
    PlanBar("Niemand wil dit", 0, "0 stemmen · € 9.000", won=False),
)
ARABIC_LABEL = f"{LRI}377{PDI} صوتًا · {LRI}€\N{NO-BREAK SPACE}12.700{PDI}"


def result(*plans: PlanBar, rtl: bool = False) -> bytes:
    return result_chart(
        "Uitslag",
        "Buurtbesteden: € 120.000 · 4 juni 2027",
        plans or PLANS,
        funded="Dit plan krijgt geld",
        leftover="Over: € 10.900",
        rtl=rtl,
    )


def arabic(*titles: str) -> bytes:
    return result_chart(
        f"النتيجة: {FSI}{DUTCH}{PDI}",
        f"الميزانية: {LRI}€\N{NO-BREAK SPACE}120.000{PDI} · 4 يونيو 2027",
        [PlanBar(FSI + title + PDI, 377, ARABIC_LABEL, won=True) for title in titles],
        funded="هذه الخطة تحصل على المال",
        leftover=f"المتبقي: {LRI}€\N{NO-BREAK SPACE}10.900{PDI}",
        rtl=True,
    )


def test_bars_are_as_long_as_their_votes() -> None:
    seen = Seen(result())
    (first, longest), (_, quarter) = seen.bars(WINNER)
    (_, half), (_, sliver) = seen.bars(OTHER)
    assert seen.width == 1080
    assert first == 48
    assert quarter == pytest.approx(longest / 4, abs=1)
    assert half == pytest.approx(longest / 2, abs=1)
    assert 0 < sliver <= 3


def test_bars_grow_from_the_right_for_who_reads_from_the_right() -> None:
    left, right = Seen(result()), Seen(result(rtl=True))
    for colour in (WINNER, OTHER):
        mirrored = [(left.width - start - length, length) for start, length in left.bars(colour)]
        assert right.bars(colour) == mirrored
    assert (right.width, right.height) == (left.width, left.height)


def test_a_winner_is_marked_by_more_than_a_colour() -> None:
    """In grey it can still be told from a plan that has the same words and did not win."""
    won, lost = (
        Seen(result(PlanBar("Huiswerk en samen eten", 1, "1 stem", won=won)))
        for won in (True, False)
    )
    assert won.painted("#1d1d1b").sum() > 1.1 * lost.painted("#1d1d1b").sum()


@pytest.mark.parametrize("title", [DUTCH, "x" * 200, "🦄花园", "حديقة الحي"])
def test_any_title_stays_on_the_paper(title: str) -> None:
    for png in (result(PlanBar(title, 9, "9 stemmen", won=True)), arabic(title)):
        assert not Seen(png).ink_reaches_the_edge()


def test_a_label_that_is_too_long_gets_smaller_letters() -> None:
    label = "1.234.567 stemmen · € 12.345.678,90 · uit wat er over was van het hele gebied"
    seen = Seen(result(PlanBar("Veel", 9, label, won=False)))
    assert not seen.ink_reaches_the_edge()
    assert seen.bars(OTHER)[0][1] > 300


def test_the_fullest_picture_is_one_that_telegram_takes() -> None:
    png = arabic(*[DUTCH] * MOST_GROUPS)
    seen = Seen(png)
    assert seen.width + seen.height <= 10_000
    assert seen.height <= 20 * seen.width
    assert len(png) < 1_000_000


def test_too_many_bars_are_refused() -> None:
    with pytest.raises(ValueError, match="31 groups"):
        result(*[PLANS[0]] * (MOST_GROUPS + 1))


def test_the_same_result_is_the_same_picture_also_from_two_threads() -> None:
    with ThreadPoolExecutor(2) as threads:
        pictures = {*threads.map(lambda _: result(), range(4)), result()}
    assert len(pictures) == 1


def line(title: str, *cents: int) -> BudgetBars:
    kinds = ("Begroot", "Vastgelegd", "Uitgegeven")
    amounts = (Amount(n, f"{kind} {n}") for kind, n in zip(kinds, cents, strict=True))
    return BudgetBars(title, *amounts)


@pytest.mark.parametrize("rtl", [False, True])
def test_the_budget_has_three_bars_a_line_on_one_scale(*, rtl: bool) -> None:
    lines = [line("Groen", 4_000_000, 3_000_000, 1_000_000), line(DUTCH, 2_000_000, 0, -5)]
    seen = Seen(budget_chart("Geld", "1 april 2027", lines, source="Stadsdeel Oost", rtl=rtl))
    (start, longest), (_, half) = seen.bars(BUDGETED)
    assert (start + longest == 1080 - 48) if rtl else (start == 48)
    assert half == pytest.approx(longest / 2, abs=1)
    assert [length for _, length in seen.bars(COMMITTED)] == [
        pytest.approx(longest * 3 / 4, abs=1),
        pytest.approx(2, abs=1),
    ]
    assert [length for _, length in seen.bars(SPENT)] == [
        pytest.approx(longest / 4, abs=1),
        pytest.approx(2, abs=1),
    ]


def test_a_picture_without_bars_still_tells_its_title() -> None:
    assert Seen(budget_chart("Geld", "", [], source="Stadsdeel Oost", rtl=False)).height > 150


def test_nobody_waits_for_matplotlib_until_the_first_picture() -> None:
    script = (
        "import sys, flows.charts.budget, flows.charts.result\n"
        "sys.exit('matplotlib' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603  our own words
