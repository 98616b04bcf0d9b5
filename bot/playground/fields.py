"""The fields of objects inside parameters. Telegram ignores others, most often slips of a pen."""

from typing import Any

from bot.playground.entities import Json
from bot.playground.parameters import Parameters

CAPTION = "caption parse_mode caption_entities "
WORDS = {
    "LinkPreviewOptions": "is_disabled url prefer_small_media prefer_large_media show_above_text",
    "InputMediaPhoto": CAPTION + "type media has_spoiler show_caption_above_media",
    "InputMediaDocument": CAPTION + "type media thumbnail disable_content_type_detection",
    "InputMediaAudio": CAPTION + "type media thumbnail duration performer title",
    "InputPollOption": "text text_parse_mode text_entities media",
    "BotCommand": "command description is_ephemeral",
    "BotCommandScopeChatMember": "type chat_id user_id",
    "InlineQueryResultArticle": "type id title input_message_content reply_markup url description "
    "thumbnail_url thumbnail_width thumbnail_height",
    "InputTextMessageContent": "message_text parse_mode entities link_preview_options",
    "ReplyParameters": "message_id chat_id allow_sending_without_reply quote quote_parse_mode "
    "quote_entities quote_position checklist_task_id poll_option_id ephemeral_message_id",
    "MessageEntity": "type offset length url user language custom_emoji_id unix_time "
    "date_time_format",
}
FIELDS = {kind: frozenset(words.split()) for kind, words in WORDS.items()}


def known_part(parameters: Parameters, kind: str, given: Json) -> Json:
    """What Telegram knows of an object of this type; the rest is put on record."""
    known = FIELDS[kind]
    parameters.unknown += [name for name in given if name not in known]
    return {name: value for name, value in given.items() if name in known}


def known_parts(parameters: Parameters, kind: str, given: Any) -> Any:
    """The same for a list; what is no list of objects is left to whoever reads it."""
    if not isinstance(given, list):
        return given
    return [known_part(parameters, kind, it) if isinstance(it, dict) else it for it in given]
