"""Long lists, a few at a time."""

from flows.kernel import Button
from flows.text import t

PAGE = 6


def turns(
    action: str, page: int, *, more: bool, within: str = ""
) -> tuple[tuple[Button, ...], ...]:
    """The row with the pages beside this one; no row if there are none.

    ``within`` is what stands before the page in the argument of the action.
    """
    row = (
        *((Button(t("« Previous"), action, f"{within}{page - 1}"),) if page else ()),
        *((Button(t("Next »"), action, f"{within}{page + 1}"),) if more else ()),
    )
    return (row,) if row else ()
