"""A browser window on the playground's page, and a bot that tests drive by raw HTTP."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, FormData
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

ARTEFACTS = Path(__file__).parents[2] / "var" / "artefacts"
WIDE = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
HTTP_ERROR = "Failed to load resource"  # Chromium's words for an answer like 400

Rows = Sequence[Sequence[tuple[str, str]]]


@dataclass
class Window:
    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)

    async def open(self, *people: int) -> None:
        await self.page.goto(f"{self.address}/#{','.join(map(str, people))}")
        shown = [self.composer(person) for person in people]
        for part in shown or [self.page.locator("#people li").first]:
            await expect(part).to_be_visible()

    def chat(self, person: int) -> Locator:
        return self.page.locator(f"#chat-{person}")

    def messages(self, person: int) -> Locator:
        return self.chat(person).get_by_role("article")

    def text(self, person: int) -> Locator:
        """The words of the newest message."""
        return self.messages(person).last.locator(".text")

    def composer(self, person: int) -> Locator:
        return self.chat(person).get_by_role("textbox")

    async def writes(self, person: int, text: str) -> None:
        await self.composer(person).fill(text)
        await self.composer(person).press("Enter")

    async def keep(self, name: str) -> None:
        """Leave a screenshot for those who want to look."""
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=ARTEFACTS / f"{name}.png")


@asynccontextmanager
async def window_of(
    browser: Browser, address: str, size: ViewportSize = WIDE, **traits: Any
) -> AsyncGenerator[Window, None]:
    """Opens a window; when it closes, nothing may have gone wrong in its page.

    An error in a script or a breach of the content security policy is a trouble; an answer
    like 400 is not, for the page tells the person about it.
    """
    context = await browser.new_context(viewport=size, **traits)
    window = Window(await context.new_page(), address)
    window.page.on("pageerror", lambda error: window.troubles.append(str(error)))
    window.page.on(
        "console",
        lambda message: (
            window.troubles.append(message.text)
            if message.type in {"error", "warning"} and HTTP_ERROR not in message.text
            else None
        ),
    )
    yield window
    await context.close()
    assert window.troubles == []


class RawBot:
    """Calls the Bot API over HTTP, without any library's help."""

    def __init__(self, session: ClientSession, home: str, token: str) -> None:
        self.session = session
        self.home = home  # the address of the playground
        self.api = f"{home}/bot{token}"
        self.offset = 0

    async def call(self, method: str, **parameters: Any) -> Any:
        async with self.session.post(f"{self.api}/{method}", json=parameters) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def uploads(self, method: str, part: str, file: bytes, name: str, **texts: str) -> Any:
        form = FormData({**texts})
        form.add_field(part, file, filename=name)
        async with self.session.post(f"{self.api}/{method}", data=form) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def says(self, chat_id: int, text: str, rows: Rows = (), **parameters: Any) -> int:
        """Sends HTML with rows of (label, callback data); answers the message's id."""
        if rows:
            keyboard = [
                [{"text": label, "callback_data": data} for label, data in r] for r in rows
            ]
            parameters["reply_markup"] = {"inline_keyboard": keyboard}
        sent = await self.call(
            "sendMessage", chat_id=chat_id, text=text, parse_mode="HTML", **parameters
        )
        return int(sent["message_id"])

    async def hears(self, kind: str = "message") -> Any:
        """The next update, which must be of this kind."""
        update = await self.next_update()
        assert kind in update, update
        return update[kind]

    async def awaits(self, kind: str) -> Any:
        """The next update of this kind; what comes before it is passed over."""
        while kind not in (update := await self.next_update()):
            pass
        return update[kind]

    async def next_update(self) -> Any:
        [update] = await self.call("getUpdates", offset=self.offset, limit=1, timeout=10)
        self.offset = update["update_id"] + 1
        return update
