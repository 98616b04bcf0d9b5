"""Looking at meetings, and saying whether one comes."""

from datetime import timedelta

from flows import permissions
from flows.communities.listing import back, community_of
from flows.errors import Gone, Refusal
from flows.home import todo
from flows.kernel import Button, Ctx, Screen, action, number
from flows.meetings.questions import facts_of
from flows.paging import PAGE, turns
from flows.text import Day, Speech, lines, paragraphs, t, tn
from flows.when import today
from storage.models import Meeting, RsvpAnswer

SOON = timedelta(days=7)
ANSWERS = {
    RsvpAnswer.YES: t("Your answer: yes, you come."),
    RsvpAnswer.NO: t("Your answer: no, you do not come."),
    None: t("You have not answered yet."),
}


@todo(50, of="meeting")
async def next_meeting(ctx: Ctx) -> Button | None:
    meeting = await ctx.tx.meetings.next_for(ctx.actor.id, ctx.now, ctx.now + SOON)
    if meeting is None:
        return None
    label = t("See your meeting: {day}", day=Day(today(meeting.starts_at)))
    return Button(label, "meetings.open", str(meeting.id))


@action("meetings.list", permission=permissions.anyone, reads=True)
async def list_(ctx: Ctx, arg: str) -> Screen:
    """``arg``: the community, and after a dot the page."""
    key, _, turn = arg.partition(".")
    community, page = await community_of(ctx, number(key)), number(turn or "0")
    found = await ctx.tx.meetings.upcoming(community.id, ctx.now, page * PAGE, PAGE + 1)
    return Screen(
        paragraphs(
            t("<b>Meetings of {name}</b>", name=community.name),
            *(facts_of(meeting) for meeting in found[:PAGE]),
            None if found else t("No meeting is planned now."),
        ),
        (
            *((_open(meeting),) for meeting in found[:PAGE]),
            *turns("meetings.list", page, more=len(found) > PAGE, within=f"{key}."),
            back(community),
        ),
    )


def _open(meeting: Meeting) -> Button:
    label = t("{day}: {title}", day=Day(today(meeting.starts_at)), title=meeting.title)
    return Button(label, "meetings.open", str(meeting.id))


@action("meetings.open", permission=permissions.anyone, reads=True)
async def open_(ctx: Ctx, arg: str) -> Screen:
    meeting = await ctx.tx.meetings.get(number(arg))
    if meeting is None:
        raise Gone
    return await shown(ctx, meeting)


async def shown(ctx: Ctx, meeting: Meeting, news: Speech | None = None) -> Screen:
    """The card of a meeting, with what has just happened to it above it."""
    community = await community_of(ctx, meeting.community_id)
    counts = await ctx.tx.meetings.counts(meeting.id)
    mine = await ctx.tx.meetings.answer_of(meeting.id, ctx.actor.id)
    over = _over(ctx, meeting)
    yes, no = counts.get(RsvpAnswer.YES, 0), counts.get(RsvpAnswer.NO, 0)
    return Screen(
        paragraphs(
            news,
            lines(t("A meeting of {name}:", name=community.name), facts_of(meeting)),
            over,
            lines(
                tn("{n} person comes.", "{n} people come.", yes),
                tn("{n} person cannot come.", "{n} people cannot come.", no) if no else None,
            ),
            None if over else ANSWERS[mine],
        ),
        (*(() if over else (*_answers(meeting, mine), *_work(ctx, meeting))), back(community)),
    )


def _over(ctx: Ctx, meeting: Meeting) -> Speech | None:
    if meeting.cancelled_at is not None:
        return t("<b>This meeting is cancelled.</b>")
    return t("This meeting is over.") if meeting.starts_at <= ctx.now else None


def _answers(meeting: Meeting, mine: RsvpAnswer | None) -> tuple[tuple[Button, ...], ...]:
    buttons = {
        RsvpAnswer.YES: Button(t("Say yes: I come"), "meetings.yes", str(meeting.id)),
        RsvpAnswer.NO: Button(t("Say no: I cannot come"), "meetings.no", str(meeting.id)),
    }
    return tuple((button,) for answer, button in buttons.items() if answer is not mine)


def _work(ctx: Ctx, meeting: Meeting) -> tuple[tuple[Button, ...], ...]:
    if not permissions.moderators(ctx):
        return ()
    return (
        (Button(t("Change time or place"), "meetings.change", str(meeting.id)),),
        (Button(t("Cancel the meeting"), "meetings.ask", str(meeting.id)),),
    )


@action("meetings.yes", permission=permissions.anyone)
async def yes(ctx: Ctx, arg: str) -> Screen:
    return await _answer(ctx, number(arg), RsvpAnswer.YES)


@action("meetings.no", permission=permissions.anyone)
async def no(ctx: Ctx, arg: str) -> Screen:
    return await _answer(ctx, number(arg), RsvpAnswer.NO)


async def _answer(ctx: Ctx, meeting_id: int, answer: RsvpAnswer) -> Screen:
    """The meeting is held meanwhile: who says yes either counts, or hears that it is cancelled."""
    meeting = await ctx.tx.meetings.hold(meeting_id)
    if meeting is None:
        raise Gone
    over = _over(ctx, meeting)
    if over is not None:
        raise Refusal(paragraphs(over, t("Your answer was not changed.")))
    await ctx.tx.meetings.answer(meeting.id, ctx.actor.id, answer)
    return await shown(ctx, meeting)
