"""An officer wants the vote to last longer, or to pause: until when, and why."""

from datetime import date, datetime, time
from functools import partial

from flows import permissions
from flows.acts.confirming import ask_second
from flows.acts.ends import check_until, voting_now
from flows.errors import Gone, Refusal
from flows.forms import HOME_ROW, Answers, Form, Step, edit, finished, go_on, pick, register
from flows.home import todo
from flows.kernel import Button, Ctx, Screen, action, number
from flows.meetings.questions import (
    ask_day,
    ask_time,
    pick_clock,
    pick_date,
    read_clock,
    read_date,
)
from flows.reading import Said, words
from flows.rounds.current import edition_of, editions
from flows.rounds.definition import PhaseKey
from flows.rounds.told import told
from flows.text import Speech, Text, paragraphs, t
from flows.when import at
from storage.models import ActKind, RoundAct

NAME = "act"
MOST_REASON = 300
KINDS: dict[ActKind, Text] = {
    ActKind.EXTENSION: t("Extend the vote"),
    ActKind.PAUSE: t("Pause the vote"),
}


@todo(45)
async def change_now(ctx: Ctx) -> Button | None:
    if not permissions.officers(ctx):
        return None
    for edition in await editions(ctx):
        if voting_now(edition, ctx.now) is not None:
            return Button(t("Change the vote"), "acts", str(edition.row.id))
    return None


@action("acts", permission=permissions.officers, reads=True)
async def menu(ctx: Ctx, arg: str) -> Screen:
    edition = await edition_of(ctx, number(arg))
    voting = voting_now(edition, ctx.now)
    if voting is None:
        raise Gone
    return Screen(
        paragraphs(
            t("<b>{round}</b>", round=edition.definition.words),
            t("Voting closes on {end}.", end=voting.last),
            *map(told, edition.acts),
        ),
        (
            (Button(t("Extend or pause the vote"), "acts.start", arg),),
            (Button(t("Take a plan off the ballot"), "leave.start", arg),),
            HOME_ROW,
        ),
    )


@action("acts.start", permission=permissions.officers)
async def start(ctx: Ctx, arg: str) -> Screen:
    edition = await edition_of(ctx, number(arg))
    if voting_now(edition, ctx.now) is None:
        raise Gone
    return await go_on(ctx, FORM, {"round": edition.row.id})


async def _ask_kind(ctx: Ctx, answers: Answers) -> Screen:
    edition = await edition_of(ctx, answers["round"])
    voting = edition.definition.phase_of(PhaseKey.VOTING)
    rows = tuple((Button(label, *pick(NAME, "kind", kind)),) for kind, label in KINDS.items())
    closes = t("Voting closes on {end}.", end=voting.last) if voting else None
    return Screen(paragraphs(t("What do you want to do?"), closes), rows)


async def _pick_kind(_ctx: Ctx, value: str) -> str:
    if value not in KINDS:
        raise Gone
    return value


async def _ask_reason(_ctx: Ctx, _answers: Answers) -> Screen:
    return Screen(
        paragraphs(
            t("Why? Type the reason in simple words."),
            t("Everybody can read it."),
        )
    )


async def _read_reason(_ctx: Ctx, said: Said) -> str:
    return words(said, most=MOST_REASON)


def until_of(ctx: Ctx, answers: Answers) -> datetime:
    """Aware UTC. Raises ``Refusal`` when that moment is over, or is not on any clock."""
    day, clock = date.fromisoformat(answers["day"]), time.fromisoformat(answers["time"])
    return at(day, clock, ctx.now)


async def _review(ctx: Ctx, answers: Answers) -> Screen:
    until: Speech
    try:
        moment = until_of(ctx, answers)
        kind = ActKind(answers["kind"])
        check_until(await edition_of(ctx, answers["round"]), kind, moment, ctx.now)
        until = _told(kind, moment)
    except Refusal as refusal:
        until = refusal.text
        ask_it: tuple[tuple[Button, ...], ...] = ()
    else:
        ask_it = ((Button(t("Ask a second officer"), "acts.ask"),),)
    return Screen(
        paragraphs(
            t("<b>Look at it once more</b>"),
            until,
            t("The reason: “{reason}”", reason=answers["reason"]),
            t("A second officer must confirm it. Then everybody hears of it."),
        ),
        (
            *ask_it,
            (edit(NAME, "day", t("Change the day")), edit(NAME, "time", t("Change the time"))),
            (edit(NAME, "reason", t("Change the reason")),),
            (Button(t("Throw it away"), "form.drop", NAME),),
            HOME_ROW,
        ),
    )


def _told(kind: ActKind, until: datetime) -> Text:
    if kind is ActKind.PAUSE:
        return t("Voting is paused until {until}.", until=until)
    return t("Voting is extended until {until}.", until=until)


FORM = register(
    Form(
        NAME,
        t("Go on: change the vote"),
        permissions.officers,
        (
            Step("kind", _ask_kind, pick=_pick_kind),
            Step("day", partial(ask_day, NAME), read_date, pick_date),
            Step("time", partial(ask_time, NAME), read_clock, pick_clock),
            Step("reason", _ask_reason, _read_reason),
        ),
        _review,
    )
)


@action("acts.ask", permission=permissions.officers)
async def ask(ctx: Ctx, _arg: str) -> Screen:
    """Nothing changes yet: it is written down, and the other officers hear of it."""
    answers = await finished(ctx, FORM)
    kind, until = ActKind(answers["kind"]), until_of(ctx, answers)
    edition = await edition_of(ctx, answers["round"])
    now = await ctx.tx.rounds.now()
    check_until(edition, kind, until, now)
    act = await ctx.tx.acts.add(
        RoundAct(
            round_id=edition.row.id,
            kind=kind,
            officer_id=ctx.actor.id,
            reason=answers["reason"],
            locale=ctx.actor.locale,
            until=until,
            at=now,
        )
    )
    return await ask_second(ctx, act)
