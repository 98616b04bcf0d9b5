"""Who and what a chat is, and files by their id."""

from bot.playground.entities import Json
from bot.playground.errors import bad_request
from bot.playground.files import DOWNLOAD
from bot.playground.methods.registry import Call, method
from bot.playground.model import Chat

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


def member_view(chat: Chat, user: Json) -> Json:
    status = chat.members.get(user["id"], "left")
    hidden = user["id"] in chat.anonymous
    match status:
        case "creator":
            return {"status": status, "user": user, "is_anonymous": hidden}
        case "administrator":
            rights = dict.fromkeys(RIGHTS, True)
            own = {"can_be_edited": False, "is_anonymous": hidden}
            return {"status": status, "user": user, **own, **rights}
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
)


@method("getFile", "file_id")
async def get_file(call: Call) -> Json:
    file = call.world.files.by_id.get(call.parameters.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.data) > DOWNLOAD:
        raise bad_request("file is too big")
    return {**file.described(), "file_path": file.path}
