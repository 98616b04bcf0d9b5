"""A counted pot in the form of Pabulib: META, PROJECTS and VOTES."""

from collections.abc import Iterator, Sequence

from flows.budget.cells import FORMULA
from flows.counting.model import Outcome
from flows.i18n import ZONE
from flows.pabulib.amounts import decimal
from flows.pabulib.file import PabulibFile, Row, Table
from flows.rounds.current import Edition
from flows.rounds.definition import PhaseKey, Pot
from flows.text import Words
from flows.town import Town
from flows.voting.count import outcome_of
from storage.models import Initiative

GREEDY = {"greedy_stop": "greedy-no-skip", "greedy_skip": "greedy"}  # as Pabulib calls them
GREEDY_OF_OUR_OWN = "greedy-custom"
SHARES = {"none": "equalshares", "add1": "equalshares/add1"}  # by how they are completed
OTHER_RULE = "unknown"  # the comment says which

Ballot = list[str]  # numbers of plans, once for each point


def as_pabulib(
    town: Town, edition: Edition, pot: Pot, plans: Sequence[Initiative], ballots: Sequence[Ballot]
) -> PabulibFile:
    """``plans`` in the order that decides between equals; ``ballots`` in the order to be told."""
    return PabulibFile(
        Table(("key", "value"), list(_meta(town, edition, pot, plans, len(ballots)))),
        _projects(pot, plans, outcome_of(edition, pot)),
        _votes(pot, ballots),
    )


def _meta(
    town: Town, edition: Edition, pot: Pot, plans: Sequence[Initiative], ballots: int
) -> Iterator[tuple[str, str]]:
    definition, rule = edition.definition, pot.ballot
    yield "description", _said(definition.words)
    yield "country", town.country
    yield "unit", town.name
    if len(definition.pots) > 1:
        yield "subunit", _said(pot.words)
    yield "instance", str(definition.year)
    yield "num_projects", str(len(plans))
    yield "num_votes", str(ballots)
    yield "budget", decimal(pot.cents)
    yield "vote_type", "cumulative" if rule.kind == "points" else "approval"
    yield "rule", _rule(edition, outcome_of(edition, pot))
    yield from _dates(edition)
    yield "min_length", str(rule.least)
    if rule.most and rule.most < len(plans):
        yield "max_length", str(rule.most)
    if rule.kind == "points":
        yield "max_points", str(rule.most_points)
        yield "max_sum_points", str(rule.points)
    if definition.minimum_cost:
        yield "min_project_cost", str(definition.minimum_cost)
    themes = [theme for theme in pot.theme if any(plan.theme == theme.key for plan in plans)]
    if themes:
        yield "categories", ",".join(theme.key for theme in themes)
    yield "language", "nl"
    yield "currency", "EUR"
    yield "comment", _comment(edition)
    if themes and all(theme.key in pot.caps for theme in themes):
        yield "budget_per_category", ",".join(decimal(pot.caps[theme.key]) for theme in themes)


def _rule(edition: Edition, outcome: Outcome) -> str:
    """The name of the same rule. Pabulib's greedy ones also fund a plan without a vote."""
    definition, every_plan_has_votes = edition.definition, all(s.votes for s in outcome.steps)
    if definition.rule == "equal_shares":
        asked = definition.parameters
        usual = asked.utility == "cost" and not asked.stop_when_exhaustive
        return SHARES.get(asked.completion, OTHER_RULE) if usual else OTHER_RULE
    if definition.rule in GREEDY and every_plan_has_votes:
        return GREEDY[definition.rule]
    return OTHER_RULE if definition.rule == "phragmen" else GREEDY_OF_OUR_OWN


def _dates(edition: Edition) -> Iterator[tuple[str, str]]:
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    if voting is not None:
        yield "date_begin", f"{voting.start.astimezone(ZONE):%d.%m.%Y}"
        yield "date_end", f"{voting.last.astimezone(ZONE):%d.%m.%Y}"


def _comment(edition: Edition) -> str:
    """Pabulib numbers its remarks: these say how to count this file again with this program."""
    definition = edition.definition
    asked = definition.parameters.model_dump(exclude_defaults=True)
    given = "".join(f" {name}={str(value).lower()}" for name, value in asked.items())
    rest = " #2: Equal plans go in the order of PROJECTS."
    frozen = f" #3: The round was frozen as {edition.row.digest}." if edition.row.digest else ""
    return f"#1: Counted by {definition.rule}{given}.{rest}{frozen}"


def _projects(pot: Pot, plans: Sequence[Initiative], outcome: Outcome) -> Table:
    """In the order that decides between equals."""
    total = "score" if pot.ballot.kind == "points" else "votes"
    rows = [
        (
            plan.number,
            decimal(plan.cost),
            str(outcome.step(str(plan.id)).votes),
            _safe(_said(Words(plan.title, plan.locale))),
            plan.theme,
            "1" if str(plan.id) in outcome.winners else "0",
        )
        for plan in plans
    ]
    return Table(("project_id", "cost", total, "name", "category", "selected"), rows)


def _votes(pot: Pot, ballots: Sequence[Ballot]) -> Table:
    """The numbers of the voters are those of this file, and of nothing else."""
    if pot.ballot.kind != "points":
        rows: list[Row] = [
            (str(nth), ",".join(ballot)) for nth, ballot in enumerate(ballots, start=1)
        ]
        return Table(("voter_id", "vote"), rows)
    return Table(
        ("voter_id", "vote", "points"),
        [(str(nth), *_points(ballot)) for nth, ballot in enumerate(ballots, start=1)],
    )


def _points(ballot: Ballot) -> tuple[str, str]:
    plans = list(dict.fromkeys(ballot))
    return ",".join(plans), ",".join(str(ballot.count(plan)) for plan in plans)


def _said(words: Words) -> str:
    return words.of("nl")


def _safe(text: str) -> str:
    """A spreadsheet runs what begins like a formula; an apostrophe keeps it a text."""
    return f"'{text}" if text.startswith(FORMULA) else text
