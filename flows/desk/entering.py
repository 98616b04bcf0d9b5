"""Somebody enters a paper ballot: its code, its plans, and a look before it is put down."""

from flows import permissions
from flows.desk.paper import CANNOT_BE_USED, Paper, check_open, paper, slot_of_reader
from flows.errors import Refusal
from flows.forms import HOME_ROW, Answers, Form, Step, edit, go_on, register
from flows.home import todo
from flows.initiatives.card import title
from flows.kernel import Button, Ctx, Screen, action
from flows.reading import Kind, Said
from flows.rounds.current import Edition
from flows.rounds.definition import PhaseKey
from flows.stemcodes import code
from flows.stemcodes.answers import typed_wrong
from flows.stemcodes.redeem import DESK
from flows.stemcodes.standing import pepper_of, taking_codes
from flows.text import Code, Speech, Words, lines, paragraphs, t, tn
from storage.models import CodeState

IN_BOX = True  # the answer that stands for the plans: they lie in the box, never in a draft


@todo(45)
async def enter_now(ctx: Ctx) -> Button | None:
    if not permissions.desk(ctx) or await _open(ctx) is None:
        return None
    return Button(t("Enter a paper ballot"), "desk.start")


async def _open(ctx: Ctx) -> Edition | None:
    for edition in await taking_codes(ctx):
        if edition.is_in(ctx.now, PhaseKey.VOTING):
            return edition
    return None


@action("desk.start", permission=permissions.desk)
async def start(ctx: Ctx, _arg: str) -> Screen:
    """Go on with what was begun, or begin."""
    if await _open(ctx) is None:
        raise Refusal(t("Paper ballots are entered while voting is open."))
    return await go_on(ctx, FORM)


async def _ask_code(ctx: Ctx, _answers: Answers) -> Screen:
    edition = await _open(ctx)
    many = await ctx.tx.desk.waiting(edition.row.id) if edition else 0
    return Screen(
        paragraphs(
            t("<b>Enter a paper ballot</b>"),
            t("Two people do this, each from the paper and alone."),
            tn(
                "{n} ballot waits for a second person.",
                "{n} ballots wait for a second person.",
                many,
            )
            if many
            else None,
            t("Type the code that stands on the paper."),
        )
    )


async def _read_code(ctx: Ctx, said: Said) -> int:
    """The id of a code that nobody used; the code itself is kept nowhere."""
    found = code.find(said.text) if said.kind is Kind.TEXT else None
    if found is None:
        raise Refusal(typed_wrong().text)
    for edition in await taking_codes(ctx):
        pepper = await pepper_of(ctx, edition)
        digest = code.digest(pepper, found) if pepper is not None else b""
        known = await ctx.tx.stemcodes.known(edition.row.id, digest)
        if known is not None and known.state is CodeState.ISSUED:
            check_open(edition, ctx.now)
            return known.id
    raise Refusal(CANNOT_BE_USED)


async def _paper(ctx: Ctx, answers: Answers) -> Paper | Screen:
    """The ballot of a draft; when it cannot be entered any more, the draft is of no use."""
    try:
        return await paper(ctx, answers["code"])
    except Refusal as refusal:
        await ctx.tx.drafts.discard(ctx.actor, DESK)
        return Screen(refusal.text, (HOME_ROW,))


async def _ask_plans(ctx: Ctx, answers: Answers) -> Screen:
    sheet = await _paper(ctx, answers)
    if isinstance(sheet, Screen):
        return sheet
    points = t("Type a plan once for each point: 7 7 7 9")
    return Screen(
        paragraphs(
            t("Ballot with code {serial}, in {pot}.", serial=sheet.serial, pot=sheet.pot.words),
            t("Type the numbers of the plans, for example: 3 14 27"),
            points if sheet.pot.ballot.kind == "points" else None,
            t("Is nothing chosen on it? Type {blank}.", blank=Code("0")),
        )
    )


async def _read_plans(ctx: Ctx, said: Said) -> list[int]:
    draft = await ctx.tx.drafts.get(ctx.actor, DESK)
    sheet = await paper(ctx, draft.answers["code"] if draft else 0)
    return sheet.reads(said.text if said.kind is Kind.TEXT else "")


async def _review(ctx: Ctx, answers: Answers) -> Screen:
    """What was typed goes from the draft into the box, before anything is committed."""
    sheet = await _paper(ctx, answers)
    if isinstance(sheet, Screen):
        return sheet
    slot, round_id = slot_of_reader(ctx, sheet, ctx.actor.id), sheet.edition.row.id
    if answers["plans"] is not IN_BOX:
        await ctx.tx.ballots.choose(
            round_id, slot, answers["plans"], pot=sheet.pot.key, basis=sheet.basis
        )
        await ctx.tx.drafts.save(ctx.actor, DESK, {**answers, "plans": IN_BOX}, None, ctx.now)
    card = await ctx.tx.ballots.get(round_id, slot)
    chosen = [plan for plan in card.chosen if plan in sheet.plans] if card else []
    return Screen(
        paragraphs(
            t("<b>Is this what the paper says?</b>"),
            t("Ballot with code {serial}, in {pot}.", serial=sheet.serial, pot=sheet.pot.words),
            lines(*(_line(sheet.plans[plan].number, title(sheet.plans[plan])) for plan in chosen))
            if chosen
            else t("Nothing is chosen. It is a blank ballot."),
        ),
        (
            (Button(t("Put it down"), "desk.enter"),),
            (edit(DESK, "plans", t("Change the plans")),),
            (Button(t("Throw it away"), "desk.drop"),),
            HOME_ROW,
        ),
        erase=True,
    )


def _line(number: str, name: Words) -> Speech:
    return t("• {number}: {plan}", number=Code(number), plan=name)


FORM = register(
    Form(
        DESK,
        t("Go on with a paper ballot"),
        permissions.desk,
        (Step("code", _ask_code, _read_code), Step("plans", _ask_plans, _read_plans)),
        _review,
    )
)
