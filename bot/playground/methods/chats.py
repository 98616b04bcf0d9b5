"""Who and what a chat is, and files by their id."""

from bot.playground.entities import Json
from bot.playground.errors import bad_request
from bot.playground.files import DOWNLOAD
from bot.playground.groups import group_view, member_view
from bot.playground.methods.registry import Call, method
from bot.playground.model import Chat
from bot.playground.privacy import GONE

GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


@method("getChat", "chat_id")
async def get_chat(call: Call) -> Json:
    chat = call.chat()
    pinned = {"pinned_message": chat.messages[chat.pinned[-1]]} if chat.pinned else {}
    return {
        **call.world.chat_view(chat),
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
        **pinned,
    }


@method("getChatMember", "chat_id user_id")
async def get_chat_member(call: Call) -> Json:
    chat, id_ = call.chat(), call.parameters.integer("user_id")
    user = call.world.user(id_)
    if user is None:
        raise bad_request("invalid user_id specified")
    if chat.type == "private":
        if id_ not in (chat.id, call.bot.id):
            raise bad_request("member not found")
        return {"status": "member", "user": user}
    return member_view(chat, user)


@method("getFile", "file_id")
async def get_file(call: Call) -> Json:
    file = call.world.files.by_id.get(call.parameters.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.data) > DOWNLOAD:
        raise bad_request("file is too big")
    return {**file.described(), "file_path": file.path}


@method("getChatAdministrators", "chat_id return_bots")
async def get_chat_administrators(call: Call) -> list[Json]:
    """People who run the chat; bots among them only when asked for."""
    chat = group_of(call)
    bots = call.parameters.boolean("return_bots")
    listed = [call.world.user(id_) for id_, status in chat.members.items() if status in RUNNING]
    shown = [user for user in listed if user and (bots or not user["is_bot"])]
    return [member_view(chat, user) for user in shown]


@method("getChatMemberCount", "chat_id")
async def get_chat_member_count(call: Call) -> int:
    chat = call.chat()
    here = sum(status not in GONE for status in chat.members.values())
    return here if chat.type != "private" else len(("person", "bot"))


@method("leaveChat", "chat_id")
async def leave_chat(call: Call) -> bool:
    chat = group_of(call)
    chat.members[call.bot.id] = "left"
    return True


@method("createForumTopic", "chat_id name")
async def create_forum_topic(call: Call) -> Json:
    chat, name = call.writable_chat(), call.parameters.text("name").strip()
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if chat.members.get(call.bot.id) not in RUNNING:
        raise bad_request("not enough rights to create a topic")
    if not 1 <= len(name) <= TOPIC_NAME:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
    created = {"name": name, "icon_color": BLUE}
    said = call.world.bot_writes(call.bot, chat, {"forum_topic_created": created})
    chat.topics[said["message_id"]] = name
    call.world.hub.publish("group", group=group_view(call.world, chat))
    return {"message_thread_id": said["message_id"], **created}


TOPIC_NAME = 128
BLUE = 0x6FB9F0
RUNNING = ("creator", "administrator")


def group_of(call: Call) -> Chat:
    chat = call.writable_chat()
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    return chat
