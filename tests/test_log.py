"""The log: no secret ever stands in it."""

import json
import logging
import sys
from io import StringIO

import pytest
import structlog

from bot import log
from tests.town import TOKEN


@pytest.mark.parametrize("as_json", [True, False])
def test_a_token_never_reaches_the_log(
    monkeypatch: pytest.MonkeyPatch, logged: StringIO, *, as_json: bool
) -> None:
    url = f"https://api.telegram.org/bot{TOKEN}/getMe"
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", logged)
        log.set_up(as_json=as_json)
    event = structlog.get_logger("test")
    event.info("called", url=url, error=ValueError(url), deep={"in": [url]})
    logging.getLogger("httpx").warning("HTTP Request: POST %s", url)
    broken = ConnectionError(url)
    event.error("failed", exc_info=broken)
    logging.getLogger("other").error("failed", exc_info=broken)
    written = logged.getvalue()
    assert written.count("<token>") >= 6
    assert TOKEN not in written
    if as_json:
        assert all(json.loads(line) for line in written.splitlines())
