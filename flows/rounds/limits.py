"""What must hold inside the limits of a ballot."""

from collections.abc import Iterator, Sequence

from flows.rounds.pots import BallotRule, Theme

BELONGS = {"points": "points", "most_points": "points", "per": "knapsack"}


def ballot_mistakes(
    rule: BallotRule, themes: Sequence[Theme], *, voters_pay: bool
) -> Iterator[tuple[str, str]]:
    """The name of a limit and what to do about it.

    ``voters_pay``: the counting rule is one by which voters pay, and takes no points.
    """
    for name, kind in BELONGS.items():
        if name in rule.model_fields_set and rule.kind != kind:
            yield name, f"leave it out: {name} belongs to a ballot of the kind {kind}"
    if rule.most is not None and rule.least > rule.most:
        yield "least", f"nobody can choose at least {rule.least} and at most {rule.most} plans"
    if rule.kind == "approval" and rule.most is None:
        yield "most", "write how many plans one may choose at most"
    if rule.most_per_theme is not None and not themes:
        yield "most_per_theme", "leave it out: there are no themes"
    if rule.kind == "points":
        yield from _points(rule, voters_pay=voters_pay)
    if rule.kind == "knapsack" and rule.per == "theme":
        without = [theme.key for theme in themes if theme.cap is None]
        if without or not themes:
            what = ", ".join(without) or "the themes"
            yield "per", f"a knapsack for each theme needs a cap for each: give one to {what}"


def _points(rule: BallotRule, *, voters_pay: bool) -> Iterator[tuple[str, str]]:
    if voters_pay:
        yield "kind", "equal_shares and phragmen count votes, not points: choose approval"
    if rule.most_points > rule.points:
        yield "most_points", f"one has {rule.points} points: no plan can get {rule.most_points}"
