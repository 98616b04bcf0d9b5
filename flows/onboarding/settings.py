"""``/settings``, ``/language`` and ``/stop``."""

from flows import permissions
from flows.errors import Gone
from flows.forms import HOME_ROW
from flows.kernel import Button, Ctx, Screen, action
from flows.onboarding import start
from flows.text import Text, lines, paragraphs, t
from storage.models import ConsentKind

KINDS: dict[ConsentKind, Text] = {
    ConsentKind.PHASES: t("Voting and other phases"),
    ConsentKind.MONEY: t("News about the money"),
    ConsentKind.MEETINGS: t("Meetings"),
    ConsentKind.COMMUNITY: t("My communities"),
    ConsentKind.OWN: t("My own initiatives"),
}


@action("settings", permission=permissions.anyone, reads=True)
async def settings(ctx: Ctx, _arg: str) -> Screen:
    area = ctx.town.area(ctx.actor.area)
    where = t("You live in {area}.", area=area.name) if area else t("You live somewhere else.")
    return Screen(
        paragraphs(t("<b>Settings</b>"), where),
        (
            (Button(t("Change language"), "language"),),
            (Button(t("Change neighbourhood"), "start.areas"),),
            (Button(t("Choose messages"), "consents"),),
            (Button(t("See what I keep"), "privacy"),),
            *(HOME_ROW,),
        ),
    )


@action("language", permission=permissions.anyone, reads=True)
async def language(ctx: Ctx, _arg: str) -> Screen:
    return start.language(ctx)


@action("consents", permission=permissions.anyone, reads=True)
async def consents(ctx: Ctx, _arg: str) -> Screen:
    """The state stands in the text, what one can do stands on the buttons."""
    given = await ctx.tx.people.consents(ctx.actor)
    return Screen(
        paragraphs(
            t("<b>Which messages do you want?</b>"),
            lines(*(_state(kind, given) for kind in KINDS)),
            t("You get no messages now. Send /start to get them again.")
            if ctx.actor.stopped_at
            else None,
        ),
        (
            *((_switch(kind, given),) for kind in KINDS),
            (Button(t("Go back"), "settings"),),
        ),
    )


def _state(kind: ConsentKind, given: frozenset[ConsentKind]) -> Text:
    if kind in given:
        return t("{messages}: yes", messages=KINDS[kind])
    return t("{messages}: no", messages=KINDS[kind])


def _switch(kind: ConsentKind, given: frozenset[ConsentKind]) -> Button:
    if kind in given:
        return Button(t("Stop: {messages}", messages=KINDS[kind]), "consents.no", kind)
    return Button(t("Send: {messages}", messages=KINDS[kind]), "consents.yes", kind)


@action("consents.yes", permission=permissions.anyone)
async def yes(ctx: Ctx, arg: str) -> Screen:
    await ctx.tx.people.consent(ctx.actor, _kind(arg), ctx.now)
    return await consents(ctx, "")


@action("consents.no", permission=permissions.anyone)
async def no(ctx: Ctx, arg: str) -> Screen:
    await ctx.tx.people.withdraw_consent(ctx.actor, _kind(arg))
    return await consents(ctx, "")


def _kind(arg: str) -> ConsentKind:
    try:
        return ConsentKind(arg)
    except ValueError:
        raise Gone from None


@action("stop", permission=permissions.anyone)
async def stop(ctx: Ctx, _arg: str) -> Screen:
    ctx.actor.stopped_at = ctx.now
    return Screen(
        paragraphs(
            t("I will not write to you any more."),
            t("What you did here is kept. To delete it: /privacy."),
            t("Send /start when you want to come back."),
        )
    )
