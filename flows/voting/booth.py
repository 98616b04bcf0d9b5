"""The voting booth: who may come in, which plans there are, and one's own ballot."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from flows.errors import Gone, Refusal
from flows.kernel import Button, Ctx
from flows.rounds.current import Edition, current, edition_of, editions
from flows.rounds.definition import Phase, PhaseKey, Pot
from flows.rounds.freezing import hold, hold_for
from flows.rounds.secrecy import key_of
from flows.rounds.told import told
from flows.stemcodes.standing import outside, standing
from flows.text import Lines, Speech, lines, paragraphs, t, tn
from flows.voting.ballot import Choice, choice_of, in_own_order, slot_of
from flows.voting.totals import totals
from storage.models import ActKind, Ballot, Basis, Initiative


@dataclass(frozen=True, slots=True)
class Booth:
    """An open round as the actor sees it. ``plans`` are by id, in the actor's own order."""

    edition: Edition
    pot: Pot
    basis: Basis
    voting: Phase
    plans: dict[int, Initiative]
    slot: bytes
    choice: Choice
    tracker: str | None

    @property
    def round_id(self) -> int:
        return self.edition.row.id

    @property
    def chosen(self) -> list[Initiative]:
        return [self.plans[plan] for plan in self.choice.plans]

    @property
    def header(self) -> Lines:
        """How much is chosen, how much is left, and whether it is a vote already."""
        return lines(
            totals(self.pot, self.plans, self.choice.chosen),
            self.state,
            t("A plan you chose has left the ballot.") if self.choice.dropped else None,
        )

    @property
    def state(self) -> Speech:
        if self.basis is Basis.TEST:
            return t("You vote with a test code. It never counts.")
        if self.choice.is_sent:
            return t("<b>Sent.</b> Your vote counts.")
        if self.choice.sent is not None:
            return t("<b>Changed, not sent yet:</b> your earlier vote still counts.")
        return t("<b>Not sent yet.</b>")

    @property
    def longer(self) -> Speech | None:
        """Until when the vote was extended, and why."""
        extended = [act for act in self.edition.acts if act.kind is ActKind.EXTENSION]
        return told(extended[-1]) if extended else None

    @property
    def points(self) -> bool:
        """One gives points here, instead of choosing or not."""
        return self.pot.ballot.kind == "points"

    @property
    def ways_on(self) -> tuple[tuple[Button, ...], ...]:
        """From everywhere in the booth: to one's vote, and to help."""
        return (
            (Button(t("Look at my vote"), "vote.review", str(self.round_id)),),
            (self.help,),
        )

    @property
    def help(self) -> Button:
        return Button(t("Find help near you"), "help.near", str(self.round_id))

    def with_choice(self, choice: Choice) -> Self:
        """The same booth, after this was put on the card."""
        return replace(self, choice=choice)

    def says(self, plan: Initiative) -> Speech | None:
        """What the card says of a plan; ``None`` if it is not on it."""
        given = self.choice.given(plan.id)
        if given and self.points:
            return tn("<b>{n} point.</b>", "<b>{n} points.</b>", given)
        return t("<b>Chosen.</b>") if given else None


async def here(ctx: Ctx) -> Edition:
    """The round the actor can vote in now, else the one to tell about. Raises ``Refusal``."""
    edition = await open_for(ctx) or await current(ctx)
    if edition is None:
        raise Refusal(t("There is no round in your area now."))
    return edition


async def open_for(ctx: Ctx) -> Edition | None:
    for edition in await editions(ctx):
        if edition.is_in(ctx.now, PhaseKey.VOTING) and await takes_part(ctx, edition):
            return edition
    return None


async def takes_part(ctx: Ctx, edition: Edition) -> bool:
    return await standing(ctx, edition) is not None


async def look_in(ctx: Ctx, round_id: int) -> Booth:
    """To read only. Raises ``Gone`` or a ``Refusal``."""
    return await enter(ctx, await edition_of(ctx, round_id), ctx.now)


