"""Every row of the table of refusals: Telegram's own code and words."""

import io
import json
from typing import Any

import pytest

from bot.playground import Playground
from bot.playground.methods import KNOWN, METHODS
from tests.playground.client import FATMA, STRANGER, YOUSSEF, Client, png

Row = tuple[str, dict[str, Any], int, str]


def button(**action: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Open", **action}]]}


def markup(count: int) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * count}


def text(**parameters: Any) -> dict[str, Any]:
    return {"chat_id": FATMA, "text": "hello", **parameters}


def html(source: str) -> dict[str, Any]:
    return text(text=source, parse_mode="HTML")


def hook(url: str, **parameters: Any) -> dict[str, Any]:
    return {"url": url, **parameters}


ENTITIES = "Bad Request: can't parse entities: "
BUTTON = "Bad Request: can't parse inline keyboard button: "
OUTSIDE = "ends after the end of the text at UTF-16 offset 12"
MIDDLE = "in a middle of a UTF-16 symbol at byte offset 4"
UNCHANGED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
ROWS: list[Row] = [
    ("makeCoffee", {}, 404, "Not Found: method not found"),
    ("sendMessage", text(text=""), 400, "Bad Request: message text is empty"),
    ("sendMessage", {"chat_id": FATMA}, 400, "Bad Request: message text is empty"),
    ("sendMessage", text(text=" \n\t "), 400, "Bad Request: text must be non-empty"),
    ("sendMessage", text(text="\u200b\u2800\ufeff"), 400, "Bad Request: text must be non-empty"),
    ("sendMessage", text(text="é" * 4097), 400, "Bad Request: message is too long"),
    ("sendMessage", text(text="x" * 32_769), 400, "Bad Request: text is too long"),
    ("sendMessage", text(chat_id=999), 400, "Bad Request: chat not found"),
    ("sendMessage", text(chat_id="@nobody"), 400, "Bad Request: chat not found"),
    ("sendMessage", {"text": "hello"}, 400, "Bad Request: chat_id is empty"),
    (
        "sendMessage",
        text(chat_id=STRANGER),
        403,
        "Forbidden: bot can't initiate conversation with a user",
    ),
    (
        "sendMessage",
        html("<b>hello"),
        400,
        f'{ENTITIES}Can\'t find end tag corresponding to start tag "b"',
    ),
    (
        "sendMessage",
        html("<div>hello</div>"),
        400,
        f'{ENTITIES}Unsupported start tag "div" at byte offset 0',
    ),
    (
        "sendMessage",
        {**html("<div>"), "chat_id": STRANGER},
        400,
        f'{ENTITIES}Unsupported start tag "div" at byte offset 0',
    ),
    (
        "editMessageCaption",
        {"chat_id": FATMA, "message_id": 10**6, "caption": "_", "parse_mode": "MarkdownV2"},
        400,
        f"{ENTITIES}Can't find end of Italic entity at byte offset 0",
    ),
    ("sendMessage", html("é 1 < 2"), 400, f'{ENTITIES}Unsupported start tag "" at byte offset 5'),
    ("sendMessage", html("a<br>"), 400, f'{ENTITIES}Unsupported start tag "br" at byte offset 1'),
    (
        "sendMessage",
        html("<b>x</i>"),
        400,
        f'{ENTITIES}Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
    ),
    ("sendMessage", html("x</b>"), 400, f"{ENTITIES}Unexpected end tag at byte offset 1"),
    ("sendMessage", html("x <b"), 400, f"{ENTITIES}Unclosed start tag at byte offset 2"),
    (
        "sendMessage",
        html('<tg-emoji emoji-id="smile">🙂</tg-emoji>'),
        400,
        f"{ENTITIES}Invalid custom emoji identifier specified",
    ),
    ("sendMessage", html("<b>x</b"), 400, f"{ENTITIES}Unclosed end tag at byte offset 4"),
    (
        "sendMessage",
        html("<span>x</span>"),
        400,
        f'{ENTITIES}Tag "span" must have class "tg-spoiler" at byte offset 0',
    ),
    (
        "sendMessage",
        text(text="Klaar.", parse_mode="MarkdownV2"),
        400,
        f"{ENTITIES}Character '.' is reserved and must be escaped with the preceding '\\'",
    ),
    (
        "sendMessage",
        text(text="*bold", parse_mode="MarkdownV2"),
        400,
        f"{ENTITIES}Can't find end of Bold entity at byte offset 0",
    ),
    ("sendMessage", text(parse_mode="BBCode"), 400, "Bad Request: unsupported parse_mode"),
    (
        "sendMessage",
        text(reply_markup=button(callback_data="x" * 65)),
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        text(reply_markup=button(callback_data="")),
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        text(reply_markup=button(callback_data="é" * 33)),
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        text(reply_markup=button()),
        400,
        f"{BUTTON}Text buttons are unallowed in the inline keyboard",
    ),
    ("sendMessage", text(reply_markup=markup(101)), 400, "Bad Request: reply markup is too long"),
    (
        "sendMessage",
        text(reply_markup="{keyboard"),
        400,
        "Bad Request: can't parse reply keyboard markup JSON object",
    ),
    (
        "sendMessage",
        text(reply_parameters={"message_id": 10**6}),
        400,
        "Bad Request: message to be replied not found",
    ),
    (
        "sendMessage",
        text(reply_parameters={"message_id": "one"}),
        400,
        "Bad Request: message to be replied not found",
    ),
    (
        "editMessageText",
        text(message_id=10**6),
        400,
        "Bad Request: message to edit not found",
    ),
    ("editMessageText", text(), 400, "Bad Request: message identifier is not specified"),
    ("editMessageText", text(message_id=1), 400, "Bad Request: message can't be edited"),
    (
        "deleteMessage",
        {"chat_id": FATMA, "message_id": 10**6},
        400,
        "Bad Request: message to delete not found",
    ),
    ("answerCallbackQuery", {"callback_query_id": "1"}, 400, TOO_OLD),
    ("sendPhoto", {"chat_id": FATMA}, 400, "Bad Request: there is no photo in the request"),
    (
        "sendDocument",
        {"chat_id": FATMA, "document": "attach://nothing"},
        400,
        "Bad Request: there is no document in the request",
    ),
    ("sendPhoto", {"chat_id": FATMA, "photo": "AgADmadeup"}, 400, "Bad Request: invalid file_id"),
    ("getFile", {"file_id": "AgADmadeup"}, 400, "Bad Request: invalid file_id"),
    (
        "setMyCommands",
        {"commands": [{"command": "Start", "description": "Begin"}]},
        400,
        "Bad Request: BOT_COMMAND_INVALID",
    ),
    (
        "setWebhook",
        hook("http://example.org/hook"),
        400,
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    ),
    (
        "setWebhook",
        hook("https://example.org:8081/hook"),
        400,
        "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
    ),
    (
        "setWebhook",
        hook("https://example.org/hook", secret_token="é!"),
        400,
        "Bad Request: secret token contains unallowed characters",
    ),
    # What the table of Telegram's texts does not list, but a bot can run into
    ("sendMessage", text(reply_markup=[1]), 400, "Bad Request: object expected as reply markup"),
    (
        "sendMessage",
        text(reply_markup={"inline_keyboard": "x"}),
        400,
        'Bad Request: field "inline_keyboard" must be of type Array',
    ),
    (
        "sendMessage",
        text(reply_markup={"inline_keyboard": ["x"]}),
        400,
        'Bad Request: field "inline_keyboard" must be an Array of Arrays',
    ),
    (
        "sendMessage",
        text(reply_markup={"inline_keyboard": [["x"]]}),
        400,
        f"{BUTTON}Object expected as a button",
    ),
    (
        "sendMessage",
        text(reply_markup={"inline_keyboard": [[{"url": "example.org"}]]}),
        400,
        f'{BUTTON}Can\'t find field "text"',
    ),
    (
        "sendMessage",
        text(reply_markup=button(url="nowhere")),
        400,
        "Bad Request: inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
    ),
    (
        "sendMessage",
        text(reply_markup=button(url="http://localhost/")),
        400,
        "Bad Request: inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
    ),
    (
        "sendMessage",
        text(reply_markup=button(copy_text={"text": ""})),
        400,
        "Bad Request: BUTTON_COPY_TEXT_INVALID",
    ),
    (
        "sendMessage",
        text(reply_markup=button(callback_data="x", style="loud")),
        400,
        f"{BUTTON}Invalid button style specified",
    ),
    (
        "sendMessage",
        text(reply_markup={"keyboard": [[7]]}),
        400,
        "Bad Request: can't parse keyboard button: Can't find field \"text\"",
    ),
    (
        "sendMessage",
        text(reply_markup={"keyboard": [[{"text": "Who", "request_users": {}}]]}),
        400,
        "Bad Request: can't parse keyboard button: Can't find field \"request_id\"",
    ),
    (
        "sendMessage",
        text(reply_markup={"force_reply": True, "input_field_placeholder": "x" * 65}),
        400,
        "Bad Request: INPUT_FIELD_PLACEHOLDER_INVALID",
    ),
    (
        "sendMessage",
        text(entities=[{"type": "bold", "offset": 3, "length": 9}]),
        400,
        f"Bad Request: entity beginning at UTF-16 offset 3 {OUTSIDE}",
    ),
    (
        "sendMessage",
        text(entities=[{"type": "bold", "offset": 9, "length": 1}]),
        400,
        "Bad Request: entity begins after the end of the text at UTF-16 offset 9",
    ),
    (
        "sendMessage",
        text(text="😀b", entities=[{"type": "bold", "offset": 1, "length": 2}]),
        400,
        f"Bad Request: entity begins {MIDDLE}",
    ),
    (
        "sendMessage",
        text(text="😀b", entities=[{"type": "bold", "offset": 0, "length": 1}]),
        400,
        f"Bad Request: entity beginning at UTF-16 offset 0 ends {MIDDLE}",
    ),
    (
        "sendMessage",
        text(entities=[{"type": "text_link", "offset": 0, "length": 1}]),
        400,
        "Bad Request: can't parse MessageEntity: Can't find field \"url\"",
    ),
    (
        "sendMessage",
        text(entities=[{"type": "text_link", "offset": 0, "length": 1, "url": "nowhere"}]),
        400,
        "Bad Request: entity Wrong HTTP URL",
    ),
    (
        "sendMessage",
        text(entities=[{"type": "bold", "offset": -1, "length": 1}]),
        400,
        "Bad Request: can't parse MessageEntity: invalid entity offset or length",
    ),
    ("sendMessage", html('<b x y="1'), 400, f"{ENTITIES}Unclosed start tag at byte offset 0"),
    (
        "sendMessage",
        html('<a href=x"y">z</a>'),
        400,
        f"{ENTITIES}Unexpected end of name token at byte offset 8",
    ),
    (
        "sendMessage",
        html('<b ="1">z</b>'),
        400,
        f'{ENTITIES}Empty attribute name in the tag "b" at byte offset 0',
    ),
    (
        "editMessageText",
        {"chat_id": FATMA, "message_id": 1, "text": ""},
        400,
        "Bad Request: message text is empty",
    ),
    (
        "deleteMessages",
        {"chat_id": FATMA, "message_ids": list(range(1, 102))},
        400,
        "Bad Request: too many message identifiers specified",
    ),
    (
        "deleteMessages",
        {"chat_id": FATMA, "message_ids": []},
        400,
        "Bad Request: message identifiers are not specified",
    ),
    (
        "deleteMessages",
        {"chat_id": FATMA, "message_ids": ["x"]},
        400,
        "Bad Request: invalid message identifier specified",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "start", "description": ""}]},
        400,
        "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    (
        "setMyCommands",
        {"commands": [], "scope": {"type": "moon"}},
        400,
        "Bad Request: can't parse BotCommandScope: unsupported type specified",
    ),
    (
        "setMyCommands",
        {"commands": [], "scope": {"type": "chat_member", "chat_id": FATMA}},
        400,
        "Bad Request: can't parse BotCommandScope: Can't find field \"user_id\"",
    ),
    (
        "setWebhook",
        hook("https://nohost/hook"),
        400,
        "Bad Request: bad webhook: Failed to resolve host: Name or service not known",
    ),
    (
        "setWebhook",
        hook("https://example.org/hook", secret_token="x" * 257),
        400,
        "Bad Request: secret token is too long",
    ),
    (
        "sendVenue",
        {"chat_id": FATMA, "latitude": 91, "longitude": 0, "title": "x", "address": "x"},
        400,
        "Bad Request: wrong location specified",
    ),
    (
        "getChatAdministrators",
        {"chat_id": FATMA},
        400,
        "Bad Request: there are no administrators in the private chat",
    ),
]
NOT_KNOWN = "Not Implemented: the playground does not know "
NOT_BUILT: list[tuple[str, dict[str, Any]]] = [
    ("sendInvoice", {}),
    ("sendMessage", text(parse_mode="Markdown")),
    ("sendMessage", text(reply_markup=button(pay=True))),
    ("sendMessage", text(reply_markup={"keyboard": [[{"text": "x", "web_app": {}}]]})),
    ("sendMessage", text(reply_parameters={"message_id": 1, "quote": "x"})),
    ("sendMessage", text(reply_parameters={"message_id": 1, "chat_id": YOUSSEF})),
    ("sendPhoto", {"chat_id": FATMA, "photo": "https://example.org/x.png"}),
    ("sendMediaGroup", {"chat_id": FATMA, "media": [{"type": "video"}] * 2}),
    ("sendPoll", {"chat_id": FATMA, "question": "x", "options": [{"text": "a", "media": {}}]}),
    ("editMessageText", {"inline_message_id": "1", "text": "x"}),
]


