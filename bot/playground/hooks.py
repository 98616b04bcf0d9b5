"""The webhooks that are set, one a bot at most."""

from collections.abc import Awaitable, Callable
from functools import partial

from bot.playground.model import Bot
from bot.playground.parameters import Parameters
from bot.playground.webhook import PATIENCE, Hook, Webhook
from bot.playground.world import World

Run = Callable[[Bot, Parameters], Awaitable[None]]


async def nobody(_bot: Bot, _reply: Parameters) -> None:
    """Until the Bot API is there, a returned method goes nowhere."""


class Hooks:
    def __init__(self, world: World) -> None:
        self.world = world
        self.active: dict[int, Webhook] = {}
        self.run: Run = nobody
        self.patience = PATIENCE

    def get(self, bot: Bot) -> Hook | None:
        webhook = self.active.get(bot.id)
        return webhook.hook if webhook and webhook.hook.url else None

    async def set(self, bot: Bot, hook: Hook | None) -> None:
        old = self.active.pop(bot.id, None)
        if old:
            await old.stop()
        if hook:
            queue = self.world.queues[bot.id]
            run, faults = partial(self.run, bot), self.world.faults
            webhook = Webhook(hook, queue, self.world.clock, run, faults, self.patience)
            self.active[bot.id] = webhook
            webhook.start()

    async def close(self) -> dict[int, Hook]:
        """Stop them all; answers what was set, for the next start."""
        stopped, self.active = self.active, {}
        for webhook in stopped.values():
            await webhook.stop()
        return {id_: webhook.hook for id_, webhook in stopped.items() if webhook.hook.url}
