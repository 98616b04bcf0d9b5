"""Starting a community: a name, what it is for, where. A moderator looks at it first."""

from flows import permissions
from flows.communities.listing import neighbourhood
from flows.errors import Gone
from flows.events import tell
from flows.forms import HOME_ROW, Answers, Form, Step, edit, finished, go_on, pick, register
from flows.kernel import Button, Ctx, Screen, action
from flows.reading import Said, words
from flows.text import just, lines, paragraphs, t
from storage.models import Role

FORM_NAME = "found"
MOST_NAME, MOST_ABOUT = 64, 600


async def ask_name(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(t("What is your community called? Type a short name."))


async def read_name(_ctx: Ctx, said: Said) -> str:
    return words(said, most=MOST_NAME)


async def ask_about(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(t("What do you do together? Type one or two sentences."))


async def read_about(_ctx: Ctx, said: Said) -> str:
    return words(said, most=MOST_ABOUT, many_lines=True)


async def ask_area(ctx: Ctx, _answers: Answers) -> Screen:
    areas = [area for district in ctx.town.districts for area in district.areas]
    buttons = [Button(just(area.name), *pick(FORM_NAME, "area", area.code)) for area in areas]
    rows = (tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    return Screen(t("In which neighbourhood is it?"), tuple(rows))


async def pick_area(ctx: Ctx, code: str) -> str:
    if ctx.town.area(code) is None:
        raise Gone
    return code


async def review(ctx: Ctx, answers: Answers) -> Screen:
    return Screen(
        paragraphs(
            t("Is this right? It is not sent yet."),
            lines(t("<b>{name}</b>", name=answers["name"]), just(answers["about"])),
            neighbourhood(ctx.town, answers["area"]),
        ),
        (
            (Button(t("Send"), "communities.send"),),
            (edit(FORM_NAME, "name", t("Change the name")),),
            (edit(FORM_NAME, "about", t("Change the text")),),
            (edit(FORM_NAME, "area", t("Change the neighbourhood")),),
            (Button(t("Throw it away"), "form.drop", FORM_NAME), *HOME_ROW),
        ),
    )


FORM = register(
    Form(
        FORM_NAME,
        t("Go on with my community"),
        permissions.anyone,
        (
            Step("name", ask_name, read=read_name),
            Step("about", ask_about, read=read_about),
            Step("area", ask_area, pick=pick_area),
        ),
        review,
    )
)


@action("communities.start", permission=permissions.anyone)
async def start(ctx: Ctx, _arg: str) -> Screen:
    """What was typed before is gone on with."""
    return await go_on(ctx, FORM)


@action("communities.send", permission=permissions.anyone)
async def send(ctx: Ctx, _arg: str) -> Screen:
    answers = await finished(ctx, FORM)
    community = await ctx.tx.communities.propose(
        answers["name"],
        answers["about"],
        locale=ctx.actor.locale,
        area=answers["area"],
        founder_id=ctx.actor.id,
    )
    await tell(
        ctx,
        "community.proposed",
        await ctx.tx.people.with_role(Role.MODERATOR, ctx.now),
        key=str(community.id),
        payload={"community": community.id},
    )
    return Screen(
        paragraphs(
            t("<b>Thank you. Your community is sent.</b>"),
            t("A moderator looks at it now. You get an answer, also when it is a no."),
        ),
        (HOME_ROW,),
        fresh=True,
    )
