"""Looking at one's vote, sending it, taking it back. A choice is no vote until it is sent."""

from datetime import datetime

from flows import permissions
from flows.errors import Gone
from flows.forms import HOME_ROW
from flows.initiatives.card import title
from flows.kernel import Button, Ctx, Screen, action, number
from flows.rounds.current import Edition, editions
from flows.rounds.definition import PhaseKey
from flows.rounds.freezing import hold
from flows.rounds.secrecy import key_of
from flows.text import Code, Money, Speech, lines, paragraphs, t
from flows.voting import ballot, booth
from flows.voting.booth import Booth
from flows.voting.lens import Lens
from flows.voting.limits import check, flaw
from storage.models import Basis, Initiative


@action("vote.review", permission=permissions.anyone, reads=True)
async def review(ctx: Ctx, arg: str) -> Screen:
    return _review(ctx, await booth.look_in(ctx, number(arg)))


@action("vote.send", permission=permissions.anyone)
async def send(ctx: Ctx, arg: str) -> Screen:
    """Send what was shown, and nothing else. A second tap shows the same receipt."""
    round_id, _, seal = arg.partition(".")
    inside = await booth.step_in(ctx, number(round_id))
    if seal != _seal(ctx, inside):
        shown = _review(ctx, inside)
        return Screen(
            paragraphs(t("Your choice has changed. Look again."), shown.text),
            shown.rows,
        )
    check(_flaw(inside))
    tracker = await ctx.tx.ballots.send(
        round_id=inside.round_id,
        person_id=ctx.actor.id,
        slot=inside.slot,
        chosen=inside.choice.chosen,
        tracker=ballot.new_tracker(),
        pot=inside.pot.key,
        basis=inside.basis,
    )
    return _receipt(inside, tracker)


@action("vote.ask", permission=permissions.anyone, reads=True)
async def ask(ctx: Ctx, arg: str) -> Screen:
    inside = await booth.look_in(ctx, number(arg))
    if inside.choice.sent is None:
        raise Gone
    return Screen(
        paragraphs(
            t("<b>Take your vote back?</b>"),
            t("Then it does not count. Your choices are gone too."),
            t("You can vote again until {end}.", end=inside.voting.last),
        ),
        (
            (Button(t("Take my vote back"), "vote.back", arg),),
            (Button(t("Keep my vote"), "vote.review", arg),),
        ),
    )


@action("vote.back", permission=permissions.anyone)
async def take_back(ctx: Ctx, arg: str) -> Screen:
    inside = await booth.step_in(ctx, number(arg))
    await ctx.tx.ballots.withdraw(inside.round_id, ctx.actor.id, inside.slot)
    return Screen(
        paragraphs(
            t("Your vote is taken back. It does not count."),
            t("You can vote again until {end}.", end=inside.voting.last),
        ),
        ((Button(t("Vote again"), "vote.open"),), HOME_ROW),
        fresh=True,
    )


async def forget_vote(ctx: Ctx) -> None:
    """Take the actor's votes out of the rounds that are not over; their codes can be used again.

    A vote that was counted stays: without the person nobody can tell whose it was.
    """
    for edition in await editions(ctx):
        held = await hold(ctx, edition.row.id)
        if held is not None and not _is_over(*held):
            slot = ballot.slot_of(key_of(ctx, edition.row), ctx.actor.id)
            await ctx.tx.ballots.withdraw(edition.row.id, ctx.actor.id, slot)
            await ctx.tx.stemcodes.release(edition.row.id, ctx.actor.id)


def _is_over(edition: Edition, now: datetime) -> bool:
    """Not so during a pause, nor before the vote: everybody can leave then, and take all along."""
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    return edition.row.counted_at is not None or voting is None or voting.end <= now


def _seal(ctx: Ctx, inside: Booth) -> str:
    key = key_of(ctx, inside.edition.row)
    return ballot.seal_of(key, ctx.actor.id, inside.choice.chosen)


def _review(ctx: Ctx, inside: Booth) -> Screen:
    where = str(inside.round_id)
    rows = [(Button(t("Change my choices"), "vote.list", f"{where}.{_what_to_change(inside)}.0"),)]
    if _can_send(inside):
        send_it = Button(t("Send my vote"), "vote.send", f"{where}.{_seal(ctx, inside)}")
        rows.insert(0, (send_it,))
    if inside.choice.sent is not None:
        rows.append((Button(t("Take my vote back"), "vote.ask", where),))
    return Screen(
        paragraphs(
            t("<b>Your vote in {pot}</b>", pot=inside.pot.words),
            lines(*(_line(inside, plan) for plan in inside.chosen)),
            inside.header,
            _advice(inside),
            _number(inside.tracker) if inside.tracker else None,
        ),
        (*rows, (inside.help,), HOME_ROW),
    )


def _what_to_change(inside: Booth) -> int:
    """One's own choices, where there are some."""
    return Lens(mine=bool(inside.choice.chosen)).code


def _can_send(inside: Booth) -> bool:
    return not inside.choice.is_sent and _flaw(inside) is None


def _flaw(inside: Booth) -> Speech | None:
    return flaw(inside.pot, inside.plans, inside.choice.chosen)


def _line(inside: Booth, plan: Initiative) -> Speech:
    line = t("• {plan}, {cost}", plan=title(plan), cost=Money(plan.cost))
    said = inside.says(plan) if inside.points else None
    return line if said is None else t("{line}. {state}", line=line, state=said)


def _advice(inside: Booth) -> Speech:
    if inside.choice.is_sent:
        return t("You can change your vote until {end}.", end=inside.voting.last)
    return _flaw(inside) or t("Is this right? Then send your vote.")


def _number(tracker: str) -> Speech:
    return t("Your receipt: {tracker}", tracker=Code(tracker))


def _receipt(inside: Booth, tracker: str) -> Screen:
    return Screen(
        paragraphs(
            t("<b>Your vote is in the box. It counts.</b>")
            if inside.basis is not Basis.TEST
            else t("<b>Your test went well.</b> This vote never counts."),
            lines(
                _number(tracker),
                t("It shows that your vote is in the box. It tells nothing of your choice."),
            ),
            lines(
                t("You can change your vote until {end}.", end=inside.voting.last),
                t("Choose other plans and send again. The last one counts."),
            ),
        ),
        (
            (Button(t("See or change your vote"), "vote.review", str(inside.round_id)),),
            (Button(t("Check my vote in the box"), "board.check", str(inside.round_id)),),
            HOME_ROW,
        ),
        fresh=True,
    )
