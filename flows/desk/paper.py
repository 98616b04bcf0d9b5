"""One paper ballot: the code on it, what it is about, and the plans as people write them."""

import re
from dataclasses import dataclass
from datetime import datetime

from flows.errors import Gone, Refusal
from flows.kernel import Ctx
from flows.rounds.current import Edition, edition_of
from flows.rounds.definition import PhaseKey, Pot
from flows.rounds.freezing import hold
from flows.rounds.secrecy import key_of
from flows.stemcodes.slots import entry_slot
from flows.text import Code, paragraphs, t
from flows.voting.limits import check, flaw
from storage.models import Basis, CodeState, Initiative, Stemcode

NUMBER = re.compile(r"\d+(?:-\d+)?")
BLANK = "0"
CANNOT_BE_USED = paragraphs(
    t("This code is unknown, used or taken back."),
    t("Put the ballot aside. Do not enter it."),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A ballot that came with a code nobody used yet. ``plans`` are those of its pot, by id."""

    edition: Edition
    code: Stemcode
    pot: Pot
    plans: dict[int, Initiative]

    @property
    def serial(self) -> Code:
        return Code(f"{self.code.serial:06}")

    @property
    def basis(self) -> Basis:
        return Basis.TEST if self.code.test else Basis.CODE

    def reads(self, typed: str) -> list[int]:
        """Ids of the plans whose numbers were typed; with points, once for each point.

        ``14`` and ``2027-014`` are the same plan; ``0`` is a blank ballot. Raises ``Refusal``
        for a number of no plan, one that stands there twice, or too many plans.
        """
        numbers = NUMBER.findall(typed)
        if not numbers:
            raise Refusal(t("Type the numbers of the plans, for example: 3 14 27"))
        chosen = sorted(self._plan(number) for number in numbers if number != BLANK)
        twice = next((plan for plan in chosen if chosen.count(plan) > 1), None)
        if twice is not None and self.pot.ballot.kind != "points":
            number = Code(self.plans[twice].number)
            raise Refusal(t("You typed plan {number} twice.", number=number))
        self.check(chosen)
        return chosen

    def check(self, chosen: list[int]) -> None:
        """Raises ``Refusal`` when this is no vote."""
        if any(plan not in self.plans for plan in chosen):
            raise Refusal(t("A plan has left the ballot. Type the numbers once more."))
        check(flaw(self.pot, self.plans, chosen))

    def _plan(self, number: str) -> int:
        for plan in self.plans.values():
            if number == plan.number or int(plan.number.rpartition("-")[2]) == _plain(number):
                return plan.id
        raise Refusal(t("There is no plan with number {number}.", number=Code(number)))


def _plain(number: str) -> int | None:
    return int(number) if number.isdecimal() else None


async def paper(ctx: Ctx, code_id: int) -> Paper:
    """Raises ``Refusal`` when its code was used or taken back, or voting is not open."""
    code = await ctx.tx.stemcodes.get(code_id)
    if code is None:
        raise Gone
    return await _paper(ctx, await edition_of(ctx, code.round_id), code, ctx.now)


async def held_paper(ctx: Ctx, code_id: int) -> Paper:
    """The same to write: until this transaction ends nobody counts, or uses the code."""
    known = await ctx.tx.stemcodes.get(code_id)
    held = await hold(ctx, known.round_id) if known is not None else None
    if held is None:
        raise Gone
    edition, now = held
    return await _paper(ctx, edition, await ctx.tx.stemcodes.hold(code_id), now)


async def _paper(ctx: Ctx, edition: Edition, code: Stemcode, now: datetime) -> Paper:
    check_open(edition, now)
    pot = edition.definition.pot_called(code.pot)
    if code.state is not CodeState.ISSUED or pot is None:
        raise Refusal(CANNOT_BE_USED)
    plans = edition.as_frozen(await ctx.tx.initiatives.on_ballot(edition.row.id))
    return Paper(edition, code, pot, {p.id: p for p in plans if p.area in pot.areas})


def check_open(edition: Edition, now: datetime) -> None:
    if edition.row.counted_at is not None or not edition.is_in(now, PhaseKey.VOTING):
        raise Refusal(t("Paper ballots are entered while voting is open."))


def slot_of_reader(ctx: Ctx, sheet: Paper, person_id: int) -> bytes:
    """Where what somebody read from the paper lies, until a second one read the same."""
    return entry_slot(key_of(ctx, sheet.edition.row), sheet.code.id, person_id)
