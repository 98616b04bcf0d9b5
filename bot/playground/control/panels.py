"""Tables that whoever runs the playground adds to its side panel."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from aiohttp import web

from bot.playground.control.routes import table
from bot.playground.errors import ControlError

Row = Sequence[str]
Panel = Callable[[], Awaitable[tuple[Row, Sequence[Row]]]]  # answers (columns, rows)


class PanelControl:
    def __init__(self, panels: Mapping[str, Panel]) -> None:
        self.panels = panels

    def routes(self) -> list[web.RouteDef]:
        return table(
            ("GET", "/playground/panels", self.names),
            ("GET", "/playground/panels/{name}", self.panel),
        )

    async def names(self, _request: web.Request) -> web.Response:
        return web.json_response(list(self.panels))

    async def panel(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self.panels:
            raise ControlError(f"There is no panel called {name!r}.")
        columns, rows = await self.panels[name]()
        return web.json_response({"columns": [*columns], "rows": [[*row] for row in rows]})
