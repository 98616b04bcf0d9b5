"""Writing, forwarding and deleting messages."""

from typing import Any

from bot.playground.entities import Formatted, Json
from bot.playground.errors import bad_request
from bot.playground.fields import known_part
from bot.playground.files import content
from bot.playground.markup import read_markup
from bot.playground.methods.around import around
from bot.playground.methods.registry import Call, method
from bot.playground.model import Chat, Message
from bot.playground.parameters import Parameters
from bot.playground.texts import read_caption, read_text

SENDING = (
    "chat_id message_thread_id disable_notification protect_content allow_paid_broadcast "
    "reply_parameters reply_markup "
)
CAPTIONED = SENDING + "caption parse_mode caption_entities "
TWO_DAYS = 48 * 3600
MOST_AT_ONCE = 100
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


@method("sendMessage", SENDING + "text parse_mode entities link_preview_options")
async def send_message(call: Call) -> Message:
    """What is wrong with the text is told before whether anybody may get it."""
    shown = {**text_content(call, read_text(call.parameters)), **link_preview(call)}
    return send(call, call.writable_chat(), shown)


@method("sendPhoto", CAPTIONED + "photo has_spoiler show_caption_above_media")
async def send_photo(call: Call) -> Message:
    return send_file(call, "photo")


@method("sendDocument", CAPTIONED + "document thumbnail disable_content_type_detection")
async def send_document(call: Call) -> Message:
    return send_file(call, "document")


def send(call: Call, chat: Chat, shown: Json) -> Message:
    """Write what the bot sends, with what every sending method has in common."""
    markup = read_markup(call.parameters, private=chat.type == "private")
    return call.world.bot_writes(call.bot, chat, {**around(call, chat), **shown}, markup)


def send_file(call: Call, kind: str, known: Json | None = None) -> Message:
    """``known`` is what the bot itself tells of the file."""
    caption = caption_content(call, read_caption(call.parameters))
    chat = call.writable_chat()
    file = call.world.files.read(call.parameters, kind)
    shown = content(file)
    if known:
        shown[kind] = {**shown[kind], **known}
    return send(call, chat, {**shown, **caption})


def text_content(call: Call, formatted: Formatted) -> Json:
    entities = known_users(call, formatted)
    return {"text": formatted.text, **({"entities": entities} if entities else {})}


def caption_content(call: Call, formatted: Formatted) -> Json:
    marks: Json = {}
    if call.parameters.boolean("show_caption_above_media"):
        marks["show_caption_above_media"] = True
    if call.parameters.boolean("has_spoiler"):
        marks["has_media_spoiler"] = True
    if not formatted.text:
        return marks
    if entities := known_users(call, formatted):
        marks["caption_entities"] = entities
    return {"caption": formatted.text, **marks}


def known_users(call: Call, formatted: Formatted) -> list[Json]:
    """Mentions by id become users; of strangers only the text stays."""
    shown = []
    for entity in formatted.entities:
        if entity["type"] != "text_mention":
            shown.append(entity)
        elif user := call.world.user(Parameters(entity["user"], {}).integer("id")):
            shown.append({**entity, "user": user})
    return shown


def link_preview(call: Call) -> Json:
    options = call.parameters.data(
        "link_preview_options", "can't parse link preview options JSON object", default=None
    )
    if options is None:
        return {}
    if not isinstance(options, dict):
        raise bad_request("object expected as link preview options")
    options = known_part(call.parameters, "LinkPreviewOptions", options)
    return {"link_preview_options": options} if options else {}


@method("sendChatAction", "chat_id action message_thread_id")
async def send_chat_action(call: Call) -> bool:
    chat = call.writable_chat()
    if call.parameters.text("action").lower() not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.world.tell(chat, "typing")
    return True


@method("deleteMessage", "chat_id message_id")
async def delete_message(call: Call) -> bool:
    chat = call.open_chat()
    message = call.message(chat, "message to delete not found")
    if not is_deletable(call, chat, message):
        raise bad_request("message can't be deleted")
    call.world.remove(chat, message["message_id"])
    return True


@method("deleteMessages", "chat_id message_ids")
async def delete_messages(call: Call) -> bool:
    """Those that cannot be found or deleted are skipped, as at Telegram."""
    chat = call.open_chat()
    for number in read_ids(call):
        message = chat.messages.get(number)
        if message and is_deletable(call, chat, message):
            call.world.remove(chat, number)
    return True


def read_ids(call: Call) -> list[int]:
    ids: Any = call.parameters.data("message_ids", "can't parse message identifiers JSON array")
    if not isinstance(ids, list):
        raise bad_request("expected an Array of message identifiers")
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > MOST_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    try:
        return [int(number) for number in ids]
    except (TypeError, ValueError, OverflowError) as odd:
        raise bad_request("invalid message identifier specified") from odd


def is_deletable(call: Call, chat: Chat, message: Message) -> bool:
    """Within 48 hours; of others only in private chats, or by an administrator."""
    fresh = call.world.now() - message["date"] <= TWO_DAYS
    own = message.get("from", {}).get("id") == call.bot.id
    rights = chat.type == "private" or chat.members.get(call.bot.id) == "administrator"
    return (own and fresh) or (rights and (fresh or chat.type == "supergroup"))
