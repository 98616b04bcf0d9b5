"""What the routes of the control API have in common."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.playground.errors import ApiError, ControlError

Route = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guarded(route: Route) -> Route:
    """A refusal becomes 400 with a plain sentence."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await route(request)
        except (ControlError, ApiError) as refused:
            return web.json_response({"error": str(refused)}, status=400)

    return answer


def table(*rows: tuple[str, str, Route]) -> list[web.RouteDef]:
    return [web.route(verb, path, guarded(route)) for verb, path, route in rows]
