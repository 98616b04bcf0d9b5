"""The control API of people: who they are, what they see and do."""

from typing import Any, cast

from aiohttp import web

from bot.playground.control.routes import table
from bot.playground.entities import Json
from bot.playground.errors import ControlError
from bot.playground.model import Person
from bot.playground.parameters import Parameters, read_parameters
from bot.playground.people import People
from bot.playground.world import World, keyboard_view

NUMBERS = {"reply_to_message_id", "chat_id", "message_thread_id", "request_id"}


class PeopleControl:
    def __init__(self, world: World, people: People) -> None:
        self.world = world
        self.people = people

    def routes(self) -> list[web.RouteDef]:
        person = "/playground/people/{id}"
        return table(
            ("GET", "/playground/people", self.list_people),
            ("POST", "/playground/people", self.add_person),
            ("GET", f"{person}/messages", self.messages),
            ("POST", f"{person}/send", self.send),
            ("POST", f"{person}/tap", self.tap),
            ("POST", f"{person}/edit", self.edit),
            ("POST", f"{person}/forward", self.forward),
            ("POST", f"{person}/block", self.block),
            ("POST", f"{person}/vote", self.vote),
            ("POST", f"{person}/react", self.react),
            ("POST", f"{person}/inline", self.inline),
            ("POST", f"{person}/choose", self.choose),
            ("GET", "/playground/files/{id}", self.file),
        )

    def person(self, request: web.Request) -> Person:
        given = request.match_info["id"]
        return self.world.person(int(given) if given.isdecimal() else 0)

    async def list_people(self, _request: web.Request) -> web.Response:
        views = [self.world.person_view(person) for person in self.world.people.values()]
        return web.json_response(views)

    async def add_person(self, request: web.Request) -> web.Response:
        given = (await read_parameters(request)).values
        name, id_ = given.get("first_name"), given.get("id")
        if not isinstance(name, str) or not name.strip():
            raise ControlError("A person needs a first name.")
        if id_ is not None and (type(id_) is not int or id_ <= 0 or id_ in self.world.people):
            raise ControlError("An id is a positive number nobody else has.")
        texts = {n: given.get(n) for n in ("language_code", "username", "note", "last_name")}
        if not all(value is None or isinstance(value, str) for value in texts.values()):
            raise ControlError("Everything but the id of a person is text.")
        person = self.world.add_person(id_, name.strip(), **cast("dict[str, Any]", texts))
        return web.json_response(self.world.person_view(person))

    async def messages(self, request: web.Request) -> web.Response:
        person, bot = self.person(request), self.world.bot()
        chat = self.world.private(bot, person.id)
        chat.unread = 0
        shown = [self.world.message_view(chat, person.id, m) for m in chat.messages.values()]
        body = {
            "messages": shown,
            "commands": self.world.commands_for(bot, person),
            "bot": {"first_name": bot.user()["first_name"], "username": bot.username},
            **keyboard_view(chat),
        }
        return web.json_response(body)

    async def send(self, request: web.Request) -> web.Response:
        person, parameters = self.person(request), await read_parameters(request)
        given: Json = dict(parameters.values)
        kind = str(given.pop("kind", "text"))
        if "file" in parameters.uploads:
            given["file"] = parameters.uploads["file"]
        for name in NUMBERS & given.keys():
            given[name] = parameters.integer(name)
        return self.message(person, self.people.send(person.id, kind, **given))

    def message(self, person: Person, message: Json) -> web.Response:
        chat = self.people.place(self.world.bot(), person, message["chat"]["id"])
        return web.json_response(self.world.message_view(chat, person.id, message))

    async def tap(self, request: web.Request) -> web.Response:
        person, given = self.person(request), await read_parameters(request)
        number, data = given.integer("message_id"), given.text("data")
        id_ = self.people.tap(person.id, number, data, **group_in(given))
        return web.json_response({"callback_query_id": id_})

    async def edit(self, request: web.Request) -> web.Response:
        person, given = self.person(request), await read_parameters(request)
        number, text = given.integer("message_id"), given.text("text")
        return self.message(person, self.people.edit(person.id, number, text, **group_in(given)))

    async def forward(self, request: web.Request) -> web.Response:
        person, given = self.person(request), await read_parameters(request)
        places = {n: given.integer(n) for n in ("chat_id", "to_chat_id") if n in given}
        message = self.people.forward(person.id, given.integer("message_id"), **places)
        return self.message(person, message)

    async def block(self, request: web.Request) -> web.Response:
        person, given = self.person(request), await read_parameters(request)
        self.people.block(person.id, blocked=given.boolean("blocked"))
        return web.json_response({})

    async def vote(self, request: web.Request) -> web.Response:
        person, given = self.person(request), await read_parameters(request)
        chosen = given.data("options", "The options are a list of numbers.")
        if not isinstance(chosen, list) or any(type(number) is not int for number in chosen):
            raise ControlError("The options are a list of numbers.")
        self.people.vote(person.id, given.integer("message_id"), chosen, **group_in(given))
        return web.json_response({})

    async def react(self, request: web.Request) -> web.Response:
        person, given = self.person(request), await read_parameters(request)
        number, emoji = given.integer("message_id"), given.text("emoji")
        self.people.react(person.id, number, emoji, **group_in(given))
        return web.json_response({})

    async def inline(self, request: web.Request) -> web.Response:
        """The answers come as an event of type ``inline``."""
        person, given = self.person(request), await read_parameters(request)
        id_ = self.people.ask_inline(person.id, given.text("text"), **group_in(given))
        return web.json_response({"inline_query_id": id_})

    async def choose(self, request: web.Request) -> web.Response:
        person, given = self.person(request), await read_parameters(request)
        query, result = given.text("inline_query_id"), given.text("result_id")
        sent = self.people.choose_inline(person.id, query, result, **group_in(given))
        return self.message(person, sent)

    async def file(self, request: web.Request) -> web.Response:
        file = self.world.files.by_id.get(request.match_info["id"])
        if file is None:
            return web.json_response({"error": "There is no such file."}, status=404)
        shown = file.mime if file.kind == "photo" else "application/octet-stream"
        return web.Response(body=file.data, content_type=shown)


def group_in(given: Parameters) -> dict[str, int]:
    return {"chat_id": given.integer("chat_id")} if "chat_id" in given else {}
