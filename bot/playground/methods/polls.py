"""Asking people to choose."""

from typing import Any

from bot.playground.entities import Formatted, Json, is_empty
from bot.playground.errors import bad_request, not_built
from bot.playground.fields import known_parts
from bot.playground.markup import read_markup
from bot.playground.methods.messages import SENDING, send
from bot.playground.methods.registry import Call, method
from bot.playground.model import Message
from bot.playground.parameters import Parameters
from bot.playground.polls import new_poll, publish
from bot.playground.texts import formatted_by

QUESTION, OPTION, OPTIONS, EXPLANATION = 300, 100, 12, 200
OPEN_PERIOD = range(5, 2_628_001)


@method(
    "sendPoll",
    SENDING
    + "question question_parse_mode question_entities options is_anonymous type "
    + "allows_multiple_answers allows_revoting correct_option_ids explanation "
    + "explanation_parse_mode explanation_entities open_period close_date is_closed",
)
async def send_poll(call: Call) -> Message:
    """Of entities a question and its options keep custom emoji only: here none."""
    asked = formatted_by(call.parameters, "question", "question_parse_mode", "question_entities")
    if is_empty(asked.text):
        raise bad_request("poll question must be non-empty")
    if len(asked.text) > QUESTION:
        raise bad_request(f"poll question length must not exceed {QUESTION}")
    options = read_options(call.parameters)
    poll = new_poll({"question": asked.text}, options, settings(call, len(options)))
    return send(call, call.writable_chat(), {"poll": poll})


def explained(told: Formatted) -> Json:
    entities = {"explanation_entities": told.entities} if told.entities else {}
    return {"explanation": told.text, **entities}


def read_options(parameters: Parameters) -> list[Json]:
    given: Any = parameters.data("options", "can't parse options JSON object", default=[])
    if not isinstance(given, list):
        raise bad_request("expected an Array of InputPollOption")
    if not given:
        raise bad_request("poll must have at least 1 option")
    if len(given) > OPTIONS:
        raise bad_request(f"poll can't have more than {OPTIONS} options")
    options = known_parts(parameters, "InputPollOption", given)
    return [read_option(item) for item in options]


def read_option(item: Any) -> Json:
    inner = Parameters({"text": item} if isinstance(item, str) else dict_of(item), {})
    if "media" in inner:
        raise not_built("poll options with media")
    formatted = formatted_by(inner, "text", "text_parse_mode", "text_entities")
    if is_empty(formatted.text):
        raise bad_request("poll options must be non-empty")
    if len(formatted.text) > OPTION:
        raise bad_request(f"poll options length must not exceed {OPTION}")
    return {"text": formatted.text}


def dict_of(item: Any) -> Json:
    if not isinstance(item, dict):
        raise bad_request("can't parse InputPollOption: expected an Object")
    return item


def settings(call: Call, options: int) -> Json:
    given = call.parameters
    kind = given.text("type", "regular") or "regular"
    if kind not in ("regular", "quiz"):
        raise bad_request("unsupported poll type specified")
    quiz = kind == "quiz"
    read: Json = {
        "type": kind,
        "is_anonymous": given.boolean("is_anonymous") if "is_anonymous" in given else True,
        "is_closed": given.boolean("is_closed"),
        "allows_multiple_answers": given.boolean("allows_multiple_answers"),
        "allows_revoting": given.boolean("allows_revoting")
        if "allows_revoting" in given
        else not quiz,
    }
    return {**read, **(right_answers(given, options) if quiz else {}), **closing(call)}


def right_answers(given: Parameters, options: int) -> Json:
    right: Any = given.data("correct_option_ids", "can't parse correct option ids", default=[])
    if not isinstance(right, list) or not right:
        raise bad_request("quiz must have at least one correct option")
    if any(type(number) is not int or number not in range(options) for number in right):
        raise bad_request("wrong correct option ID specified")
    told = formatted_by(given, "explanation", "explanation_parse_mode", "explanation_entities")
    if len(told.text) > EXPLANATION:
        raise bad_request(f"quiz explanation length must not exceed {EXPLANATION}")
    return {"correct_option_ids": sorted(set(right))} | (explained(told) if told.text else {})


def closing(call: Call) -> Json:
    """When the poll closes, by a period or a date, not by both."""
    period, date = call.parameters.integer("open_period"), call.parameters.integer("close_date")
    if period and date:
        raise bad_request("only one of open_period and close_date can be specified")
    if period and period not in OPEN_PERIOD:
        raise bad_request("poll open period is out of range")
    if date and date - call.world.now() not in OPEN_PERIOD:
        raise bad_request("poll close date is out of range")
    if period:
        return {"open_period": period, "close_date": call.world.now() + period}
    return {"close_date": date} if date else {}


@method("stopPoll", "chat_id message_id reply_markup")
async def stop_poll(call: Call) -> Json:
    chat = call.open_chat()
    message = call.message(chat, "message with poll to stop not found")
    if "poll" not in message:
        raise bad_request("message with poll to stop not found")
    if message["from"]["id"] != call.bot.id:
        raise bad_request("poll can't be stopped")
    if message["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    markup = read_markup(call.parameters)
    kept = {k: v for k, v in message.items() if k != "reply_markup"}
    closed = {**message["poll"], "is_closed": True}
    return publish(
        call.world, chat, {**kept, **({"reply_markup": markup} if markup else {})}, closed
    )