def named(row: Row) -> str:
    return f"{row[0]}-{row[3].rpartition(': ')[2][:40]}"


@pytest.mark.parametrize("row", ROWS, ids=named)
async def test_refusal(api: Client, row: Row) -> None:
    method, parameters, code, description = row
    assert (await api.call(method, **parameters)).refusal == (code, description)


async def test_unknown_token(api: Client) -> None:
    api.token = "42:PLAYGROUND_OTHER"
    assert (await api.call("getMe")).refusal == (401, "Unauthorized")


async def test_a_token_that_looks_real_is_not_taken(playground: Playground, api: Client) -> None:
    real = "7123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
    with pytest.raises(ValueError, match="looks like a real token"):
        playground.add_bot(real, "bot", "Bot")
    api.token = real
    assert (await api.call("getMe")).refusal == (401, "Unauthorized")
    assert real not in json.dumps(playground.traffic)


@pytest.mark.parametrize(("method", "given"), NOT_BUILT)
async def test_what_is_not_built_says_so(api: Client, method: str, given: dict[str, Any]) -> None:
    code, description = (await api.call(method, **given)).refusal
    assert code == 501
    assert description.startswith(NOT_KNOWN)


async def test_no_method_that_is_not_built_is_silent(api: Client) -> None:
    missing = [name for key, name in KNOWN.items() if key not in METHODS]
    assert len(missing) > 100
    for name in missing:
        for spelt in (name, name.upper()):
            code, description = (await api.call(spelt, chat_id=FATMA)).refusal
            assert (code, description) == (501, f"{NOT_KNOWN}the method {name}")


