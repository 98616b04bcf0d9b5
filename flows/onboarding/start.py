"""``/start``: language, who speaks and what is kept, neighbourhood, consent."""

from flows import home, permissions
from flows.errors import Gone
from flows.i18n import own_name
from flows.kernel import Button, Ctx, Screen, action
from flows.onboarding.invite import redeem
from flows.places import area_rows, district_rows
from flows.stemcodes import redeem as redeem_code
from flows.text import Speech, Spoken, just, lines, paragraphs, t
from storage.models import ConsentKind, Role

GREETINGS = {
    Role.MODERATOR: t("You are a moderator now. You look after the queue."),
    Role.OFFICER: t("You are an officer now. You bring news about the money."),
}
NO_AREA = "none"


@action("start", permission=permissions.anyone)
async def start(ctx: Ctx, payload: str) -> Screen:
    """An odd payload is no error: whoever comes in is welcome."""
    ctx.actor.stopped_at = None
    redeemed = await redeem_code.linked(ctx, payload)
    if redeemed is not None:
        return greeted(ctx, redeemed)
    granted = await _granted(ctx, payload) if payload else None
    if granted is not None:
        home_row = ((Button(t("Go to the start"), "home"),),)
        return greeted(ctx, Screen(granted, home_row, fresh=True))
    return language(ctx) if ctx.actor.welcomed_at is None else await home.home(ctx, "")


def greeted(ctx: Ctx, answer: Screen) -> Screen:
    """The answer to a link or a code; who is new here is asked for their language too."""
    if ctx.actor.welcomed_at is not None:
        return answer
    first = language(ctx)
    return Screen(paragraphs(answer.text, first.text), first.rows, erase=answer.erase)


async def _granted(ctx: Ctx, token: str) -> Speech:
    role = await redeem(ctx, token)
    if role is None:
        return t("This link does not work any more. Ask for a new one.")
    return GREETINGS[role]


def language(ctx: Ctx) -> Screen:
    question = t("Choose your language.")
    return Screen(
        lines(*(Spoken(locale, question) for locale in ctx.town.languages)),
        tuple(
            (Button(just(own_name(locale)), "start.locale", locale),)
            for locale in ctx.town.languages
        ),
    )


@action("start.locale", permission=permissions.anyone)
async def set_locale(ctx: Ctx, locale: str) -> Screen:
    if locale not in ctx.town.languages:
        raise Gone
    ctx.actor.locale = locale
    if ctx.actor.welcomed_at is not None:
        return Screen(
            t("From now on I write to you in English."),
            ((Button(t("Go to the start"), "home"),),),
        )
    return Screen(
        paragraphs(
            t("Here {sender} talk with each other.", sender=ctx.town.sender),
            t("You can propose initiatives, vote, and follow the money."),
            t(
                "I keep your first name, your language and your neighbourhood. "
                "And what you do here. Nothing else."
            ),
            t("You can read all of it, or delete it: /privacy."),
        ),
        ((Button(t("Go on"), "start.areas"),),),
    )


@action("start.areas", permission=permissions.anyone, reads=True)
async def districts(ctx: Ctx, _arg: str) -> Screen:
    elsewhere = (Button(t("I live somewhere else"), "start.wijk", NO_AREA),)
    return Screen(
        t("Where do you live? Choose your area."),
        (*district_rows(ctx.town, "start.area"), elsewhere),
    )


@action("start.area", permission=permissions.anyone, reads=True)
async def areas(ctx: Ctx, key: str) -> Screen:
    district = ctx.town.district(key)
    if district is None:
        raise Gone
    known = (t("{name}: {near}", name=a.name, near=a.near) for a in district.areas if a.near)
    return Screen(
        paragraphs(t("Choose your neighbourhood."), lines(*known)),
        (
            *area_rows(ctx.town, key, lambda code: ("start.wijk", code)),
            (Button(t("Go back"), "start.areas"),),
        ),
    )


@action("start.wijk", permission=permissions.anyone)
async def set_area(ctx: Ctx, code: str) -> Screen:
    if code != NO_AREA and ctx.town.area(code) is None:
        raise Gone
    ctx.actor.area = None if code == NO_AREA else code
    if ctx.actor.welcomed_at is not None:
        return Screen(
            t("Your neighbourhood is changed."), ((Button(t("Go to the start"), "home"),),)
        )
    return Screen(
        paragraphs(
            t("May I send you messages?"),
            t("For example: voting opens, or there is news about the money."),
            t("You can change this at any time: /settings."),
        ),
        (
            (Button(t("Send me everything"), "start.done", "all"),),
            (Button(t("Only about my own things"), "start.done", "own"),),
            (Button(t("Send me nothing"), "start.done", "none"),),
        ),
    )


WELCOME: dict[str, tuple[ConsentKind, ...]] = {
    "all": tuple(ConsentKind),
    "own": (ConsentKind.OWN,),
    "none": (),
}


@action("start.done", permission=permissions.anyone)
async def done(ctx: Ctx, choice: str) -> Screen:
    if choice not in WELCOME:
        raise Gone
    for kind in ConsentKind:
        if kind in WELCOME[choice]:
            await ctx.tx.people.consent(ctx.actor, kind, ctx.now)
        else:
            await ctx.tx.people.withdraw_consent(ctx.actor, kind)
    ctx.actor.welcomed_at = ctx.actor.welcomed_at or ctx.now
    return await home.home(ctx, "")
