"""Somebody types a code, or follows the link of a letter: from then on they can vote.

A refusal here changes something, the number of tries: so it is an answer, never a ``Refusal``.
"""

from flows.home import todo
from flows.kernel import Button, Ctx, Screen
from flows.reading import Kind, Said
from flows.rounds.current import Edition
from flows.rounds.definition import PhaseKey
from flows.rounds.freezing import hold
from flows.rounds.secrecy import key_of
from flows.stemcodes import answers, code, patience
from flows.stemcodes.standing import pepper_of, standing, taking_codes
from flows.text import t
from flows.voting.ballot import slot_of
from storage.models import Basis, CodeState, Stemcode

DESK = "desk"  # the form in which one types the codes of others
LONGEST_LINK = 24  # signs; an invitation has more


@todo(11)
async def type_code(ctx: Ctx) -> Button | None:
    """For who cannot vote yet, and does not know what the letter is for."""
    for edition in await taking_codes(ctx):
        if (
            edition.definition.voters == "stemcode"
            and edition.is_in(ctx.now, PhaseKey.VOTING)
            and ctx.actor.area in edition.definition.areas
            and await standing(ctx, edition) is None
        ):
            return Button(t("Vote with your stemcode"), "vote.open")
    return None


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
        return answers.whose()
    return await _use(ctx, rounds, found) if found is not None else answers.typed_wrong()


async def linked(ctx: Ctx, payload: str) -> Screen | None:
    """The same for what comes with ``/start``: whoever sends that means themselves."""
    found = code.find(payload) if len(payload) <= LONGEST_LINK else None
    if found is None and not code.is_meant(payload, hyphens=False):
        return None
    rounds = await taking_codes(ctx)
    return await _use(ctx, rounds, found) if found is not None else answers.typed_wrong()


async def _use(ctx: Ctx, rounds: list[Edition], found: str) -> Screen:
    until = await patience.closed_until(ctx)
    if until is not None:
        return answers.wait(ctx, until)
    for edition in rounds:
        answer = await _redeem(ctx, edition, found)
        if answer is not None:
            return answer
    await patience.missed(ctx)
    return answers.unknown(ctx)


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
            return answers.yours(ctx, edition) if known.person_id == ctx.actor.id else None
        taken = await _instead_of_test(ctx, edition, digest)
        if taken is None:
            return answers.one_each()
    await _stand(ctx, edition, taken)
    return answers.accepted(ctx, edition, taken)


async def _instead_of_test(ctx: Ctx, edition: Edition, digest: bytes) -> Stemcode | None:
    """Who tried with a test code, and now types a code of their own, votes with that."""
    round_id = edition.row.id
    held = await ctx.tx.stemcodes.of_person(round_id, ctx.actor.id)
    if held is None or not held.test:
        return None
    slot = slot_of(key_of(ctx, edition.row), ctx.actor.id)
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
    slot = slot_of(key_of(ctx, edition.row), ctx.actor.id)
    basis = Basis.TEST if taken.test else Basis.CODE
    if not await ctx.tx.ballots.restate(edition.row.id, slot, taken.pot, basis):
        await ctx.tx.ballots.withdraw(edition.row.id, ctx.actor.id, slot)
