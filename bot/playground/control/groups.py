"""The control API of groups: make one, see it, change who is in it."""

from dataclasses import replace

from aiohttp import web

from bot.playground.acts import Act
from bot.playground.control.routes import table
from bot.playground.errors import ControlError
from bot.playground.groups import gather, group, group_view, hide, new_group, set_member, upgrade
from bot.playground.model import Chat
from bot.playground.parameters import read_parameters
from bot.playground.world import World, keyboard_view


class GroupControl:
    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        one = "/playground/groups/{id}"
        return table(
            ("GET", "/playground/groups", self.listed),
            ("POST", "/playground/groups", self.add),
            ("GET", f"{one}/messages", self.messages),
            ("POST", f"{one}/members", self.member),
            ("POST", f"{one}/upgrade", self.upgrade),
        )

    def chat(self, request: web.Request) -> Chat:
        try:
            return group(self.world, int(request.match_info["id"]))
        except ValueError as odd:
            raise ControlError("The id of a group is a number below zero.") from odd

    async def listed(self, _request: web.Request) -> web.Response:
        groups = [chat for chat in self.world.chats.values() if chat.type != "private"]
        return web.json_response([group_view(self.world, chat) for chat in groups])

    async def add(self, request: web.Request) -> web.Response:
        given = await read_parameters(request)
        title, kind = given.text("title").strip(), given.text("type", "group")
        if not title:
            raise ControlError("A group needs a title.")
        wrong = "The members are a list of people by id."
        members = given.data("members", wrong, default=[])
        if not isinstance(members, list) or any(type(id_) is not int for id_ in members):
            raise ControlError(wrong)
        people = [self.world.person(id_) for id_ in members]
        chat = new_group(self.world, title, kind, is_forum=given.boolean("is_forum"))
        if people:
            gather(self.world, chat, people)
        return web.json_response(group_view(self.world, chat))

    async def messages(self, request: web.Request) -> web.Response:
        chat = self.chat(request)
        viewer = request.query.get("person", "0")
        person = int(viewer) if viewer.isdecimal() else 0
        shown = [self.world.message_view(chat, person, m) for m in chat.messages.values()]
        body = {"messages": shown, "bot": self.world.bot().user()}
        return web.json_response(body | keyboard_view(chat))

    async def member(self, request: web.Request) -> web.Response:
        """Set what somebody is in the group; ``anonymous`` hides an administrator's name."""
        chat, given = self.chat(request), await read_parameters(request)
        user_id, by = given.integer("user_id"), self.world.person(given.integer("by"))
        set_member(self.world, chat, user_id, given.text("status"), by)
        hidden = given.boolean("anonymous")
        whom = [str(user_id)] if user_id in self.world.people else []  # without anybody the bot
        act = Act(by.id, "makes", given.text("status"), more=whom)
        self.world.acts.add(replace(act, does="else") if hidden else act, chat)
        hide(self.world, chat, user_id, anonymous=hidden)
        return web.json_response(group_view(self.world, chat))

    async def upgrade(self, request: web.Request) -> web.Response:
        return web.json_response(group_view(self.world, upgrade(self.world, self.chat(request))))
