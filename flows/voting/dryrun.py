"""Two rules side by side: what each would make of votes that are already counted.

Nothing is kept, and no result changes. Of an open vote nothing is told: only rounds that are
counted can be taken, or votes that are made up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flows import permissions
from flows.counting.model import Ballots, Outcome, Parameters, Plan
from flows.counting.rules import RULES
from flows.errors import Gone
from flows.forms import HOME_ROW
from flows.home import todo
from flows.initiatives.card import title
from flows.kernel import Button, Ctx, Screen, action, number
from flows.rounds.current import Edition, edition_of, editions
from flows.rounds.definition import Pot
from flows.text import Lines, Money, Speech, Text, just, lines, paragraphs, t
from flows.voting import sample
from flows.voting.count import ballots_of, in_tie_order, outcome_of, parameters_of

CAPS, SHARES = "theme_caps_then_leftover", "equal_shares"
LABELS: Mapping[str, Text] = {
    "greedy_stop": t("Stop at what does not fit"),
    "greedy_skip": t("Pass over what does not fit"),
    CAPS: t("Divide by theme first"),
    SHARES: t("Share the money equally"),
    "phragmen": t("Let voters save for plans"),
}
NAMES = tuple(LABELS)  # buttons name a rule by its place
SAMPLE = "0.0"
MOST_POTS = 8  # on the screen, of the newest rounds


@dataclass(frozen=True, slots=True)
class Votes:
    """What both rules count. ``plans`` stand in the order that decides between equals."""

    about: Speech
    budget: int
    plans: Sequence[Plan]
    names: Mapping[str, Speech]
    ballots: Ballots
    parameters: Parameters

    @property
    def rules(self) -> list[str]:
        """Those that can count these votes: themes without money of their own have no turn."""
        return [name for name in NAMES if name != CAPS or self.parameters.caps]

    def count(self, rule: str) -> Outcome:
        order = [plan.id for plan in self.plans]
        return RULES[rule](self.plans, self.ballots, self.budget, self.parameters, order)


@todo(47)
async def compare(ctx: Ctx) -> Button | None:
    return Button(t("Compare two rules"), "dryrun") if permissions.officers(ctx) else None


@action("dryrun", permission=permissions.officers, reads=True)
async def votes(ctx: Ctx, _arg: str) -> Screen:
    found = [it for it in await editions(ctx) if it.row.counted_at is not None]
    places = [
        (Button(just(pot.words), "dryrun.first", f"{edition.row.id}.{place}"),)
        for edition in found
        for place, pot in enumerate(edition.definition.pots)
    ]
    return Screen(
        paragraphs(
            t("<b>Two rules, the same votes</b>"),
            t("Choose the votes to count."),
            None if places else t("No round has been counted yet."),
        ),
        (
            *places[:MOST_POTS],
            (Button(t("Use made-up votes"), "dryrun.first", SAMPLE),),
            HOME_ROW,
        ),
    )


@action("dryrun.first", permission=permissions.officers, reads=True)
async def first(ctx: Ctx, arg: str) -> Screen:
    found = await _votes(ctx, arg)
    return _ask(found, t("Choose the first rule."), found.rules, "dryrun.second", arg, "dryrun")


@action("dryrun.second", permission=permissions.officers, reads=True)
async def second(ctx: Ctx, arg: str) -> Screen:
    """``arg``: a round, the place of a pot, and the place of the first rule: ``3.0.1``."""
    where, _, place = arg.rpartition(".")
    found = await _votes(ctx, where)
    chosen = _rule(found, place)
    others = [rule for rule in found.rules if rule != chosen]
    return _ask(found, t("Choose the second rule."), others, "dryrun.both", arg, "dryrun")


@action("dryrun.both", permission=permissions.officers, reads=True)
async def both(ctx: Ctx, arg: str) -> Screen:
    """``arg``: as for the second rule, and its place: ``3.0.1.4``."""
    where, one, other = [*arg.rsplit(".", 2), "", ""][:3]
    found = await _votes(ctx, where)
    rules = (_rule(found, one), _rule(found, other))
    return Screen(
        _compared(found, rules),
        ((Button(t("Choose other rules"), "dryrun.first", where),), HOME_ROW),
    )


def _ask(  # noqa: PLR0913, PLR0917  a question, its answers, and where they lead
    found: Votes, question: Text, rules: Iterable[str], name: str, arg: str, back: str
) -> Screen:
    return Screen(
        paragraphs(t("<b>Two rules, the same votes</b>"), found.about, question),
        (
            *((Button(LABELS[rule], name, f"{arg}.{NAMES.index(rule)}"),) for rule in rules),
            (Button(t("Go back"), back),),
        ),
    )


def _rule(found: Votes, place: str) -> str:
    at = number(place)
    if at >= len(NAMES) or NAMES[at] not in found.rules:
        raise Gone
    return NAMES[at]


async def _votes(ctx: Ctx, where: str) -> Votes:
    """Raises ``Gone`` for a vote that is not counted: of an open one nothing may be told."""
    if where == SAMPLE:
        made_up = Parameters(sample.CAPS, completion="add1u")
        about = t("These votes are made up.")
        return Votes(about, sample.BUDGET, sample.PLANS, sample.NAMES, sample.BALLOTS, made_up)
    round_id, _, place = where.partition(".")
    edition = await edition_of(ctx, number(round_id))
    pots = edition.definition.pots
    if edition.row.counted_at is None or number(place) >= len(pots):
        raise Gone
    return await _counted(ctx, edition, pots[number(place)])


async def _counted(ctx: Ctx, edition: Edition, pot: Pot) -> Votes:
    ids = [int(step.plan) for step in outcome_of(edition, pot).steps]
    found = await ctx.tx.initiatives.among(ids)
    plans = in_tie_order(ctx, edition, list(found.values()))
    groups = await ctx.tx.ballots.grouped(edition.row.id, pot.key)
    return Votes(
        lines(just(pot.words), t("This is a trial. The result stays as it was counted.")),
        pot.cents,
        [Plan(str(plan.id), plan.cost, plan.theme) for plan in plans],
        {str(plan.id): just(title(plan)) for plan in plans},
        ballots_of(groups, {plan.id for plan in plans}),
        _parameters(edition, pot),
    )


def _parameters(edition: Edition, pot: Pot) -> Parameters:
    """Those of the round if it has Equal Shares; else as cities use it."""
    if edition.definition.rule == SHARES:
        return parameters_of(edition, pot)
    return Parameters(pot.caps, completion="add1u")


def _compared(found: Votes, rules: tuple[str, str]) -> Lines:
    """Each plan that wins stands here once, whatever it wins by."""
    one, other = (found.count(rule) for rule in rules)
    here, there = set(one.winners), set(other.winners)
    same = [plan for plan in one.winners if plan in there]
    return paragraphs(
        t("<b>Two rules, the same votes</b>"),
        found.about,
        lines(
            t("First rule: {rule}.", rule=LABELS[rules[0]]),
            t("Second rule: {rule}.", rule=LABELS[rules[1]]),
        ),
        _named(found, t("Both rules fund:"), same),
        _named(found, t("Only the first rule funds:"), [p for p in one.winners if p not in there]),
        _named(
            found, t("Only the second rule funds:"), [p for p in other.winners if p not in here]
        ),
        t("Both rules fund the same plans.") if here == there else None,
        lines(
            t("The pot has {budget} (budgeted).", budget=Money(found.budget)),
            t("The first rule leaves {unspent}.", unspent=Money(one.unspent)),
            t("The second rule leaves {unspent}.", unspent=Money(other.unspent)),
        ),
        _note(found, rules),
    )


def _named(found: Votes, heading: Text, plans: Sequence[str]) -> Lines | None:
    if not plans:
        return None
    costs = {plan.id: plan.cost for plan in found.plans}
    return lines(
        heading,
        *(
            t("• {plan}, {cost}", plan=found.names[plan], cost=Money(costs[plan]))
            for plan in plans
        ),
    )


def _note(found: Votes, rules: tuple[str, str]) -> Text | None:
    """How far Equal Shares goes decides who wins, so it is said."""
    if SHARES not in rules or found.parameters.completion != "add1u":
        return None
    return t("Equal shares are raised; what is left goes by votes.")
