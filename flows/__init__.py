"""What residents, moderators and officers can do. One package is one capability."""

from flows import (
    acts,
    broadcast,
    budget,
    communities,
    desk,
    forms,
    helping,
    home,
    initiatives,
    meetings,
    onboarding,
    polls,
    privacy,
    rounds,
    stemcodes,
    voting,
)

__all__ = [
    "acts",
    "broadcast",
    "budget",
    "communities",
    "desk",
    "forms",
    "helping",
    "home",
    "initiatives",
    "meetings",
    "onboarding",
    "polls",
    "privacy",
    "rounds",
    "stemcodes",
    "voting",
]
