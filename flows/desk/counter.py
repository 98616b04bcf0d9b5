"""Two people read the same from one paper: then it is a vote, and its code is used."""

from flows import permissions
from flows.desk.entering import FORM
from flows.desk.paper import Paper, held_paper, slot_of_reader
from flows.errors import Refusal
from flows.events import Payload, notice, tell
from flows.forms import HOME_ROW, finished
from flows.kernel import Button, Ctx, Moment, Screen, action
from flows.rounds.secrecy import key_of
from flows.stemcodes.redeem import DESK
from flows.stemcodes.slots import paper_slot
from flows.text import Code, Speech, paragraphs, t
from flows.voting.ballot import new_tracker
from storage.models import CodeState

NEXT = Button(t("Enter a paper ballot"), "desk.start")


@action("desk.enter", permission=permissions.desk)
async def enter(ctx: Ctx, _arg: str) -> Screen:
    """The answer takes the place of the card, so that no choice is left in the chat."""
    answers = await finished(ctx, FORM)
    sheet = await held_paper(ctx, answers["code"])
    mine = await _read_by(ctx, sheet, ctx.actor.id)
    if mine is None:
        raise Refusal(t("I do not have these plans any more. Enter the ballot once more."))
    sheet.check(mine)
    await ctx.tx.desk.enter(sheet.code.id, ctx.actor.id)
    readers = await ctx.tx.desk.readers(sheet.code.id)
    others = [person for person in readers if person != ctx.actor.id]
    for other in others:
        if await _read_by(ctx, sheet, other) == mine:
            return await _agree(ctx, sheet, mine, other)
    if others:
        return await _differ(ctx, sheet, others)
    return _done(
        t("The ballot with code {serial} is entered once.", serial=sheet.serial),
        t("It counts when a second person enters the same."),
    )


@action("desk.drop", permission=permissions.desk)
async def drop(ctx: Ctx, _arg: str) -> Screen:
    """The draft goes, and what lay in the box for it."""
    draft = await ctx.tx.drafts.get(ctx.actor, DESK)
    code_id = draft.answers.get("code") if draft is not None else None
    code = await ctx.tx.stemcodes.get(code_id) if code_id is not None else None
    await ctx.tx.drafts.discard(ctx.actor, DESK)
    if code is not None and code.state is CodeState.ISSUED:
        sheet = await held_paper(ctx, code.id)
        await _forget(ctx, sheet, [ctx.actor.id])
        await ctx.tx.desk.leave(code.id, ctx.actor.id)
    return Screen(t("Your draft is thrown away."), (HOME_ROW,))


async def _read_by(ctx: Ctx, sheet: Paper, person_id: int) -> list[int] | None:
    slot = slot_of_reader(ctx, sheet, person_id)
    card = await ctx.tx.ballots.get(sheet.edition.row.id, slot)
    return None if card is None else list(card.chosen)


async def _forget(ctx: Ctx, sheet: Paper, readers: list[int]) -> None:
    for person in readers:
        slot = slot_of_reader(ctx, sheet, person)
        await ctx.tx.ballots.withdraw(sheet.edition.row.id, None, slot)


async def _agree(ctx: Ctx, sheet: Paper, chosen: list[int], other: int) -> Screen:
    """The code is used, the ballot is in the box, and who entered it is on record."""
    used = await ctx.tx.stemcodes.move(
        sheet.code.id, CodeState.ASSISTED, only_from=[CodeState.ISSUED]
    )
    if not used:
        raise Refusal(t("This was decided already. Nothing was changed now."))
    await _forget(ctx, sheet, list(await ctx.tx.desk.readers(sheet.code.id)))
    await ctx.tx.desk.keep_only(sheet.code.id, [ctx.actor.id, other])
    tracker = await ctx.tx.ballots.send(
        round_id=sheet.edition.row.id,
        person_id=None,
        slot=paper_slot(key_of(ctx, sheet.edition.row), sheet.code.id),
        chosen=chosen,
        tracker=new_tracker(),
        pot=sheet.pot.key,
        basis=sheet.basis,
    )
    return _done(
        t("You both read the same from the paper."),
        t("The ballot with code {serial} is in the box.", serial=sheet.serial),
        t("This is a test code. A vote with it does not count.") if sheet.code.test else None,
        t("Receipt for the voter: {tracker}", tracker=Code(tracker)),
    )


async def _differ(ctx: Ctx, sheet: Paper, others: list[int]) -> Screen:
    await tell(
        ctx,
        "desk.differs",
        others,
        key=f"{sheet.code.id}:{ctx.actor.id}",
        payload={"code": sheet.code.id},
    )
    return _done(*_differs(sheet.serial))


def _done(*said: Speech | None) -> Screen:
    return Screen(paragraphs(*said), ((NEXT,), HOME_ROW))


def _differs(serial: Code) -> tuple[Speech, ...]:
    return (
        t("Two people read something else from the paper of code {serial}.", serial=serial),
        t("It does not count yet. Look at the paper together."),
        t("Then enter it once more."),
    )


@notice("desk.differs", consent=None)
async def differs(moment: Moment, payload: Payload) -> Screen | None:
    code = await moment.tx.stemcodes.get(payload["code"])
    if code is None or code.state is not CodeState.ISSUED:
        return None
    return _done(*_differs(Code(f"{code.serial:06}")))
