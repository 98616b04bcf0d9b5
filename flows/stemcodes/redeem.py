"""Somebody types a code, or follows the link of a letter: from then on they can vote.

A refusal here changes something, the number of tries: so it is an answer, never a ``Refusal``.
"""

from datetime import datetime, timedelta

from flows.events import Payload, notice, tell
from flows.forms import HOME_ROW
from flows.kernel import Button, Ctx, Moment, Screen
from flows.reading import Kind, Said
from flows.rounds.current import Edition
from flows.rounds.definition import PhaseKey
from flows.rounds.freezing import hold
from flows.stemcodes import code
from flows.stemcodes.standing import pepper_of, taking_codes
from flows.text import Code, Speech, paragraphs, t
from flows.voting.ballot import slot_of
from storage.models import Basis, CodeState, Role, Stemcode

DESK = "desk"  # the form in which one types the codes of others
MOST_TRIES = 10  # in vain, by one person within an hour
MOST_TOGETHER = 1_000  # by everybody
LONGEST_LINK = 24  # signs; an invitation has more
VOTE = Button(t("Vote now"), "vote.open")


async def typed(ctx: Ctx, said: Said) -> Screen | None:
    """The answer to a code; ``None`` if this is none, and somebody else has to answer."""
    found = code.find(said.text) if said.kind is Kind.TEXT else None
    if found is None and not code.is_meant(said.text, hyphens=False):
        return None
    draft = await ctx.tx.drafts.open_of(ctx.actor)
    if draft is not None and draft.form == DESK:
        return None
    rounds = await taking_codes(ctx)
    if not rounds or (found is None and draft and not code.is_meant(said.text, hyphens=True)):
        return None
    if found is not None and ctx.roles:
        return _whose()
    return await _use(ctx, rounds, found) if found is not None else typed_wrong()


async def linked(ctx: Ctx, payload: str) -> Screen | None:
    """The same for what comes with ``/start``: whoever sends that means themselves."""
    found = code.find(payload) if len(payload) <= LONGEST_LINK else None
    if found is None and not code.is_meant(payload, hyphens=False):
        return None
    rounds = await taking_codes(ctx)
    return await _use(ctx, rounds, found) if found is not None else typed_wrong()


def typed_wrong() -> Screen:
    """The two last symbols do not fit the others: no code anybody ever got."""
    return Screen(
        paragraphs(
            t("This code is typed wrong. Nothing was changed."),
            t("Look at your letter once more. A code has twelve signs."),
            t("These are never in it: {signs}.", signs=Code(code.NEVER)),
        ),
        (HOME_ROW,),
        erase=True,
    )


def _whose() -> Screen:
    """Who works at a desk has codes of others in hand: theirs is not used by mistake."""
    return Screen(
        paragraphs(
            t("This is a stemcode. It is not used yet."),
            t("Is it on a paper ballot? Then enter that ballot."),
            t("Is it your own? Type /start and the code after it."),
        ),
        ((Button(t("Enter a paper ballot"), "desk.start"),), HOME_ROW),
    )


async def _use(ctx: Ctx, rounds: list[Edition], found: str) -> Screen:
    hour = ctx.now.replace(minute=0, second=0, microsecond=0)
    own, together = await ctx.tx.stemcodes.tries(ctx.actor.id, hour)
    if own >= MOST_TRIES or together >= MOST_TOGETHER:
        return _wait(ctx, hour + timedelta(hours=1))
    for edition in rounds:
        answer = await _redeem(ctx, edition, found)
        if answer is not None:
            return answer
    await ctx.tx.stemcodes.tried(ctx.actor.id, hour)
    if together + 1 == MOST_TOGETHER:
        await _warn(ctx, hour)
    return Screen(
        paragraphs(
            t("I do not know this code, or it cannot be used."),
            t("Compare it with your letter."),
            t("Does it still not work? {help}", help=ctx.town.help),
        ),
        (HOME_ROW,),
        fresh=True,
    )


