"""Answering what people type behind ``@bot``."""

from typing import Any

from bot.playground.entities import Json
from bot.playground.errors import bad_request, not_built
from bot.playground.fields import known_part, known_parts
from bot.playground.inline import is_old
from bot.playground.markup import read_markup
from bot.playground.methods.messages import text_content
from bot.playground.methods.registry import Call, method
from bot.playground.methods.taps import TOO_OLD
from bot.playground.parameters import Parameters
from bot.playground.texts import read_text

RESULTS = 50
ID_BYTES = 64


@method("answerInlineQuery", "inline_query_id results cache_time is_personal next_offset button")
async def answer_inline_query(call: Call) -> bool:
    """Articles with a text; other kinds of results are not built."""
    given: Any = call.parameters.data("results", "can't parse inline query results JSON object")
    if not isinstance(given, list):
        raise bad_request("expected an Array of inline query results")
    if len(given) > RESULTS:
        raise bad_request("too many inline query results specified")
    query = call.world.queries.get(call.parameters.text("inline_query_id"))
    if query is None or query.bot_id != call.bot.id or is_old(call.world, query):
        raise bad_request(TOO_OLD)
    given = known_parts(call.parameters, "InlineQueryResultArticle", given)
    results = [read_result(call, item) for item in given]
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    query.results = results
    call.world.hub.publish("inline", person=query.person_id, query=query.id, results=given)
    return True


def read_result(call: Call, item: Any) -> Json:
    if not isinstance(item, dict):
        raise bad_request("can't parse inline query result: expected an Object")
    id_ = str(item.get("id", ""))
    if not 1 <= len(id_.encode()) <= ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if item.get("type") != "article":
        raise not_built(f"inline results of type {item.get('type')}")
    if not item.get("title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = item.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise not_built("inline results without a message_text")
    content = known_part(call.parameters, "InputTextMessageContent", content)
    inner = Parameters({**content, "text": content["message_text"]}, {})
    shown = text_content(call, read_text(inner))
    markup = read_markup(Parameters({"reply_markup": item.get("reply_markup")}, {}))
    around = {"reply_markup": markup} if markup else {}
    return {"id": id_, "title": item["title"], "content": shown, **around}
