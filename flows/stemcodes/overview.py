"""What an officer sees of the codes: how many in each state, and a way to take one back."""

from flows import permissions
from flows.errors import Refusal
from flows.forms import HOME_ROW, Answers, Form, Step, edit, finished, go_on, register
from flows.home import todo
from flows.kernel import Button, Ctx, Screen, action, number
from flows.reading import Said, words
from flows.rounds.current import Edition, edition_of
from flows.stemcodes.issue import CodeError
from flows.stemcodes.proposing import MOST_REASON, in_use, propose
from flows.stemcodes.standing import taking_codes
from flows.text import Code, Lines, Text, lines, paragraphs, t, tn
from storage.models import CodeState

REVOKE = "revoke"
LONGEST_SERIAL = 9  # figures
IN_STATE: dict[CodeState, Text] = {
    CodeState.PRINTED: t("Printed, not in use"),
    CodeState.ISSUED: t("Not used yet"),
    CodeState.REDEEMED: t("Used"),
    CodeState.ASSISTED: t("Used for a paper ballot"),
    CodeState.REVOKED: t("Taken back"),
    CodeState.REPLACED: t("Replaced"),
}
NOT_IN_USE = t("There is no stemcode in use with this number.")


@todo(46)
async def see(ctx: Ctx) -> Button | None:
    if not permissions.officers(ctx) or not await taking_codes(ctx):
        return None
    return Button(t("See the stemcodes"), "codes")


@action("codes", permission=permissions.officers, reads=True)
async def overview(ctx: Ctx, _arg: str) -> Screen:
    rounds = await taking_codes(ctx)
    if not rounds:
        raise Refusal(t("No round takes stemcodes now."))
    edition = rounds[0]
    return Screen(
        paragraphs(t("<b>Stemcodes</b>"), await _counted(ctx, edition)),
        ((Button(t("Take a code back"), "codes.revoke", str(edition.row.id)),), HOME_ROW),
    )


async def _counted(ctx: Ctx, edition: Edition) -> Lines:
    """By pot; the codes to test with are a number of their own."""
    found = await ctx.tx.stemcodes.counts(edition.row.id)
    tests = sum(many for _, test, _, many in found if test)
    by_pot = (
        lines(
            t("<b>{pot}</b>", pot=pot.words),
            *(
                t("{state}: {n}", state=IN_STATE[state], n=many)
                for key, test, state, many in found
                if key == pot.key and not test
            ),
        )
        for pot in edition.definition.pots
    )
    return paragraphs(
        *by_pot,
        tn("{n} test code. It never counts.", "{n} test codes. They never count.", tests)
        if tests
        else None,
    )


@action("codes.revoke", permission=permissions.officers)
async def revoke(ctx: Ctx, arg: str) -> Screen:
    edition = await edition_of(ctx, number(arg))
    return await go_on(ctx, FORM, {"round": edition.row.id})


async def _ask_serial(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(
        paragraphs(
            t("<b>Take a code back</b>"),
            t("Type the number at the foot of the letter, not the code."),
        )
    )


async def _read_serial(ctx: Ctx, said: Said) -> int:
    typed = said.text.strip()
    draft = await ctx.tx.drafts.get(ctx.actor, REVOKE)
    if draft is None or not (typed.isdecimal() and len(typed) <= LONGEST_SERIAL):
        raise Refusal(t("Type the number at the foot of the letter, not the code."))
    edition = await edition_of(ctx, draft.answers["round"])
    try:
        await in_use(ctx, edition, int(typed))
    except CodeError:
        raise Refusal(NOT_IN_USE) from None
    return int(typed)


async def _ask_reason(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(t("Why? A second officer reads this. Name nobody."))


async def _read_reason(_ctx: Ctx, said: Said) -> str:
    return words(said, most=MOST_REASON)


async def _review(_ctx: Ctx, answers: Answers) -> Screen:
    serial = Code(f"{answers['serial']:06}")
    return Screen(
        paragraphs(
            lines(
                t("Stemcode {serial} must be taken back.", serial=serial),
                t("Reason: {reason}", reason=answers["reason"]),
            ),
            t("Nothing is changed before a second officer says yes."),
        ),
        (
            (Button(t("Ask a second officer"), "codes.ask"),),
            (
                edit(REVOKE, "serial", t("Change the number")),
                edit(REVOKE, "reason", t("Change the reason")),
            ),
            (Button(t("Throw it away"), "form.drop", REVOKE), *HOME_ROW),
        ),
    )


FORM = register(
    Form(
        REVOKE,
        t("Go on taking a code back"),
        permissions.officers,
        (
            Step("serial", _ask_serial, _read_serial),
            Step("reason", _ask_reason, _read_reason),
        ),
        _review,
    )
)


@action("codes.ask", permission=permissions.officers)
async def ask(ctx: Ctx, _arg: str) -> Screen:
    answers = await finished(ctx, FORM)
    edition = await edition_of(ctx, answers["round"])
    try:
        await propose(ctx, edition, answers["serial"], answers["reason"], ctx.actor.id)
    except CodeError:
        raise Refusal(NOT_IN_USE) from None
    return Screen(
        paragraphs(
            t("A second officer is asked about this code."),
            t("Nothing is changed yet."),
        ),
        (HOME_ROW,),
        fresh=True,
    )
