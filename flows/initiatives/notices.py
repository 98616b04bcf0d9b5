"""Who hears of it when an initiative takes a step."""

from flows.events import Payload, notice, tell
from flows.initiatives.card import REASONS, heading, number, said, why
from flows.kernel import Button, Moment, Screen
from flows.rounds.current import edition_of
from flows.rounds.definition import PhaseKey
from flows.text import Lines, lines, paragraphs, t
from storage.models import ConsentKind, Initiative, InitiativeState, Role, Transition


async def tell_moderators(moment: Moment, step: Transition) -> None:
    """There is something in the queue: a new initiative, or the answer to a question."""
    moderators = await moment.tx.people.with_role(Role.MODERATOR, moment.now)
    others = [person_id for person_id in moderators if person_id != step.actor_id]
    await tell(
        moment,
        "queue.new",
        others,
        key=str(step.id),
        payload={"initiative": step.initiative_id, "step": step.id},
    )


async def tell_author(moment: Moment, initiative: Initiative, step: Transition) -> None:
    """Never a silent no, and never a silent yes either."""
    if initiative.author_id is not None:
        await tell(
            moment,
            "initiative.step",
            [initiative.author_id],
            key=str(step.id),
            payload={"initiative": initiative.id, "step": step.id},
        )


@notice("queue.new", consent=None)
async def queue_new(moment: Moment, payload: Payload) -> Screen | None:
    initiative, steps = await _newest(moment, payload)
    if initiative is None:
        return None
    news = t("An initiative waits for your check.")
    if len(steps) > 1:
        news = t("The initiator has answered. The initiative waits for your check.")
    return Screen(
        paragraphs(news, lines(heading(initiative), number(initiative))),
        ((Button(t("Check it"), "queue.open", str(initiative.id)),),),
        fresh=True,
    )


@notice("initiative.step", consent=ConsentKind.OWN, again=True)
async def initiative_step(moment: Moment, payload: Payload) -> Screen | None:
    initiative, steps = await _newest(moment, payload)
    if initiative is None or initiative.author_id is None:
        return None
    author = await moment.tx.people.get(initiative.author_id)
    if author is None:
        return None
    news = await _news(moment, initiative, steps[-1], author.locale)
    open_it = Button(t("Open my initiative"), "propose.open", str(initiative.id))
    if initiative.state is InitiativeState.NEEDS_INFO:
        answer = Button(t("Answer the question"), "propose.answer", str(initiative.id))
        return Screen(news, ((answer,), (open_it,)), fresh=True)
    return Screen(news, ((open_it,),), fresh=True)


async def _newest(moment: Moment, payload: Payload) -> tuple[Initiative | None, list[Transition]]:
    """The initiative and its history; no initiative when a later step made this one old news."""
    initiative = await moment.tx.initiatives.get(payload["initiative"])
    steps = list(await moment.tx.initiatives.history(payload["initiative"]))
    if not steps or steps[-1].id != payload["step"]:
        return None, steps
    return initiative, steps


async def _news(moment: Moment, initiative: Initiative, step: Transition, reader: str) -> Lines:
    about = lines(heading(initiative), number(initiative))
    match step.state:
        case InitiativeState.ON_BALLOT:
            edition = await edition_of(moment, initiative.round_id)
            voting = edition.definition.phase_of(PhaseKey.VOTING)
            when = t("Voting opens on {start}.", start=voting.start) if voting else None
            return paragraphs(t("Good news: your initiative is on the ballot."), about, when)
        case InitiativeState.NEEDS_INFO:
            question = t("A moderator has a question about your initiative.")
            return paragraphs(question, about, said(step, reader))
        case _:
            reason = REASONS.get(step.code or "")
            return paragraphs(
                t("Your initiative cannot go on the ballot."),
                about,
                why(step, reader),
                reason.next if reason else None,
                t("Do you want to talk about it? {help}", help=moment.town.help),
            )
