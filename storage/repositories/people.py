"""People, their consents, their roles and their drafts."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, select, update

from storage.models import Consent, ConsentKind, Draft, Invite, Person, Role, RoleGrant
from storage.prepared import Prepared
from storage.repositories.base import PERSON, Repository
from storage.watch import made

ON_TELEGRAM = Person.telegram_id == bindparam("telegram")
KNOWN = Prepared(select(Person).where(ON_TELEGRAM))
MET = Prepared(select(Person).where(ON_TELEGRAM).with_for_update(key_share=True))
BY_ID = Prepared(select(Person).where(Person.id == PERSON))
ROLES = Prepared(
    select(RoleGrant.role).where(
        RoleGrant.person_id == PERSON, RoleGrant.expires_at > bindparam("now")
    )
)
DRAFT = Prepared(select(Draft).where(Draft.person_id == PERSON, Draft.form == bindparam("form")))


def drafts_of(person: ColumnElement[int] = PERSON) -> Select[Any]:
    """What ``person`` began to fill in, the newest first."""
    query = select(Draft).where(Draft.person_id == person)
    return query.order_by(Draft.updated_at.desc())


DRAFTS = Prepared(drafts_of())


class People(Repository):
    async def known(self, telegram_id: int) -> Person | None:
        return await self._one(Person, KNOWN, telegram=telegram_id)

    async def meet(self, telegram_id: int, name: str, locale: str) -> Person:
        """Find the person behind a Telegram account, or greet a new one.

        Whoever writes to us can be reached again. The row is locked, so that on PostgreSQL
        two updates of one person never run side by side, whichever process has them. Who only
        refers to the person, such as a message to them in the outbox, need not wait for that:
        two officers who write to each other would wait forever.
        """
        person = await self._one(Person, MET, telegram=telegram_id)
        if person is None:
            await self._insert_once(Person, telegram_id=telegram_id, name=name, locale=locale)
            (row,) = await self._wire.ask(MET, telegram=telegram_id)
            person = made(Person, row)
        person = self._wire.watched(person)
        if person.unreachable_at is not None:
            person.unreachable_at = None
        return person

    async def get(self, person_id: int) -> Person | None:
        return await self._one(Person, BY_ID, person=person_id)

    async def among(self, ids: Collection[int]) -> dict[int, Person]:
        people = await self._session.scalars(select(Person).where(Person.id.in_(ids)))
        return {person.id: person for person in people}

    async def with_role(self, role: Role, now: datetime) -> Sequence[int]:
        query = select(RoleGrant.person_id).where(
            RoleGrant.role == role, RoleGrant.expires_at > now
        )
        return (await self._session.scalars(query)).all()

    async def consents(self, person: Person) -> frozenset[ConsentKind]:
        query = select(Consent.kind).where(Consent.person_id == person.id)
        return frozenset(await self._session.scalars(query))

    async def consents_among(self, ids: Collection[int]) -> frozenset[tuple[int, ConsentKind]]:
        query = select(Consent.person_id, Consent.kind).where(Consent.person_id.in_(ids))
        rows = await self._session.execute(query)
        return frozenset((person_id, kind) for person_id, kind in rows)

    async def consent(self, person: Person, kind: ConsentKind, now: datetime) -> None:
        await self._upsert(Consent, {"person_id": person.id, "kind": kind}, {"given_at": now})

    async def withdraw_consent(self, person: Person, kind: ConsentKind) -> None:
        await self._session.execute(
            delete(Consent).where(Consent.person_id == person.id, Consent.kind == kind)
        )

    async def reachable(
        self, kind: ConsentKind, areas: Collection[str] | None = None
    ) -> Sequence[int]:
        """Ids of the people who said yes to this kind of message, in these wijken or in all."""
        query = (
            select(Person.id)
            .join(Consent, Consent.person_id == Person.id)
            .where(Consent.kind == kind, Person.unreachable_at.is_(None))
            .where(Person.stopped_at.is_(None))
            .order_by(Person.id)
        )
        if areas is not None:
            query = query.where(Person.area.in_(areas))
        return (await self._session.scalars(query)).all()

    async def mark_unreachable(self, telegram_id: int, now: datetime) -> None:
        await self._session.execute(
            update(Person).where(Person.telegram_id == telegram_id).values(unreachable_at=now)
        )

    async def forget(self, person: Person) -> None:
        """Delete a person; what they made for others stays, without them."""
        await self._session.delete(person)


class Roles(Repository):
    async def of(self, person: Person, now: datetime) -> frozenset[Role]:
        return frozenset(await self._column(ROLES, person=person.id, now=now))

    async def grant(self, person: Person, role: Role, now: datetime, expires_at: datetime) -> None:
        await self._upsert(
            RoleGrant,
            {"person_id": person.id, "role": role},
            {"granted_at": now, "expires_at": expires_at},
        )

    async def invite(self, token_hash: str, role: Role, expires_at: datetime) -> None:
        self._session.add(Invite(token_hash=token_hash, role=role, expires_at=expires_at))
        await self._session.flush()

    async def redeem(self, token_hash: str, now: datetime) -> Role | None:
        """Use up an invitation, in one statement; ``None`` if it is unknown, used or too old."""
        query = (
            update(Invite)
            .where(Invite.token_hash == token_hash)
            .where(Invite.used_at.is_(None), Invite.expires_at > now)
            .values(used_at=now)
            .returning(Invite.role)
        )
        return await self._session.scalar(query)


class Drafts(Repository):
    async def get(self, person: Person, form: str) -> Draft | None:
        return await self._one(Draft, DRAFT, person=person.id, form=form)

    async def all_of(self, person: Person) -> Sequence[Draft]:
        return await self._each(Draft, DRAFTS, person=person.id)

    async def open_of(self, person: Person) -> Draft | None:
        """The form that typed text belongs to."""
        query = select(Draft).where(Draft.person_id == person.id, Draft.open)
        return await self._session.scalar(query.order_by(Draft.updated_at.desc()).limit(1))

    async def save(
        self, person: Person, form: str, answers: dict[str, Any], asking: str | None, now: datetime
    ) -> None:
        """Write the answers down and make this the open form of the person."""
        await self.close(person)
        await self._upsert(
            Draft,
            {"person_id": person.id, "form": form},
            {"answers": answers, "asking": asking, "open": True, "updated_at": now},
        )

    async def close(self, person: Person) -> bool:
        """Leave the open form, keep its answers; ``False`` if none was open."""
        query = (
            update(Draft)
            .where(Draft.person_id == person.id, Draft.open)
            .values(open=False)
            .returning(Draft.form)
        )
        return bool((await self._session.scalars(query)).all())

    async def discard(self, person: Person, form: str) -> None:
        await self._session.execute(
            delete(Draft).where(Draft.person_id == person.id, Draft.form == form)
        )
