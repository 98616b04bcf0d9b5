"""Run the playground alone: ``python -m bot.playground --port 8081``."""

import argparse
import asyncio
import contextlib
from pathlib import Path

from bot.playground.app import Playground

TOKEN = "42:PLAYGROUND_DEMO"  # noqa: S105  opens nothing but this playground
PEOPLE = (
    (1001, "Fatma", "tr"),
    (1002, "Youssef", "ar"),
    (1003, "Anneke", "nl"),
    (1004, "Sam", "en"),
)


async def serve(port: int, state: Path | None) -> None:
    playground = Playground(state)
    playground.add_bot(TOKEN, "playground_bot", "Playground")
    for id_, name, language in PEOPLE:
        playground.add_person(id_, name, language, note="resident")
    async with playground.serving(port=port) as address:
        print(f"Page:  {address}/\nAPI:   {address}/bot{TOKEN}/getMe\nToken: {TOKEN}", flush=True)  # noqa: T201  a command line speaks
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bot.playground", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--state", type=Path, help="a file that remembers the playground")
    arguments = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(arguments.port, arguments.state))


if __name__ == "__main__":
    main()
