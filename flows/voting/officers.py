"""The result before it is published: two officers look at it, and set the minute."""

from datetime import datetime, time, timedelta

from flows import permissions
from flows.errors import Gone, Refusal
from flows.forms import HOME_ROW
from flows.home import todo
from flows.i18n import ZONE
from flows.kernel import Button, Ctx, Screen, action, number
from flows.quiet import awake
from flows.rounds.current import Edition, edition_of, editions
from flows.rounds.definition import PhaseKey
from flows.text import Speech, Text, lines, paragraphs, t
from flows.voting.asking import ask_officers, check_button, how_it_stands
from flows.voting.count import outcome_of
from flows.voting.result import award_row, counted_plans, in_words, others, pot_at
from storage.models import Publication

MORNING = time(10)
CHOICES: dict[int, Text] = {  # days after the first moment
    0: t("Propose the first moment"),
    1: t("Propose the day after"),
    7: t("Propose a week later"),
}
Rows = tuple[tuple[Button, ...], ...]


@todo(5)
async def waiting(ctx: Ctx) -> Button | None:
    """An officer sees it on the home screen until the result is out."""
    if not permissions.officers(ctx):
        return None
    unpublished = (edition for edition in await editions(ctx) if _waits(edition))
    return next(map(check_button, unpublished), None)


@action("result.check", permission=permissions.officers, reads=True)
async def check(ctx: Ctx, arg: str) -> Screen:
    """``arg``: a round, or a round and the place of a pot in it, as ``3.1``."""
    round_id, _, place = arg.partition(".")
    return await _screen(ctx, _checked(await edition_of(ctx, number(round_id))), place)


@action("result.propose", permission=permissions.officers)
async def propose(ctx: Ctx, arg: str) -> Screen:
    """``arg``: a round, and the key of one of the choices, as ``3.1``."""
    round_id, _, days = arg.partition(".")
    edition = await _locked(ctx, round_id)
    if number(days) not in CHOICES:
        raise Gone
    row = await ctx.tx.publications.of(edition.row.id)
    if row is not None and row.confirmed_at is not None:
        raise Refusal(t("Two officers have set the moment. Take it back first."))
    minute = _moment(edition, ctx.now, number(days))
    await ctx.tx.publications.propose(edition.row.id, minute, ctx.actor.id)
    await _tell_others(ctx, edition)
    return await _screen(ctx, edition, "")


@action("result.confirm", permission=permissions.officers)
async def confirm(ctx: Ctx, arg: str) -> Screen:
    """``arg``: a round, and the minute that was on the screen, as ``3.29012345``."""
    round_id, _, shown = arg.partition(".")
    edition = await _locked(ctx, round_id)
    row = await ctx.tx.publications.of(edition.row.id)
    if row is None or _count(row.minute) != number(shown):
        raise Refusal(t("The moment has changed. Look again."))
    if row.confirmed_at is not None:
        raise Refusal(t("This was decided already. Nothing was changed now."))
    if row.proposer_id == ctx.actor.id:
        raise Refusal(t("You proposed this moment. Another officer must confirm it."))
    row.confirmer_id, row.confirmed_at = ctx.actor.id, ctx.now
    await ctx.tx.flush()
    await _tell_others(ctx, edition)
    return await _screen(ctx, edition, "")


@action("result.recall", permission=permissions.officers)
async def recall(ctx: Ctx, arg: str) -> Screen:
    """One officer is enough: to wait does no harm."""
    edition = await _locked(ctx, arg)
    row = await ctx.tx.publications.of(edition.row.id)
    if row is None:
        raise Refusal(t("The moment has changed. Look again."))
    await ctx.tx.publications.recall(row)
    await ctx.tx.flush()
    await _tell_others(ctx, edition)
    return await _screen(ctx, edition, "")


def _waits(edition: Edition) -> bool:
    return edition.row.counted_at is not None and edition.row.published_at is None


def _checked(edition: Edition) -> Edition:
    if edition.row.published_at is not None:
        raise Refusal(t("The result is published. Nothing was changed now."))
    if edition.row.counted_at is None:
        raise Refusal(t("The votes are counted after the vote. Nobody sees them before."))
    return edition


async def _locked(ctx: Ctx, round_id: str) -> Edition:
    """Officers decide one after the other, and never while it is being published."""
    found = await edition_of(ctx, number(round_id))
    return _checked(Edition.of(await ctx.tx.rounds.change(found.row.id)))


async def _tell_others(ctx: Ctx, edition: Edition) -> None:
    await ask_officers(ctx, edition.row.id, ctx.now.isoformat(), but=ctx.actor.id)


def _moment(edition: Edition, now: datetime, days: int) -> datetime:
    """The first moment is when the result phase begins, or now; never in the quiet hours."""
    result = edition.definition.phase_of(PhaseKey.RESULT)
    start = max(now, result.start) if result is not None else now
    first = awake(start.replace(second=0, microsecond=0))
    if not days:
        return first
    return datetime.combine(first.astimezone(ZONE) + timedelta(days=days), MORNING, ZONE)


def _count(minute: datetime) -> int:
    """Minutes since 1970: short enough for a button."""
    return int(minute.timestamp()) // 60


async def _screen(ctx: Ctx, edition: Edition, place: str) -> Screen:
    pot = pot_at(edition, place or "0")
    outcome = outcome_of(edition, pot)
    found = await counted_plans(ctx, edition, outcome.steps)
    row = await ctx.tx.publications.of(edition.row.id)
    return Screen(
        paragraphs(
            lines(
                t("<b>Not published yet</b>"),
                t("Only officers see this. Share it with nobody."),
            ),
            in_words(edition, pot, outcome, found),
            await how_it_stands(ctx, edition),
            _what_now(ctx, edition, row),
        ),
        (
            *_decisions(ctx, edition, row),
            *award_row(edition),
            *others(edition, place or "0", "result.check"),
            HOME_ROW,
        ),
    )


def _what_now(ctx: Ctx, edition: Edition, row: Publication | None) -> Speech | None:
    if row is None:
        first = _moment(edition, ctx.now, 0)
        return t("The first moment is {when}.", when=first)
    if row.confirmed_at is None and row.proposer_id == ctx.actor.id:
        return t("You proposed this moment. Another officer must confirm it.")
    return None


def _decisions(ctx: Ctx, edition: Edition, row: Publication | None) -> Rows:
    round_id = str(edition.row.id)
    if row is None:
        return tuple(
            (Button(label, "result.propose", f"{round_id}.{days}"),)
            for days, label in CHOICES.items()
        )
    recall = (Button(t("Take this back"), "result.recall", round_id),)
    if row.confirmed_at is not None or row.proposer_id == ctx.actor.id:
        return (recall,)
    shown = f"{round_id}.{_count(row.minute)}"
    return ((Button(t("Confirm this moment"), "result.confirm", shown),), recall)
