"""Who finds a scene broken reads what everybody said, wherever the town was opened."""

from pathlib import Path

import pytest

from tests.town import Actor, opened


class AnotherAnswerError(Exception):
    """What a scene expected did not come."""


async def fails_with(fatma: Actor) -> None:
    await fatma.sends("/start")
    raise AnotherAnswerError


async def test_a_town_that_a_test_opens_tells_what_was_said(
    database_url: str, tmp_path: Path
) -> None:
    with pytest.raises(AnotherAnswerError) as failed:
        async with opened(database_url, tmp_path) as town:
            await fails_with(await town.stranger("Fatma", "tr"))
    (note,) = failed.value.__notes__
    assert note.startswith("Transcript\n--- Fatma, tr\nFatma: /start\nbot: ")
