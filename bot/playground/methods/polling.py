"""How updates reach a bot: by asking, or by a webhook."""

import ipaddress
import re
import time
from typing import Any
from urllib.parse import urlsplit

from bot.playground.entities import Json
from bot.playground.errors import bad_request, conflict, too_many
from bot.playground.methods.registry import Call, method
from bot.playground.updates import KINDS
from bot.playground.webhook import Hook

MOST_UPDATES = 100
LONGEST_WAIT = 50
PORTS = (443, 80, 88, 8443)
SECRET = re.compile(r"[A-Za-z0-9_-]*")
SECRET_LENGTH = 256
ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


@method("getUpdates", "offset limit timeout allowed_updates")
async def get_updates(call: Call) -> list[Json]:
    queue = call.world.queues[call.bot.id]
    if call.get_hook(call.bot):
        raise conflict(ACTIVE)
    remember_allowed(call)
    limit = min(max(call.parameters.integer("limit", MOST_UPDATES), 1), MOST_UPDATES)
    wait = min(max(call.parameters.integer("timeout"), 0), LONGEST_WAIT)
    return await queue.poll(call.parameters.integer("offset"), limit, wait)


def remember_allowed(call: Call) -> None:
    """Kinds are remembered; a list that cannot be read leaves things as they were."""
    if "allowed_updates" not in call.parameters:
        return
    try:
        kinds = call.parameters.data("allowed_updates", "")
    except Exception:  # noqa: BLE001  never an error at Telegram, whatever was sent
        return
    if isinstance(kinds, list) and all(isinstance(kind, str) for kind in kinds):
        known = [kind.lower() for kind in kinds]
        call.world.queues[call.bot.id].allowed = [kind for kind in known if kind in KINDS]


@method(
    "setWebhook",
    "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
)
async def set_webhook(call: Call) -> bool:
    url = call.parameters.text("url").strip()
    if not url:
        return await delete_webhook(call)
    hook = read_hook(call, check_url(url))
    old = call.get_hook(call.bot)
    if old and (old.url, old.secret) == (hook.url, hook.secret):
        call.description = "Webhook is already set"
    else:
        throttle(call)
        call.description = "Webhook was set"
    remember_allowed(call)
    drop_pending(call)
    call.world.queues[call.bot.id].take_over("terminated by setWebhook request")
    await call.set_hook(call.bot, hook)
    return True


def throttle(call: Call) -> None:
    """A second webhook within a second is too many."""
    queue, now = call.world.queues[call.bot.id], time.monotonic()
    if now < queue.next_hook:
        raise too_many(1)
    queue.next_hook = now + 1


def read_hook(call: Call, url: str) -> Hook:
    secret = call.parameters.text("secret_token")
    if len(secret) > SECRET_LENGTH:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = call.parameters.integer("max_connections", 40)
    address = call.parameters.text("ip_address")
    return Hook(url, secret, min(max(connections, 1), 100), address)


def check_url(url: str) -> str:
    """An https address, or any on this machine, as a Bot API server of one's own allows."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        port = parts.port
    except ValueError as odd:
        raise bad_request("bad webhook: Invalid webhook URL specified") from odd
    host = parts.hostname or ""
    if is_loopback(host):
        return parts.geturl()
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if "." not in host:
        raise bad_request("bad webhook: Failed to resolve host: Name or service not known")
    if (port or 443) not in PORTS:
        ports = "Webhook can be set up only on ports 80, 88, 443 or 8443"
        raise bad_request(f"bad webhook: {ports}")
    return parts.geturl()


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def drop_pending(call: Call) -> None:
    if call.parameters.boolean("drop_pending_updates"):
        call.world.queues[call.bot.id].clear()


@method("deleteWebhook", "drop_pending_updates")
async def delete_webhook(call: Call) -> bool:
    drop_pending(call)
    had = call.get_hook(call.bot)
    call.description = "Webhook was deleted" if had else "Webhook is already deleted"
    await call.set_hook(call.bot, None)
    return True


@method("getWebhookInfo")
async def get_webhook_info(call: Call) -> Json:
    queue, hook = call.world.queues[call.bot.id], call.get_hook(call.bot)
    info: dict[str, Any] = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(queue.live()),
    }
    if hook:
        info["max_connections"] = hook.max_connections
        info |= {"ip_address": hook.ip_address} if hook.ip_address else {}
        if hook.last_error_date is not None:
            info["last_error_date"] = hook.last_error_date
            info["last_error_message"] = hook.last_error_message
    return info | ({"allowed_updates": queue.allowed} if queue.allowed else {})
