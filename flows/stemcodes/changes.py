"""A code is taken back or replaced: by two people, and with its vote while that is open."""

from datetime import datetime

from flows import permissions
from flows.errors import Gone, Refusal
from flows.events import Payload, notice, tell
from flows.forms import HOME_ROW
from flows.home import todo
from flows.kernel import Button, Ctx, Moment, Screen, action, number
from flows.rounds.current import Edition, edition_of
from flows.rounds.definition import PhaseKey
from flows.rounds.freezing import hold
from flows.rounds.secrecy import key_of
from flows.stemcodes.proposing import IN_USE
from flows.stemcodes.slots import paper_slot
from flows.text import Code, Lines, Speech, Text, lines, paragraphs, t
from flows.voting.ballot import slot_of
from storage.models import ChangeState, CodeChange, CodeState, ConsentKind, Stemcode

STATES: dict[CodeState, Text] = {
    CodeState.ISSUED: t("Nobody used it yet."),
    CodeState.REDEEMED: t("Somebody used it."),
    CodeState.ASSISTED: t("It was used for a paper ballot."),
}


@todo(5)
async def waiting(ctx: Ctx) -> Button | None:
    if not permissions.officers(ctx):
        return None
    others = (it for it in await ctx.tx.code_changes.waiting() if it.proposer_id != ctx.actor.id)
    change = next(others, None)
    return _check(change) if change is not None else None


def _check(change: CodeChange) -> Button:
    return Button(t("Check a stemcode"), "codes.open", str(change.id))


@notice("codes.ask", consent=None)
async def ask(moment: Moment, payload: Payload) -> Screen | None:
    change = await moment.tx.code_changes.get(payload["id"])
    if change is None or change.state is not ChangeState.WAITING:
        return None
    code = await _code(moment, change.code_id)
    return Screen(await _about(moment, change, code), ((_check(change),),))


@action("codes.open", permission=permissions.officers, reads=True)
async def open_(ctx: Ctx, arg: str) -> Screen:
    change = await ctx.tx.code_changes.get(number(arg))
    if change is None or change.state is not ChangeState.WAITING:
        raise Gone
    code = await _code(ctx, change.code_id)
    verb = t("Replace this code") if change.new_id else t("Take this code back")
    return Screen(
        paragraphs(await _about(ctx, change, code), await _consequence(ctx, code)),
        (
            (Button(verb, "codes.yes", arg),),
            (Button(t("Keep this code"), "codes.no", arg),),
            HOME_ROW,
        ),
    )


async def _code(moment: Moment, code_id: int) -> Stemcode:
    code = await moment.tx.stemcodes.get(code_id)
    if code is None:
        raise Gone
    return code


async def _about(moment: Moment, change: CodeChange, code: Stemcode) -> Lines:
    edition = await edition_of(moment, code.round_id)
    serial = Code(f"{code.serial:06}")
    new = await _code(moment, change.new_id) if change.new_id else None
    return paragraphs(
        t("<b>{round}</b>", round=edition.definition.words),
        lines(
            t("Stemcode {serial} must be replaced.", serial=serial)
            if new
            else t("Stemcode {serial} must be taken back.", serial=serial),
            t("The new one is {serial}.", serial=Code(f"{new.serial:06}")) if new else None,
            t("Reason: {reason}", reason=change.reason),
            STATES.get(code.state),
        ),
    )


async def _consequence(ctx: Ctx, code: Stemcode) -> Speech | None:
    if code.state is CodeState.ISSUED:
        return None
    if _is_over(await edition_of(ctx, code.round_id), ctx.now):
        return t("Voting is closed. A vote that was sent stays.")
    return t("Is there a vote with it? Then that is taken out.")


def _is_over(edition: Edition, now: datetime) -> bool:
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    return edition.row.counted_at is not None or voting is None or voting.end <= now


@action("codes.yes", permission=permissions.officers)
async def confirm(ctx: Ctx, arg: str) -> Screen:
    change = await _decide(ctx, number(arg), ChangeState.CONFIRMED)
    code = await _code(ctx, change.code_id)
    await _take_back(ctx, change, code.round_id)
    serial = Code(f"{code.serial:06}")
    if change.new_id is not None:
        new = await _code(ctx, change.new_id)
        text = t(
            "Stemcode {serial} is replaced by {new}.", serial=serial, new=Code(f"{new.serial:06}")
        )
    else:
        text = t("Stemcode {serial} is taken back.", serial=serial)
    return Screen(text, (HOME_ROW,), fresh=True)


@action("codes.no", permission=permissions.officers)
async def keep(ctx: Ctx, arg: str) -> Screen:
    change = await _decide(ctx, number(arg), ChangeState.DROPPED)
    if change.new_id is not None:
        printed = (CodeState.PRINTED,)
        await ctx.tx.stemcodes.move(change.new_id, CodeState.REVOKED, only_from=printed)
    code = await _code(ctx, change.code_id)
    serial = Code(f"{code.serial:06}")
    return Screen(t("Stemcode {serial} stays in use.", serial=serial), (HOME_ROW,), fresh=True)


async def _decide(ctx: Ctx, change_id: int, state: ChangeState) -> CodeChange:
    decided = await ctx.tx.code_changes.decide(change_id, ctx.actor.id, state, ctx.now)
    change = await ctx.tx.code_changes.get(change_id)
    if change is None:
        raise Gone
    if not decided and change.state is ChangeState.WAITING:
        raise Refusal(t("You asked for this. Another officer must confirm it."))
    if not decided:
        raise Refusal(t("This was decided already. Nothing was changed now."))
    return change


async def _take_back(ctx: Ctx, change: CodeChange, round_id: int) -> None:
    """The round is held: a vote is taken out before the count, or stays for good."""
    held = await hold(ctx, round_id)
    if held is None:
        raise Gone
    edition, now = held
    code = await ctx.tx.stemcodes.hold(change.code_id)
    holder, state = code.person_id, code.state
    after = CodeState.REPLACED if change.new_id else CodeState.REVOKED
    if not await ctx.tx.stemcodes.move(code.id, after, only_from=IN_USE):
        raise Refusal(t("This was decided already. Nothing was changed now."))
    if change.new_id is not None:
        printed = (CodeState.PRINTED,)
        await ctx.tx.stemcodes.move(change.new_id, CodeState.ISSUED, only_from=printed)
    if not _is_over(edition, now):
        key = key_of(ctx, edition.row)
        if state is CodeState.ASSISTED:
            await ctx.tx.ballots.withdraw(round_id, None, paper_slot(key, code.id))
        elif holder is not None:
            await ctx.tx.ballots.withdraw(round_id, holder, slot_of(key, holder))
    if holder is not None:
        await tell(ctx, "codes.gone", [holder], key=str(code.id), payload={"code": code.id})


@notice("codes.gone", consent=ConsentKind.OWN, again=True)
async def gone(moment: Moment, payload: Payload) -> Screen:
    code = await _code(moment, payload["code"])
    edition = await edition_of(moment, code.round_id)
    replaced = code.state is CodeState.REPLACED
    over = _is_over(edition, moment.now)
    return Screen(
        paragraphs(
            t("Your stemcode does not work any more."),
            t("You get a new one. Type it here.") if replaced and not over else None,
            t("A vote that you sent stays.") if over else t("Your vote with it is taken out."),
            t("Do you have a question? {help}", help=moment.town.help),
        ),
        (HOME_ROW,),
        fresh=True,
    )
