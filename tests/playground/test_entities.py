"""Formatting as Telegram reads it: text, and entities counted in UTF-16 units."""

import re
from typing import Any

import pytest

from bot.playground.entities import Formatted, finished, units
from bot.playground.errors import ApiError
from bot.playground.html_text import parse_html
from bot.playground.markdown_text import parse_markdown

Entity = tuple[str, int, int]


def spans(formatted: Formatted) -> list[Entity]:
    return [(e["type"], e["offset"], e["length"]) for e in formatted.entities]


HTML: list[tuple[str, str, list[Entity]]] = [
    ("plain", "plain", []),
    ("<b>a</b> <strong>b</strong>", "a b", [("bold", 0, 1), ("bold", 2, 1)]),
    ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 2)]),
    ("<i>a</i><em>b</em>", "ab", [("italic", 0, 2)]),
    ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 2)]),
    ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", 0, 3)]),
    ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
    ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
    ("<code>a</code>", "a", [("code", 0, 1)]),
    ("<pre>a</pre>", "a", [("pre", 0, 1)]),
    ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
    ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
    ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", []),
    ('<tg-time unix="1800000000">soon</tg-time>', "soon", [("date_time", 0, 4)]),
    ("<B>Big</B>", "Big", [("bold", 0, 3)]),
    ("😀<b>é</b>", "😀é", [("bold", 2, 1)]),
    ("<b>😀</b>", "😀", [("bold", 0, 2)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 1), ("bold", 1, 1), ("italic", 1, 1)]),
    ("<b>a<code>b</code>c</b>", "abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
    ("<code>a<b>b</b></code>", "ab", [("code", 0, 2)]),
    ("<pre><code>a</code></pre>", "a", [("pre", 0, 1)]),
    (
        "<blockquote>a<blockquote>b</blockquote></blockquote>",
        "ab",
        [("blockquote", 0, 2)],
    ),
    (
        "<blockquote><b>a</b></blockquote>b",
        "ab",
        [("blockquote", 0, 1), ("bold", 0, 1)],
    ),
    (
        '<a href="x.nl">a<blockquote>b</blockquote></a>',
        "ab",
        [("blockquote", 1, 1)],
    ),
    (
        "<i>@tests @tests</i>",
        "@tests @tests",
        [
            ("mention", 0, 6),
            ("italic", 0, 6),
            ("italic", 6, 1),
            ("mention", 7, 6),
            ("italic", 7, 6),
        ],
    ),
    ("<b>a</>", "a", [("bold", 0, 1)]),
    ("<b></b>gone", "gone", []),
    ("<b> </b>stays", " stays", [("bold", 0, 1)]),
    ("&lt;b&gt; &amp; &quot;x&quot; &#233; &#xe9;", '<b> & "x" é é', []),
    ('<tg-time unix="²">soon</tg-time>', "soon", []),
    ("&nbsp; & &unknown; &#0;", "&nbsp; & &unknown; &#0;", []),
    ("&lt=1 &gtm=1 &ltfoo; &LT;", "<=1 &gtm=1 &ltfoo; &LT;", []),
    ("  <b> two </b>  ", " two", [("bold", 0, 4)]),
]


@pytest.mark.parametrize(("source", "text", "entities"), HTML, ids=[row[0][:30] for row in HTML])
def test_html(source: str, text: str, entities: list[Entity]) -> None:
    formatted = finished(parse_html(source))
    assert (formatted.text, spans(formatted)) == (text, entities)


def first(source: str) -> dict[str, Any]:
    return finished(parse_html(source)).entities[0]


def test_links() -> None:
    assert first('<a href="https://example.org/x">x</a>')["url"] == "https://example.org/x"
    assert first('<a href="example.org">x</a>')["url"] == "http://example.org/"
    assert first("<a href='https://example.org?a=1&amp;b=2'>x</a>")["url"].endswith("?a=1&b=2")
    assert first('<a href="tg://user?id=1001">x</a>')["user"] == {"id": 1001}
    assert first("<a>example.org</a>")["url"] == "http://example.org/"
    assert first('<a href="tg:resolve?domain=x">x</a>')["url"] == "tg://resolve?domain=x"
    for refused in ("nowhere", "http://localhost:8080/", "ftp://example.org", "app://open"):
        assert finished(parse_html(f'<a href="{refused}">x</a>')).entities == []


