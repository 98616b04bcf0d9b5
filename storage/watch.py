"""Objects of the ORM that come past it, and the way back of what is changed in them."""

from functools import cache
from typing import Any, TypeVar

from sqlalchemy.orm import Session, class_mapper, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_state, set_committed_value

from storage.models import Base
from storage.prepared import Row

Entity = TypeVar("Entity", bound=Base)


class Watch:
    """What a transaction that writes has read past the ORM: one object for each row.

    As long as nobody changes one, no session is needed: to make it, to add them and to end it
    costs more than all that most transactions ask.
    """

    def __init__(self) -> None:
        self._seen: dict[Any, Base] = {}

    @property
    def has_changed(self) -> bool:
        return any(instance_state(found).modified for found in self._seen.values())

    def one(self, found: Entity, session: Session | None) -> Entity:
        """The object of this row, brought in step with what was read."""
        key = identity_of(found)
        known: Any = self._seen.get(key) if session is None else session.identity_map.get(key)
        if known is None:
            if session is None:
                self._seen[key] = found
            else:
                _add(session, found)
            return found
        for name, value in values_of(found).items():
            set_committed_value(known, name, value)
        same: Entity = known
        return same

    def hand_over(self, session: Session) -> None:
        """From here on the session watches them; what was changed it finds changed."""
        for found in self._seen.values():
            state = instance_state(found)
            changes = {name: found.__dict__[name] for name in state.committed_state}
            found.__dict__.update(state.committed_state)
            _add(session, found)
            for name, value in changes.items():
                setattr(found, name, value)


def _add(session: Session, found: Base) -> None:
    make_transient_to_detached(found)
    session.add(found)


@cache
def _names(entity: type[Base]) -> tuple[str, ...]:
    """In the order in which ``select(entity)`` asks for them."""
    return tuple(attribute.key for attribute in class_mapper(entity).column_attrs)


def values_of(found: Base) -> dict[str, Any]:
    return {name: found.__dict__[name] for name in _names(type(found))}


def identity_of(found: Base) -> Any:
    """Which row an object stands for, as a session knows it."""
    return class_mapper(type(found)).identity_key_from_instance(found)


def made(entity: type[Entity], row: Row) -> Entity:
    """An object of the ORM as it stands in a row, which nobody watches for changes."""
    mapper = class_mapper(entity)
    found: Entity = mapper.class_manager.new_instance()
    found.__dict__.update(zip(_names(entity), row, strict=True))
    return found
