"""One tick: every flow finds what is due, and does it once."""

import logging

from flows.house import House
from flows.kernel import SWEEPS

log = logging.getLogger(__name__)


async def sweep_all(house: House) -> None:
    """Each sweep has a transaction of its own: one that fails does not stop the others."""
    for name, sweep in SWEEPS.items():
        try:
            async with house.writing() as moment:
                await sweep(moment)
        except Exception:
            log.exception("the sweep %r failed and will be tried at the next tick", name)
