"""Refusals: the expected "no". Anything else is a bug and is treated as one."""

from flows.text import Speech, t


class Refusal(Exception):  # noqa: N818  a refusal is an answer, not an error
    """The request was understood and declined, and nothing was changed.

    ``text`` tells the person what happened, what was kept, and what to do now.
    """

    def __init__(self, text: Speech) -> None:
        super().__init__(text)
        self.text = text


class NotAllowed(Refusal):
    def __init__(self) -> None:
        super().__init__(t("This is not for you. Nothing was changed."))


class Gone(Refusal):
    """A button outlived the thing it was drawn for. The edge shows the home screen with it."""

    def __init__(self) -> None:
        super().__init__(t("This button is old. Here is how it stands now."))


class AlreadyHandled(Exception):  # noqa: N818  nothing went wrong
    """Another worker has handled this update; there is nothing to do or to answer."""
