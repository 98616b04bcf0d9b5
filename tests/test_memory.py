"""aiogram as the bot loads it: smaller, and whole as soon as it is used."""

import subprocess
import sys

LOAD = """
from bot import memory
from aiogram import methods, types
assert not types.Update.__pydantic_complete__, "somebody imported aiogram first"
"""
BUILD = """
for module in (types, methods):
    for name in module.__all__:
        model = getattr(module, name)
        if hasattr(model, "model_rebuild"):
            model.model_rebuild()
            assert model.__pydantic_complete__, name
"""
USE = """
chat = {"id": 1001, "type": "private"}
message = {"message_id": 1, "date": 1, "chat": chat, "text": "Hoi", "photo": [
    {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]}
update = types.Update.model_validate({"update_id": 1, "message": message})
assert update.message.photo[0].file_id == "a"
assert methods.SendMessage(chat_id=1, text="Hoi").model_dump()["text"] == "Hoi"
answer = methods.Response[types.Message].model_validate({"ok": True, "result": message})
assert answer.result.chat.id == 1001
answers = methods.Response[list[types.Chat]].model_validate({"ok": True, "result": [chat]})
assert answers.result[0].id == 1001
"""


def runs(script: str) -> None:
    done = subprocess.run(  # noqa: S603  our own lines
        (sys.executable, "-c", script), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_types_and_methods_build_themselves_when_they_are_used() -> None:
    runs(LOAD + USE)


def test_every_type_and_method_can_be_built() -> None:
    runs(LOAD + BUILD)


def test_the_command_loads_it_first() -> None:
    runs("from bot import cli\nfrom aiogram import types\n" + LOAD)
