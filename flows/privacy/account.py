"""One's own data: seen, and deleted at once, also while a vote is open."""

from flows import permissions
from flows.forms import HOME_ROW
from flows.i18n import own_name
from flows.kernel import Button, Ctx, Screen, action
from flows.onboarding.settings import KINDS
from flows.text import Spoken, just, lines, paragraphs, t
from flows.voting.send import forget_vote


@action("privacy", permission=permissions.anyone, reads=True)
async def privacy(ctx: Ctx, _arg: str) -> Screen:
    area = ctx.town.area(ctx.actor.area)
    given = await ctx.tx.people.consents(ctx.actor)
    coded = await ctx.tx.stemcodes.has_one(ctx.actor.id)
    return Screen(
        paragraphs(
            t("<b>This is what I keep about you</b>"),
            lines(
                t("First name: {name}", name=ctx.actor.name),
                t("Language: {language}", language=just(own_name(ctx.actor.locale))),
                t("Neighbourhood: {area}", area=area.name) if area else None,
                *(t("{messages}: yes", messages=KINDS[kind]) for kind in KINDS if kind in given),
            ),
            t("I also keep your initiatives, your communities and your answers."),
            t("I keep that you voted. Nobody can see what you chose."),
            t("I keep that you used a stemcode, not the code itself.") if coded else None,
            t("I keep no phone number, no birth date and no address."),
        ),
        ((Button(t("Delete my data"), "privacy.ask"),), HOME_ROW),
    )


@action("privacy.ask", permission=permissions.anyone, reads=True)
async def ask(_ctx: Ctx, _arg: str) -> Screen:
    return Screen(
        paragraphs(
            t("<b>Delete all your data?</b>"),
            t("Your drafts, communities and answers will be gone."),
            t("Your initiatives stay, without your name."),
            t("Is the vote still open? Then your vote is deleted too."),
            t("You cannot undo this."),
        ),
        (
            (Button(t("Delete everything now"), "privacy.delete"),),
            (Button(t("Keep my data"), "privacy"),),
        ),
    )


@action("privacy.delete", permission=permissions.anyone)
async def delete(ctx: Ctx, _arg: str) -> Screen:
    goodbye = paragraphs(t("Your data is deleted."), t("Send /start when you want to come back."))
    await forget_vote(ctx)
    await ctx.tx.inbox.forget(ctx.actor.telegram_id)
    await ctx.tx.people.forget(ctx.actor)
    return Screen(Spoken(ctx.actor.locale, goodbye), fresh=True)
