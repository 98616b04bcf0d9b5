"""What a ``.pb`` file says, as a count needs it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flows.counting.model import Ballots, Plan
from flows.pabulib.amounts import cents
from flows.pabulib.file import PabulibError, PabulibFile, Table

APPROVAL = ("approval", "choose-1")
KINDS = (*APPROVAL, "cumulative", "ordinal")

Ballot = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Election:
    """Money is integer cents. ``plans`` stand in the order of the file.

    ``told``: the votes that the file itself gives a plan, where it does. ``repeats``: by plan,
    how often a ballot names it once more; that counts once. ``rule``: as Pabulib calls it;
    ``comment``: what the file says of itself beside that.
    """

    title: str
    rule: str
    comment: str
    budget: int
    plans: tuple[Plan, ...]
    names: Mapping[str, str]
    ballots: Ballots
    caps: Mapping[str, int]
    told: Mapping[str, int]
    repeats: Mapping[str, int]


def election_in(file: PabulibFile) -> Election:
    """Raises ``PabulibError`` with the line of the first mistake."""
    plans = _plans(file.projects)
    known = frozenset(plan.id for plan in plans)
    _check_number(file, "num_projects", len(plans), "projects")
    _check_number(file, "num_votes", len(file.votes.rows), "votes")
    named = file.projects.column("name") or file.projects.column("project_id") or ()
    ballots, repeats = _ballots(file, known)
    return Election(
        title=file.about("description") or "",
        rule=file.about("rule") or "",
        comment=file.about("comment") or "",
        budget=_budget(file),
        plans=plans,
        names=dict(zip((plan.id for plan in plans), named, strict=True)),
        ballots=ballots,
        caps=_caps(file),
        told=_told(file.projects),
        repeats=repeats,
    )


def _plans(projects: Table) -> tuple[Plan, ...]:
    ids, costs = _needed(projects, "project_id"), _needed(projects, "cost")
    themes = projects.column("category") or [""] * len(ids)
    seen: set[str] = set()
    plans = []
    for row, (plan, cost, theme) in enumerate(zip(ids, costs, themes, strict=True)):
        if not plan or plan in seen:
            why = f"project {plan} is there twice" if plan else "a project has no project_id"
            raise PabulibError(projects.line(row), why)
        seen.add(plan)
        try:
            plans.append(Plan(plan, cents(cost), theme))
        except ValueError as error:
            raise PabulibError(projects.line(row), f"the cost of {plan}: {error}") from None
    return tuple(plans)


def _needed(table: Table, name: str) -> Sequence[str]:
    column = table.column(name)
    if column is None:
        raise PabulibError(None, f"there is no column {name}")
    return column


def _check_number(file: PabulibFile, key: str, found: int, what: str) -> None:
    said = file.about(key)
    if said is not None and said.strip() != str(found):
        why = f"{key} is {said}, but there are {found} {what}"
        raise PabulibError(file.line_about(key), why)


def _budget(file: PabulibFile) -> int:
    said = file.about("budget")
    if said is None:
        raise PabulibError(None, "META has no budget")
    try:
        return cents(said)
    except ValueError as error:
        raise PabulibError(file.line_about("budget"), f"the budget: {error}") from None


def _caps(file: PabulibFile) -> dict[str, int]:
    """What each category may spend by itself, in the order in which they take turns."""
    caps, names = file.about("budget_per_category"), file.about("categories")
    if not caps or not names:
        return {}
    try:
        return dict(zip(names.split(","), map(cents, caps.split(",")), strict=True))
    except ValueError as error:
        line = file.line_about("budget_per_category")
        raise PabulibError(line, f"budget_per_category: {error}") from None


def _told(projects: Table) -> dict[str, int]:
    """A file may leave these out; what is no number is no total."""
    ids, votes = projects.column("project_id") or (), projects.column("votes") or ()
    return {plan: int(said) for plan, said in zip(ids, votes, strict=False) if said.isdecimal()}


def _ballots(file: PabulibFile, known: frozenset[str]) -> tuple[Ballots, Counter[str]]:
    """Equal ballots are read once, however many there are."""
    kind = file.about("vote_type") or "approval"
    if kind not in KINDS:
        why = f"vote_type {kind} is none of {', '.join(KINDS)}"
        raise PabulibError(file.line_about("vote_type"), why)
    votes = _needed(file.votes, "vote")
    points = _needed(file.votes, "points") if kind == "cumulative" else [""] * len(votes)
    most = _longest(file, votes)
    groups: Counter[Ballot] = Counter()
    repeats: Counter[str] = Counter()
    rows = list(zip(votes, points, strict=True))
    for (vote, given), many in Counter(rows).items():
        try:
            ballot, again = _ballot(kind, vote, given, known, most)
        except ValueError as error:
            raise PabulibError(file.votes.line(rows.index((vote, given))), str(error)) from None
        groups[ballot] += many
        repeats.update(plan for plan in again for _ in range(many))
    if kind not in APPROVAL:
        return Ballots(groups), repeats
    return Ballots({frozenset(ballot): many for ballot, many in groups.items()}), repeats


def _ballot(
    kind: str, vote: str, given: str, known: frozenset[str], most: int
) -> tuple[Ballot, Iterable[str]]:
    """The ballot as one counts it, and what it named again. Raises ``ValueError``."""
    chosen = [plan.strip() for plan in vote.split(",")] if vote.strip() else []
    for plan in chosen:
        if plan not in known:
            raise ValueError(f"there is no project {plan}")
    once = dict.fromkeys(chosen)
    if kind in APPROVAL:
        return tuple(sorted(once)), (Counter(chosen) - Counter(list(once))).elements()
    if len(once) < len(chosen):
        raise ValueError("a ballot names a project twice")
    worth = range(most, 0, -1) if kind == "ordinal" else _points(given, len(chosen))
    spread = (plan for plan, points in zip(chosen, worth, strict=False) for _ in range(points))
    return tuple(sorted(spread)), ()


def _points(given: str, many: int) -> list[int]:
    points = given.split(",") if given.strip() else []
    if len(points) != many:
        raise ValueError(f"{len(points)} numbers of points for {many} projects")
    if not all(number.strip().isdecimal() for number in points):
        raise ValueError(f"points must be whole numbers: {given}")
    return [int(number) for number in points]


def _longest(file: PabulibFile, votes: Sequence[str]) -> int:
    """Of a ranking: its first place is worth so many points, the next one less (Borda)."""
    said = (file.about("max_length") or "").strip()
    longest = max((vote.count(",") + 1 for vote in votes if vote), default=0)
    return max(int(said), longest) if said.isdecimal() else longest
