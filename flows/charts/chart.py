"""What every picture is made of: titled groups of horizontal bars, one below the other."""

from dataclasses import dataclass

MOST_GROUPS = 30  # more would be too long a picture to read, or for Telegram to take


@dataclass(frozen=True, slots=True)
class Bar:
    """``label`` stands at the end of the bar; no bar says anything by its colour alone."""

    length: int
    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    bars: tuple[Bar, ...]
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Texts are as a reader of one language sees them, isolates included, without tags."""

    title: str
    subtitle: str
    groups: tuple[Group, ...]
    footer: tuple[str, ...]
    rtl: bool


def draw(chart: Chart) -> bytes:
    """A PNG of 1080 pixels wide. Raises ``ValueError`` above ``MOST_GROUPS`` groups.

    It holds a processor for about a second: call it in a thread. Threads may draw together.
    """
    if len(chart.groups) > MOST_GROUPS:
        raise ValueError(f"{len(chart.groups)} groups do not fit in one picture")
    from flows.charts.paper import Paper  # noqa: PLC0415  nobody should wait for matplotlib at start

    paper = Paper(rtl=chart.rtl)
    paper.heading(chart.title, chart.subtitle)
    paper.groups(chart.groups)
    paper.footer(chart.footer)
    return paper.png()
