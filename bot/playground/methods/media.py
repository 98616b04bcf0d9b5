"""Other things than text: voice, audio, places, contacts, albums."""

import secrets
from typing import Any

from bot.playground.entities import Json
from bot.playground.errors import bad_request
from bot.playground.methods.around import around
from bot.playground.methods.edits import media_content
from bot.playground.methods.messages import CAPTIONED, SENDING, send, send_file
from bot.playground.methods.registry import Call, method
from bot.playground.model import Message
from bot.playground.parameters import Parameters
from bot.playground.said import LATITUDE, LONGITUDE

FEWEST, MOST = 2, 10  # files in an album
ALONE = ("document", "audio")
LEAST_ACCURATE = 1500  # metres
WRONG_ACCURACY = "wrong horizontal accuracy specified"
VCARD_BYTES = 2048


@method("sendVoice", CAPTIONED + "voice duration")
async def send_voice(call: Call) -> Message:
    return send_file(call, "voice", sound(call.parameters))


@method("sendAudio", CAPTIONED + "audio duration performer title thumbnail")
async def send_audio(call: Call) -> Message:
    return send_file(call, "audio", sound(call.parameters, "performer", "title"))


def sound(given: Parameters, *names: str) -> Json:
    """Telegram believes a bot about its sounds."""
    told: Json = {name: given.text(name) for name in names if given.text(name)}
    seconds = given.integer("duration")
    return {**told, **({"duration": seconds} if seconds > 0 else {})}


@method("sendLocation", SENDING + "latitude longitude horizontal_accuracy")
async def send_location(call: Call) -> Message:
    return send(call, call.writable_chat(), {"location": place(call)})


@method("sendVenue", SENDING + "latitude longitude title address")
async def send_venue(call: Call) -> Message:
    title, address = call.parameters.text("title"), call.parameters.text("address")
    if not title:
        raise bad_request("venue title must be non-empty")
    if not address:
        raise bad_request("venue address must be non-empty")
    venue = {"location": place(call), "title": title, "address": address}
    return send(call, call.writable_chat(), {"venue": venue, "location": venue["location"]})


@method("sendContact", SENDING + "phone_number first_name last_name vcard")
async def send_contact(call: Call) -> Message:
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: call.parameters.text(name) for name in names if name in call.parameters}
    if not contact.get("phone_number"):
        raise bad_request("phone number must be non-empty")
    if not contact.get("first_name"):
        raise bad_request("first name must be non-empty")
    if len(contact.get("vcard", "").encode()) > VCARD_BYTES:
        raise bad_request("vcard is too long")
    return send(call, call.writable_chat(), {"contact": contact})


def place(call: Call) -> Json:
    latitude = call.parameters.real("latitude", "latitude is empty or not a number")
    longitude = call.parameters.real("longitude", "longitude is empty or not a number")
    if not (abs(latitude) <= LATITUDE and abs(longitude) <= LONGITUDE):
        raise bad_request("wrong location specified")
    if "horizontal_accuracy" not in call.parameters:
        return {"latitude": latitude, "longitude": longitude}
    accuracy = call.parameters.real("horizontal_accuracy", WRONG_ACCURACY)
    if not 0 <= accuracy <= LEAST_ACCURATE:
        raise bad_request(WRONG_ACCURACY)
    return {"latitude": latitude, "longitude": longitude, "horizontal_accuracy": accuracy}


@method(
    "sendMediaGroup",
    "chat_id message_thread_id disable_notification protect_content reply_parameters media",
)
async def send_media_group(call: Call) -> list[Message]:
    """Two to ten files as one album; documents and music do not mix with others."""
    chat = call.writable_chat()
    media: Any = call.parameters.data("media", "can't parse media JSON object")
    if not isinstance(media, list):
        raise bad_request("expected an Array of InputMedia")
    if not media:
        raise bad_request("there are no messages to send")
    if len(media) > MOST:
        raise bad_request("too many messages to send as an album")
    if len(media) < FEWEST:
        raise bad_request("group send failed: an album has 2 to 10 items")
    kinds = {str(item.get("type")) for item in media if isinstance(item, dict)}
    if alone := next((kind for kind in ALONE if kind in kinds and len(kinds) > 1), None):
        raise bad_request(f"{alone} can't be mixed with other media types")
    shown = [media_content(call, item) for item in media]
    album = {"media_group_id": str(secrets.randbits(50)), **around(call, chat)}
    return [call.world.bot_writes(call.bot, chat, {**album, **item}) for item in shown]
