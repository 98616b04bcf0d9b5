"""Answering a press on a button."""

from bot.playground.ages import TAP
from bot.playground.errors import bad_request
from bot.playground.methods.registry import Call, method

ANSWER = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery", "callback_query_id text show_alert url cache_time")
async def answer_callback_query(call: Call) -> bool:
    """Once, and within 150 seconds of the tap."""
    text = call.parameters.text("text")
    if len(text) > ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    tap = call.world.taps.get(call.parameters.text("callback_query_id"))
    if tap is None or tap.bot_id != call.bot.id or call.world.ages.age(tap.stamp) > TAP:
        raise bad_request(TOO_OLD)
    if call.parameters.text("url"):
        raise bad_request("URL_INVALID")
    del call.world.taps[tap.id]
    call.world.toast(tap.person_id, text, alert=call.parameters.boolean("show_alert"))
    return True