async def test_blocked(playground: Playground, api: Client) -> None:
    await playground.block(FATMA)
    refused = await api.call("sendMessage", **text())
    assert refused.refusal == (403, "Forbidden: bot was blocked by the user")
    await playground.block(FATMA, blocked=False)
    assert await api.ok("sendMessage", **text())


async def test_deleted_account(playground: Playground, api: Client) -> None:
    playground.world.people[FATMA].deactivated = True
    refused = await api.call("sendMessage", **text())
    assert refused.refusal == (403, "Forbidden: user is deactivated")


async def test_an_edit_must_change_something(api: Client) -> None:
    keyboard = button(callback_data="open")
    sent = await api.ok("sendMessage", **text(reply_markup=keyboard))
    same = text(message_id=sent["message_id"], reply_markup=keyboard)
    assert (await api.call("editMessageText", **same)).refusal == (400, UNCHANGED)


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(api: Client) -> None:
    sent = await api.ok("sendMessage", **text(reply_markup={"keyboard": [["Yes", "No"]]}))
    refused = await api.call("editMessageText", **text(message_id=sent["message_id"]))
    assert refused.refusal == (400, "Bad Request: message can't be edited")


async def test_captions_end_at_1024(api: Client) -> None:
    caption = "x" * 1024
    assert (await api.upload("sendPhoto", "photo", png(), chat_id=FATMA, caption=caption)).result
    longer = await api.upload("sendPhoto", "photo", png(), chat_id=FATMA, caption=f"{caption}x")
    assert longer.refusal == (400, "Bad Request: message caption is too long")