def test_moments() -> None:
    soon = {"type": "date_time", "offset": 0, "length": 4, "unix_time": 1800000000}
    assert first('<tg-time unix="1800000000">soon</tg-time>') == soon
    for source in (
        "![soon](tg://time?unix=1800000000&format=wDT)",
        "![soon](TG:time?unix=1800000000)",
    ):
        shown = finished(parse_markdown(source)).entities[0]
        assert shown == soon | ({"date_time_format": "wDT"} if "format" in source else {})


def test_code_with_a_language_is_one_pre() -> None:
    both = '<pre><code class="language-python">x = 1</code></pre>'
    turned = '<code class="language-python"><pre>x = 1</pre></code>'
    for source in (both, turned):
        assert first(source) == {"type": "pre", "offset": 0, "length": 5, "language": "python"}
    alone = first('<code class="language-python">x</code>')
    assert alone == {"type": "code", "offset": 0, "length": 1}


MARKDOWN: list[tuple[str, str, list[Entity]]] = [
    ("*b* _i_ __u__ ~s~ ||p||", "b i u s p", [
        ("bold", 0, 1), ("italic", 2, 1), ("underline", 4, 1), ("strikethrough", 6, 1),
        ("spoiler", 8, 1),
    ]),
    ("*a _b_*", "a b", [("bold", 0, 2), ("bold", 2, 1), ("italic", 2, 1)]),
    (r"1\.5 \- x\!", "1.5 - x!", []),
    ("`a.b`", "a.b", [("code", 0, 3)]),
    ("```python\nx = 1```", "x = 1", [("pre", 0, 5)]),
    ("```\nx```", "x", [("pre", 0, 1)]),
    ("[x](https://example.org/)", "x", [("text_link", 0, 1)]),
    (">one\n>two\nafter", "one\ntwo\nafter", [("blockquote", 0, 8)]),
    (">one\n>two||", "one\ntwo", [("expandable_blockquote", 0, 7)]),
    (">one||\nafter", "one\nafter", [("expandable_blockquote", 0, 4)]),
    (">one\n**>two||", "one\ntwo", [("blockquote", 0, 4), ("expandable_blockquote", 4, 3)]),
    (">*b\n>ld*\nafter", "b\nld\nafter", [("blockquote", 0, 5), ("bold", 0, 4)]),
    (">||p|| q||", "p q", [("expandable_blockquote", 0, 3), ("spoiler", 0, 1)]),
    (">`a\n>b`", "a\n>b", [("blockquote", 0, 4), ("code", 0, 4)]),
    ("*a\n>q\nb*", "a\nq\nb", [
        ("bold", 0, 2), ("blockquote", 2, 2), ("bold", 2, 2), ("bold", 4, 1),
    ]),
    ("___x_ y__", "x y", [("underline", 0, 3), ("italic", 0, 1)]),
    ("![👍](tg://emoji?id=5)", "👍", []),
    ("😀*b*", "😀b", [("bold", 2, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "text", "entities"), MARKDOWN, ids=[row[0][:30] for row in MARKDOWN]
)
def test_markdown(source: str, text: str, entities: list[Entity]) -> None:
    formatted = finished(parse_markdown(source))
    assert formatted.text == text
    assert sorted(spans(formatted)) == sorted(entities)


@pytest.mark.parametrize("character", "_*[]()~`>#+-=|{}.!")
def test_reserved_characters_need_a_backslash(character: str) -> None:
    with pytest.raises(ApiError):
        finished(parse_markdown(f"a {character} b"))
    assert finished(parse_markdown(f"a \\{character} b")).text == f"a {character} b"


UNENDED = [
    ("[x](https://example.org", "Can't find end of a URL at byte offset 4"),
    ("![👍](tg://emoji?id=5", "Can't find end of a custom emoji URL at byte offset 8"),
    ("![👍]", "Custom emoji entity must contain a tg://emoji URL"),
    ("```py x", "Can't find end of PreCode entity at byte offset 0"),
    (">*b\nld*", "Can't find end of Bold entity at byte offset 1"),
    (">q||e\nx", "Can't find end of Spoiler entity at byte offset 2"),
    (">\n*a*>b", "Character '>' is reserved"),
    ("![x](https://example.org/x.png)", "Custom emoji URL must have scheme tg"),
    ("![x](tg:emojis?id=5)", 'Custom emoji URL must have host "emoji"'),
    ("![x](tg://emoji#id=5)", "Custom emoji URL must have an emoji identifier"),
    ("![x](tg://emoji?id=05)", "Invalid custom emoji identifier specified"),
]


@pytest.mark.parametrize(("source", "words"), UNENDED)
def test_what_has_no_end(source: str, words: str) -> None:
    with pytest.raises(ApiError, match=re.escape(words)):
        parse_markdown(source)


FOUND: list[tuple[str, list[Entity]]] = [
    ("/start now", [("bot_command", 0, 6)]),
    ("/start@buurtbot", [("bot_command", 0, 15)]),
    ("a/b 1/2", []),
    ("see https://example.org/a?b=c.", [("url", 4, 25)]),
    ("see example.nl", [("url", 4, 10)]),
    ("mail a.b@example.org", [("email", 5, 15)]),
    ("hi @fatma", [("mention", 3, 6)]),
    ("hi @abc @abcd @abcdé @pic", [("mention", 8, 5), ("mention", 21, 4)]),
    ("$EUR $eur", [("cashtag", 0, 4)]),
    ("/start@ab /go@abc", [("bot_command", 10, 7)]),
    ("#oost and #1", [("hashtag", 0, 5)]),
    ("😀 /help", [("bot_command", 3, 5)]),
]


@pytest.mark.parametrize(("text", "entities"), FOUND, ids=[row[0] for row in FOUND])
def test_what_telegram_finds_by_itself(text: str, entities: list[Entity]) -> None:
    assert spans(finished(Formatted(text))) == entities


def test_nothing_is_found_inside_code() -> None:
    assert spans(finished(parse_html("<code>/start</code> /help"))) == [
        ("code", 0, 6),
        ("bot_command", 7, 5),
    ]


def test_separators_vanish_and_isolates_stay() -> None:
    formatted = finished(parse_html("\u2067a\u2069\u202e\u2028\r<b>b</b>"))
    assert formatted.text == "\u2067a\u2069b"
    assert spans(formatted) == [("bold", 3, 1)]


def test_crossing_entities_are_cut() -> None:
    crossing: list[dict[str, Any]] = [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "italic", "offset": 2, "length": 4},
    ]
    assert spans(finished(Formatted("abcdef", crossing))) == [
        ("bold", 0, 2),
        ("italic", 2, 4),
        ("bold", 2, 2),
    ]


def test_entities_that_the_text_finds_do_not_cross_those_of_the_bot() -> None:
    quote = [{"type": "blockquote", "offset": 0, "length": 3}]
    assert spans(finished(Formatted("example.com", quote))) == [("blockquote", 0, 3)]
    slanted = [{"type": "italic", "offset": 0, "length": 13}]
    assert spans(finished(Formatted("a example.com", slanted))) == [
        ("italic", 0, 2),
        ("url", 2, 11),
        ("italic", 2, 11),
    ]


def test_of_two_marks_of_direction_the_last_counts() -> None:
    assert finished(Formatted("\u200f\u200f \u200e\u200e\u200ea\u200f")).text == (
        "\u200c\u200f \u200c\u200c\u200ea\u200f"
    )


def test_units() -> None:
    assert [units(text) for text in ("", "a", "é", "ع", "😀", "👨‍👩‍👧")] == [0, 1, 1, 1, 2, 8]
