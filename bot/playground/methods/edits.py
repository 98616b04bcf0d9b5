"""Changing a message that was sent."""

from typing import Any

from bot.playground.entities import Json
from bot.playground.errors import bad_request, not_built
from bot.playground.fields import known_part
from bot.playground.files import content
from bot.playground.markup import is_inline, read_markup
from bot.playground.methods.messages import caption_content, link_preview, text_content
from bot.playground.methods.registry import Call, method
from bot.playground.model import Chat, Message
from bot.playground.parameters import Parameters
from bot.playground.said import FORWARDED
from bot.playground.texts import read_caption, read_text

EDITING = "chat_id message_id reply_markup "
UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
TEXT = ("text", "entities", "link_preview_options")
CAPTION = ("caption", "caption_entities", "show_caption_above_media")
MEDIA = ("photo", "document", "audio", "voice")
NOT_BUILT = ("video", "animation", "live_photo")


@method("editMessageText", EDITING + "text parse_mode entities link_preview_options")
async def edit_message_text(call: Call) -> Message:
    new = text_content(call, read_text(call.parameters))
    chat, message = editable(call)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return change(call, chat, message, TEXT, {**new, **link_preview(call)})


@method(
    "editMessageCaption",
    EDITING + "caption parse_mode caption_entities show_caption_above_media",
)
async def edit_message_caption(call: Call) -> Message:
    new = caption_content(call, read_caption(call.parameters))
    chat, message = editable(call)
    if not any(kind in message for kind in MEDIA):
        raise bad_request("there is no caption in the message to edit")
    return change(call, chat, message, CAPTION, new)


@method("editMessageReplyMarkup", EDITING)
async def edit_message_reply_markup(call: Call) -> Message:
    chat, message = editable(call)
    return change(call, chat, message, (), {})


@method("editMessageMedia", EDITING + "media")
async def edit_message_media(call: Call) -> Message:
    chat, message = editable(call)
    if not any(kind in message for kind in (*MEDIA, "text")):
        raise bad_request("there is no media in the message to edit")
    media = call.parameters.data("media", "can't parse input media JSON object")
    new = media_content(call, media)
    return change(call, chat, message, (*TEXT, *CAPTION, *MEDIA, "has_media_spoiler"), new)


def media_content(call: Call, media: Any) -> Json:
    """The part of a Message that one InputMedia makes. Raises ``ApiError``."""
    if not isinstance(media, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = str(media.get("type"))
    if kind in NOT_BUILT:
        raise not_built(f"media of type {kind}")
    if kind not in ("photo", "document", "audio"):
        raise bad_request("can't parse InputMedia: type must be specified correctly")
    part = known_part(call.parameters, f"InputMedia{kind.capitalize()}", media)
    inner = Parameters(part, call.parameters.uploads)
    reference, upload = inner.text("media"), inner.attached(inner.text("media"))
    if not reference or (upload is None and reference.startswith("attach://")):
        raise bad_request("can't parse InputMedia: media not found")
    file = call.world.files.of(kind, reference, upload)
    caption = Call(call.world, call.bot, inner, call.get_hook, call.set_hook)
    return {**content(file), **caption_content(caption, read_caption(inner))}


def editable(call: Call) -> tuple[Chat, Message]:
    if "inline_message_id" in call.parameters:
        raise not_built("messages sent by inline mode")
    chat = call.open_chat()
    message = call.message(chat, "message to edit not found")
    own = message["from"]["id"] == call.bot.id and "forward_origin" not in message
    said = FORWARDED & message.keys()  # not only that something happened
    if not own or not said or message["message_id"] in chat.uneditable:
        raise bad_request("message can't be edited")
    return chat, message


def change(call: Call, chat: Chat, message: Message, parts: tuple[str, ...], new: Json) -> Message:
    """Put new parts in the place of old; without ``reply_markup`` the keyboard goes."""
    markup = read_markup(call.parameters)
    if markup and not is_inline(markup):
        raise bad_request("inline keyboard expected")
    keyboard = {"reply_markup": markup} if markup else {}
    kept = {k: v for k, v in message.items() if k not in (*parts, "reply_markup", "edit_date")}
    changed = {**kept, **new, **keyboard}
    if changed == {k: v for k, v in message.items() if k != "edit_date"}:
        raise bad_request(UNCHANGED)
    return call.world.replace(chat, {**changed, "edit_date": call.world.now()})
