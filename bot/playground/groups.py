"""Groups and supergroups: how they begin, who comes and goes, and how they move house."""

from bot.playground.acts import Act
from bot.playground.entities import Json
from bot.playground.errors import ControlError
from bot.playground.model import Chat, Person
from bot.playground.privacy import GONE
from bot.playground.world import World

GROUP = -100
SUPERGROUP = -1_001_000_000_000
ANONYMOUS = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
STATUSES = ("creator", "administrator", "member", "left", "kicked")


def new_group(world: World, title: str, type_: str, *, is_forum: bool = False) -> Chat:
    if type_ not in ("group", "supergroup"):
        raise ControlError("A chat of several is a group or a supergroup.")
    first = GROUP if type_ == "group" else SUPERGROUP
    id_ = min([first, *(chat.id for chat in world.chats.values() if chat.type == type_)]) - 1
    chat = Chat(id_, type_, title=title, is_forum=is_forum)
    world.chats[(0, id_)] = chat
    world.hub.publish("group", group=group_view(world, chat))
    return chat


def group(world: World, id_: int) -> Chat:
    if (0, id_) not in world.chats:
        raise ControlError(f"There is no group {id_}.")
    return world.chats[(0, id_)]


def group_view(world: World, chat: Chat) -> Json:
    """What the page knows of a group; its members are told by id and status."""
    return {
        **world.chat_view(chat),
        "members": {str(id_): status for id_, status in chat.members.items()},
        "anonymous": sorted(chat.anonymous),
        "topics": {str(id_): name for id_, name in chat.topics.items()},
        "upgraded_to": chat.upgraded_to,
    }


def hide(world: World, chat: Chat, user_id: int, *, anonymous: bool) -> None:
    """Hide the name of an administrator, or show it again."""
    chat.anonymous.discard(user_id)
    if anonymous:
        chat.anonymous.add(user_id)
    world.hub.publish("group", group=group_view(world, chat))


def set_member(world: World, chat: Chat, user_id: int, status: str, by: Person) -> None:
    """Add, promote or remove somebody. Bots hear of themselves and, on request, of others."""
    user = world.user(user_id)
    if user is None or status not in STATUSES:
        raise ControlError("There is no such person, bot or status.")
    old = member_view(chat, user)
    chat.members[user_id] = status
    change = {
        "chat": world.chat_view(chat),
        "from": by.user(),
        "date": world.now(),
        "old_chat_member": old,
        "new_chat_member": member_view(chat, user),
    }
    for bot in world.bots.values():
        if bot.id == user_id:
            world.update(bot, "my_chat_member", change, ("chat", chat.id))
        elif chat.members.get(bot.id) == "administrator":
            world.update(bot, "chat_member", change, ("chat", chat.id))
    tell_of_change(world, chat, user, old["status"], by)
    world.hub.publish("group", group=group_view(world, chat))


def gather(world: World, chat: Chat, people: list[Person]) -> None:
    """Fill a new group: the first made it and brings the bot, the others join."""
    maker, ids = people[0], [str(person.id) for person in people]
    kind = "forum" if chat.is_forum else chat.type
    world.acts.add(Act(maker.id, "gathers", chat.title, more=[kind, *ids]), chat)
    set_member(world, chat, maker.id, "creator", maker)
    set_member(world, chat, world.bot().id, "member", maker)
    for other in people[1:]:
        set_member(world, chat, other.id, "member", maker)


def tell_of_change(world: World, chat: Chat, user: Json, old: str, by: Person) -> None:
    """The line in the chat that says who came or went."""
    here = chat.members[user["id"]] not in GONE
    if here == (old not in GONE):
        return
    shown = {"new_chat_members": [user]} if here else {"left_chat_member": user}
    bot = next(iter(world.bots.values()))
    world.announce(chat, "message", world.compose(bot, chat, by.user(), shown))


def member_view(chat: Chat, user: Json) -> Json:
    status = chat.members.get(user["id"], "left")
    hidden = user["id"] in chat.anonymous
    match status:
        case "creator":
            return {"status": status, "user": user, "is_anonymous": hidden}
        case "administrator":
            own = {"can_be_edited": False, "is_anonymous": hidden}
            return {"status": status, "user": user, **own, **dict.fromkeys(RIGHTS, True)}
        case "kicked":
            return {"status": status, "user": user, "until_date": 0}
        case _:
            return {"status": status, "user": user}


RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_send_welcome_messages",
)


def upgrade(world: World, chat: Chat) -> Chat:
    """A group becomes a supergroup with another id; both chats say so."""
    if chat.type != "group" or chat.upgraded_to is not None:
        raise ControlError("Only a group becomes a supergroup, and once.")
    new = new_group(world, chat.title, "supergroup")
    new.members, new.anonymous = dict(chat.members), set(chat.anonymous)
    chat.upgraded_to = new.id
    bot = next(iter(world.bots.values()))
    said = world.compose(bot, chat, ANONYMOUS, {"migrate_to_chat_id": new.id})
    world.announce(chat, "message", said)
    said = world.compose(bot, new, ANONYMOUS, {"migrate_from_chat_id": chat.id})
    world.announce(new, "message", said)
    for changed in (chat, new):
        world.hub.publish("group", group=group_view(world, changed))
    return new