async def step_in(ctx: Ctx, round_id: int) -> Booth:
    """To change something: until this transaction ends, nobody counts the round.

    Whether it is open is asked of the database, whose time is the same for every process.
    """
    return await _enter(ctx, await hold(ctx, round_id))


async def step_in_for(ctx: Ctx, plan_id: int) -> Booth:
    """The same, to change something about one plan."""
    return await _enter(ctx, await hold_for(ctx, plan_id))


async def _enter(ctx: Ctx, held: tuple[Edition, datetime] | None) -> Booth:
    if held is None:
        raise Gone
    return await enter(ctx, *held)


async def enter(ctx: Ctx, edition: Edition, now: datetime) -> Booth:
    """Raises a ``Refusal`` with the dates, or with who votes in this round."""
    own = await standing(ctx, edition)
    if own is None:
        raise Refusal(outside(ctx, edition))
    if edition.row.key_destroyed_at is not None:
        raise Refusal(closed(now, edition, Choice()))
    slot = slot_of(key_of(ctx, edition.row), ctx.actor.id)
    ballot = await ctx.tx.ballots.get(edition.row.id, slot)
    pot = _pot_of(edition, ballot) or own.pot
    if ballot is not None and ballot.pot != pot.key:
        ballot = None  # chosen where they lived before, and not sent
    plans = await plans_of(ctx, edition, pot)
    choice = choice_of(ballot, plans)
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    open_now = edition.row.counted_at is None and edition.is_in(now, PhaseKey.VOTING)
    if voting is None or not open_now:
        raise Refusal(closed(now, edition, choice))
    tracker = ballot.tracker if ballot else None
    return Booth(edition, pot, own.basis, voting, plans, slot, choice, tracker)


async def choice_in(ctx: Ctx, edition: Edition) -> Choice:
    """One's own choice alone, without the plans themselves; of long ago nobody knows it."""
    if edition.row.key_destroyed_at is not None:
        return Choice()
    slot = slot_of(key_of(ctx, edition.row), ctx.actor.id)
    ballot = await ctx.tx.ballots.get(edition.row.id, slot)
    if ballot is None:
        return Choice()
    return choice_of(ballot, await ctx.tx.initiatives.ids_on_ballot(edition.row.id))


def _pot_of(edition: Edition, ballot: Ballot | None) -> Pot | None:
    """A vote stays in its pot, also when who sent it moves; taken back, it binds nobody."""
    voted = ballot is not None and ballot.tracker is not None
    return edition.definition.pot_called(ballot.pot) if ballot and voted else None


async def plans_of(ctx: Ctx, edition: Edition, pot: Pot) -> dict[int, Initiative]:
    """Those of a pot, in the order that the actor sees."""
    plans = edition.as_frozen(await ctx.tx.initiatives.on_ballot(edition.row.id))
    found = {plan.id: plan for plan in plans if plan.area in pot.areas}
    key = key_of(ctx, edition.row)
    return {plan: found[plan] for plan in in_own_order(key, ctx.actor.id, found)}


def closed(now: datetime, edition: Edition, choice: Choice) -> Speech:
    """Why one cannot vote now, and what became of what one had chosen."""
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    if voting is None:
        return t("This round has no vote.")
    if now < voting.start:
        return paragraphs(
            t("You cannot vote yet."),
            t("You can vote from {start} until {end}.", start=voting.start, end=voting.last),
        )
    pause = edition.pause(now)
    if pause is not None and now < voting.end:
        return paragraphs(
            told(pause),
            t("What you chose and sent is kept."),
        )
    return paragraphs(
        t("Voting is closed. It closed on {end}.", end=voting.last),
        t("Your vote was sent and counts.") if choice.sent is not None else None,
        t("You had not sent your choice. It is no vote.") if _too_late(choice) else None,
        result_date(edition),
    )


def _too_late(choice: Choice) -> bool:
    return choice.sent is None and bool(choice.chosen)


def result_date(edition: Edition) -> Speech | None:
    phase = edition.definition.phase_of(PhaseKey.RESULT)
    if phase is None or edition.row.published_at is not None:
        return None
    return t("The result comes on {start}.", start=phase.start)
