"""The sheet for the printer: a line for each letter, safe to open in a spreadsheet."""

import csv
import io

from flows.stemcodes.issue import Batch

HEADER = ("serial", "code", "link", "pot", "test")


def sheet(batch: Batch, bot: str) -> str:
    """CSV with semicolons, as spreadsheets here expect it.

    No cell can begin a formula: symbols of codes are letters and figures, the rest is ours.
    """
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";")
    lines.writerow(HEADER)
    for one in batch.codes:
        mark = "test" if batch.test else ""
        lines.writerow((one.serial, one.code, link(bot, one.code), batch.pot.key, mark))
    return "\ufeff" + text.getvalue()


def link(bot: str, code: str) -> str:
    """Opens the chat with the bot, and the code goes along."""
    return f"https://t.me/{bot}?start={code.replace('-', '')}"
