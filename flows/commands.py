"""The commands: the same words in every language, with a translated description."""

from dataclasses import dataclass

from flows.text import Text, t
from storage.models import Role


@dataclass(frozen=True, slots=True)
class Command:
    """``role``: only shown to those who have it; what protects an action is its permission."""

    action: str
    about: Text
    role: Role | None = None


COMMANDS: dict[str, Command] = {
    "start": Command("start", t("Go to the start")),
    "propose": Command("propose.start", t("Propose an initiative")),
    "vote": Command("vote.open", t("Vote, or change your vote")),
    "communities": Command("communities.list", t("Find a community")),
    "budget": Command("budget", t("See the money")),
    "settings": Command("settings", t("Change your settings")),
    "language": Command("language", t("Change your language")),
    "cancel": Command("form.leave", t("Stop what you are doing")),
    "privacy": Command("privacy", t("See what I keep about you")),
    "stop": Command("stop", t("Get no more messages")),
    "help": Command("help", t("Get help")),
    "queue": Command("queue", t("Check initiatives"), Role.MODERATOR),
    "news": Command("broadcast.start", t("Send budget news"), Role.OFFICER),
}


def shown_to(roles: frozenset[Role]) -> dict[str, Command]:
    return {
        name: command
        for name, command in COMMANDS.items()
        if command.role is None or command.role in roles
    }