async def test_limits_count_after_parsing(api: Client) -> None:
    source = "<b>" + "&amp;" * 4096 + "</b>"
    sent = await api.ok("sendMessage", **html(source))
    assert sent["text"] == "&" * 4096
    assert await api.ok("sendMessage", **text(text="😀" * 4096))


async def test_a_hundred_buttons_and_64_bytes_pass(api: Client) -> None:
    sent = await api.ok("sendMessage", **text(reply_markup=markup(100)))
    assert len(sent["reply_markup"]["inline_keyboard"]) == 100
    assert await api.ok("sendMessage", **text(reply_markup=button(callback_data="x" * 64)))


async def test_an_answered_tap_is_answered_once(playground: Playground, api: Client) -> None:
    sent = await api.ok("sendMessage", **text(reply_markup=button(callback_data="open")))
    tap = await playground.tap(FATMA, sent["message_id"], "open")
    refused = await api.call("answerCallbackQuery", callback_query_id=tap, url="https://x.nl")
    assert refused.refusal == (400, "Bad Request: URL_INVALID")  # that answered nothing
    assert await api.ok("answerCallbackQuery", callback_query_id=tap, text="Done")
    assert playground.toasts(FATMA) == ["Done"]
    again = await api.call("answerCallbackQuery", callback_query_id=tap)
    assert again.refusal == (400, TOO_OLD)


