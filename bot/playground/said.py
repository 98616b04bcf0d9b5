"""What people send: the part of a Message that each kind has of its own."""

from collections.abc import Mapping
from typing import Any

from bot.playground.entities import Formatted, Json, check_unicode, finished, is_empty
from bot.playground.errors import ApiError, ControlError
from bot.playground.files import Files, content, control_upload
from bot.playground.groups import group
from bot.playground.model import Chat, Message, Person
from bot.playground.parameters import Parameters, Upload
from bot.playground.texts import CAPTION, TEXT
from bot.playground.world import World

NAMES = {"request_name": ("first_name", "last_name"), "request_username": ("username",)}
LATITUDE, LONGITUDE = 90.0, 180.0
OGG = b"OggS" + bytes(60)  # the placeholder of a voice note nobody recorded
WORDED = frozenset({"text", "photo", "document", "voice", "audio"})
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L" + bytes(14)


def said(world: World, chat: Chat, person: Person, kind: str, given: Mapping[str, Any]) -> Json:
    """The part of a Message that this kind has of its own."""
    match kind:
        case "text":
            return plain("text", given.get("text"), TEXT)
        case "photo" | "document" | "voice" | "audio":
            return sent_file(world.files, kind, given)
        case "sticker":
            return sticker(world.files, given)
        case "location":
            return {"location": location(given)}
        case "contact":
            phone = str(given.get("phone_number", "+31612345678"))
            own = {"first_name": person.first_name, "user_id": person.id}
            return {"contact": {"phone_number": phone, **own}}
        case "users_shared" | "chat_shared":
            return shared(world, chat, kind, given)
        case _:
            raise ControlError(f"Nobody can send a {kind!r} here.")


def sent_file(files: Files, kind: str, given: Mapping[str, Any]) -> Json:
    upload = given.get("file")
    if kind == "voice" and upload is None:
        upload = Upload("voice.ogg", "audio/ogg", OGG)
    if not isinstance(upload, Upload):
        raise ControlError(f"A {kind} needs a file.")
    file = control_upload(kind, upload, files)
    caption = given.get("caption")
    return {**content(file), **(plain("caption", caption, CAPTION) if caption else {})}


def sticker(files: Files, given: Mapping[str, Any]) -> Json:
    upload = Upload("sticker.webp", "image/webp", WEBP)
    file = control_upload("sticker", upload, files)
    shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
    emoji = str(given.get("emoji", "👍"))
    return {"sticker": {**file.described(), "type": "regular", **shape, "emoji": emoji}}


def plain(part: str, text: Any, limit: int) -> Json:
    """What somebody typed: people have no markup, Telegram finds links and commands."""
    if not isinstance(text, str):
        raise ControlError("There is no text to send.")
    try:
        formatted = finished(Formatted(check_unicode(text)))
    except ApiError as refused:
        raise ControlError("The text is not readable as UTF-8.") from refused
    if is_empty(formatted.text):
        raise ControlError("Telegram sends no empty messages.")
    if len(formatted.text) > limit:
        raise ControlError(f"Telegram's app sends at most {limit} characters at once.")
    name = "entities" if part == "text" else "caption_entities"
    return {part: formatted.text, **({name: formatted.entities} if formatted.entities else {})}


def reworded(message: Message, text: str) -> Message:
    """The message with another text, or another caption of its file."""
    if not WORDED & message.keys():
        raise ControlError("There are no words to edit in this message.")
    part, limit = ("text", TEXT) if "text" in message else ("caption", CAPTION)
    old = (part, "entities", "caption_entities")
    kept = {name: value for name, value in message.items() if name not in old}
    return {**kept, **plain(part, text, limit)}


def shared(world: World, chat: Chat, kind: str, given: Mapping[str, Any]) -> Json:
    """Pick people or a chat by a button that asks for them, the first or that of a request."""
    asks = "request_users" if kind == "users_shared" else "request_chat"
    buttons = [b for row in (chat.reply_keyboard or {}).get("keyboard", []) for b in row]
    asked = [button[asks] for button in buttons if asks in button]
    wanted = given.get("request_id")
    found = [it for it in asked if wanted is None or it["request_id"] == wanted]
    if not found:
        raise ControlError("No button asks for this.")
    try:
        return {kind: {"request_id": found[0]["request_id"], **picked(world, found[0], given)}}
    except (KeyError, TypeError, ValueError) as odd:
        raise ControlError("Say which: chat=… or users=[…], by id.") from odd


def picked(world: World, asked: Json, given: Mapping[str, Any]) -> Json:
    """With the names and the title that the button asks for, and no others."""
    if "chat" in given:
        chat = group(world, int(given["chat"]))
        return {
            "chat_id": chat.id,
            **({"title": chat.title} if asked.get("request_title") else {}),
        }
    users, most = given["users"], Parameters(asked, {}).integer("max_quantity", 1)
    if len(users) > most:
        raise ControlError(f"This button asks for {most} at most.")
    names = [name for ask, names in NAMES.items() if asked.get(ask) for name in names]
    return {"users": [shared_user(world, int(id_), names) for id_ in users]}


def shared_user(world: World, id_: int, names: list[str]) -> Json:
    user = world.user(id_) or {}
    return {"user_id": id_, **{name: user[name] for name in names if name in user}}


def location(given: Mapping[str, Any]) -> Json:
    try:
        latitude = float(given.get("latitude", 52.3621))
        longitude = float(given.get("longitude", 4.9396))
    except (TypeError, ValueError) as odd:
        raise ControlError("A location is two numbers.") from odd
    if not (abs(latitude) <= LATITUDE and abs(longitude) <= LONGITUDE):
        raise ControlError("There is no such place on earth.")
    return {"latitude": latitude, "longitude": longitude}


FORWARDED = frozenset(
    [
        "text",
        "entities",
        "caption",
        "caption_entities",
        "photo",
        "document",
        "voice",
        "audio",
        "sticker",
        "location",
        "venue",
        "contact",
        "poll",
        "forward_origin",
        "has_media_spoiler",
    ]
)


def forwarded(message: Message) -> Json:
    """The parts that travel along, and where they come from."""
    shown = {name: part for name, part in message.items() if name in FORWARDED}
    origin = {"type": "user", "sender_user": message["from"], "date": message["date"]}
    if hidden := message.get("sender_chat"):  # an anonymous administrator stays anonymous
        origin = {"type": "chat", "sender_chat": hidden, "date": message["date"]}
    return {"forward_origin": origin, **shown}
