"""Tables, and nothing but tables: rules about them live in ``flows``."""

from storage.models.base import Base, UtcDateTime
from storage.models.budget import (
    Broadcast,
    BroadcastState,
    BudgetImport,
    BudgetLine,
    ImportState,
)
from storage.models.communities import (
    Community,
    CommunityState,
    Meeting,
    Membership,
    Poll,
    PollAnswer,
    Rsvp,
    RsvpAnswer,
)
from storage.models.delivery import InboxRow, InboxState, Occurrence, OutboxRow, OutboxState
from storage.models.people import (
    Consent,
    ConsentKind,
    Draft,
    Invite,
    Person,
    Role,
    RoleGrant,
)
from storage.models.rounds import (
    ONE_POT,
    Ballot,
    Basis,
    Initiative,
    InitiativeState,
    RollEntry,
    Round,
    Transition,
)

__all__ = [
    "ONE_POT",
    "Ballot",
    "Base",
    "Basis",
    "Broadcast",
    "BroadcastState",
    "BudgetImport",
    "BudgetLine",
    "Community",
    "CommunityState",
    "Consent",
    "ConsentKind",
    "Draft",
    "ImportState",
    "InboxRow",
    "InboxState",
    "Initiative",
    "InitiativeState",
    "Invite",
    "Meeting",
    "Membership",
    "Occurrence",
    "OutboxRow",
    "OutboxState",
    "Person",
    "Poll",
    "PollAnswer",
    "Role",
    "RoleGrant",
    "RollEntry",
    "Round",
    "Rsvp",
    "RsvpAnswer",
    "Transition",
    "UtcDateTime",
]