async def _redeem(ctx: Ctx, edition: Edition, found: str) -> Screen | None:
    """``None``: in this round it is unknown, taken back, or used by somebody else."""
    round_id, pepper = edition.row.id, await pepper_of(ctx, edition)
    if pepper is None:
        return None
    digest = code.digest(pepper, found)
    taken = await ctx.tx.stemcodes.redeem(round_id, digest, ctx.actor.id)
    if taken is None:
        known = await ctx.tx.stemcodes.known(round_id, digest)
        if known is None or known.state not in (CodeState.ISSUED, CodeState.REDEEMED):
            return None
        if known.person_id is not None:
            return _yours(ctx, edition) if known.person_id == ctx.actor.id else None
        taken = await _instead_of_test(ctx, edition, digest)
        if taken is None:
            return _one_each()
    await _stand(ctx, edition, taken)
    return _accepted(ctx, edition, taken)


async def _instead_of_test(ctx: Ctx, edition: Edition, digest: bytes) -> Stemcode | None:
    """Who tried with a test code, and now types a code of their own, votes with that."""
    round_id = edition.row.id
    held = await ctx.tx.stemcodes.of_person(round_id, ctx.actor.id)
    if held is None or not held.test:
        return None
    slot = slot_of(ctx.keys.of(edition.definition.slug), ctx.actor.id)
    await ctx.tx.ballots.withdraw(round_id, ctx.actor.id, slot)
    await ctx.tx.stemcodes.release(round_id, ctx.actor.id)
    return await ctx.tx.stemcodes.redeem(round_id, digest, ctx.actor.id)


async def _stand(ctx: Ctx, edition: Edition, taken: Stemcode) -> None:
    """A vote that was sent before the code counts from now on as one with a code.

    One about another pot is taken out: a person has one.
    """
    held = await hold(ctx, edition.row.id)
    if held is None or held[0].row.counted_at is not None:
        return
    slot = slot_of(ctx.keys.of(edition.definition.slug), ctx.actor.id)
    basis = Basis.TEST if taken.test else Basis.CODE
    if not await ctx.tx.ballots.restate(edition.row.id, slot, taken.pot, basis):
        await ctx.tx.ballots.withdraw(edition.row.id, ctx.actor.id, slot)


def _accepted(ctx: Ctx, edition: Edition, taken: Stemcode) -> Screen:
    test = t("This is a test code. A vote with it does not count.") if taken.test else None
    return Screen(
        paragraphs(t("Your stemcode is right."), test, _when(ctx, edition)),
        _ways(ctx, edition),
        fresh=True,
    )


def _yours(ctx: Ctx, edition: Edition) -> Screen:
    return Screen(
        paragraphs(t("You used this code already. It is yours."), _when(ctx, edition)),
        _ways(ctx, edition),
        fresh=True,
    )


def _one_each() -> Screen:
    return Screen(
        paragraphs(
            t("You have a stemcode for this vote already."),
            t("One person has one code. This one is not used."),
            t("Is it of somebody else? They use it on their own phone."),
        ),
        ((VOTE,), HOME_ROW),
        fresh=True,
    )


def _when(ctx: Ctx, edition: Edition) -> Speech | None:
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    if voting is None:
        return None
    if ctx.now < voting.start:
        return t("You can vote from {start} until {end}.", start=voting.start, end=voting.last)
    return t("You can vote in {pot} until {end}.", pot=edition.definition.words, end=voting.last)


def _ways(ctx: Ctx, edition: Edition) -> tuple[tuple[Button, ...], ...]:
    return ((VOTE,), HOME_ROW) if edition.is_in(ctx.now, PhaseKey.VOTING) else (HOME_ROW,)


def _wait(ctx: Ctx, until: datetime) -> Screen:
    return Screen(
        paragraphs(
            t("Many codes were typed that do not fit."),
            t("Please try again from {time}.", time=until),
            t("A human being helps you sooner: {help}", help=ctx.town.help),
        ),
        (HOME_ROW,),
        fresh=True,
    )


async def _warn(ctx: Ctx, hour: datetime) -> None:
    officers = await ctx.tx.people.with_role(Role.OFFICER, ctx.now)
    until = hour + timedelta(hours=1)
    payload = {"until": until.isoformat()}
    await tell(ctx, "codes.alarm", officers, key=hour.isoformat(), payload=payload)


@notice("codes.alarm", consent=None)
async def alarm(_moment: Moment, payload: Payload) -> Screen:
    return Screen(
        paragraphs(
            t("Within an hour {n} wrong stemcodes were typed.", n=MOST_TOGETHER),
            t("No code works until {time}.", time=datetime.fromisoformat(payload["until"])),
            t("Somebody may be guessing. Please look into it."),
        ),
        (HOME_ROW,),
    )