async def test_an_answer_of_201_characters(playground: Playground, api: Client) -> None:
    tap = await playground.tap(FATMA, 1, "open")
    code, _ = (
        await api.call("answerCallbackQuery", callback_query_id=tap, text="x" * 201)
    ).refusal
    assert code == 400
    assert await api.ok("answerCallbackQuery", callback_query_id=tap, text="x" * 200)


async def test_files_over_the_limits(playground: Playground, api: Client) -> None:
    large = png() + bytes(10 * 1024**2)
    code, description = (await api.upload("sendPhoto", "photo", large, chat_id=FATMA)).refusal
    assert (code, "too big for a photo" in description) == (400, True)
    huge = bytes(50 * 1024**2 + 1)
    refused = await api.upload("sendDocument", "document", huge, chat_id=FATMA)
    assert refused.refusal == (413, "Request Entity Too Large")
    sent = (await api.upload("sendDocument", "document", large * 2, chat_id=FATMA)).result
    refused = await api.call("getFile", file_id=sent["document"]["file_id"])
    assert refused.refusal == (400, "Bad Request: file is too big")


async def test_ten_megabytes_of_text(api: Client) -> None:
    body = io.BytesIO(json.dumps(text(text="x" * 10 * 1024**2)).encode())
    json_body = {"Content-Type": "application/json"}
    refused = await api.post("sendMessage", data=body, headers=json_body)
    assert refused.refusal == (400, "Bad Request: text is too long")


async def test_another_persons_message_is_not_found(playground: Playground, api: Client) -> None:
    sent = await api.ok("sendMessage", **text())
    refused = await api.call(
        "editMessageText", chat_id=YOUSSEF, message_id=sent["message_id"], text="x"
    )
    assert refused.refusal == (400, "Bad Request: message to edit not found")


async def test_webhooks_twice_in_a_second(api: Client) -> None:
    assert await api.ok("setWebhook", url="http://127.0.0.1:9/one")
    again = await api.call("setWebhook", url="http://127.0.0.1:9/two")
    assert again.refusal == (429, "Too Many Requests: retry after 1")
    assert again.body["parameters"] == {"retry_after": 1}
    assert (await api.call("getUpdates")).refusal == (409, WEBHOOK_ACTIVE)
