"""The keys of the rounds. They live beside the database, never in it.

Whoever has the database alone cannot tell whose ballot is whose; a key is destroyed after the
objection term, and then nobody can.
"""

import os
import secrets
from pathlib import Path


class RoundKeys:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, bytes] = {}

    def of(self, slug: str) -> bytes:
        """The 32 secret bytes of a round, made at first use, readable by us alone."""
        if slug not in self._known:
            self._known[slug] = self._read_or_make(self._folder / f"{slug}.key")
        return self._known[slug]

    def forget(self, slug: str) -> None:
        """Keep a key that is destroyed in this process no longer."""
        self._known.pop(slug, None)

    def destroy(self, slug: str) -> bool:
        """Write over the key of a round and take its file away; ``False`` if there is none.

        A disk or a file system that copies on write may keep the old bytes for a while.
        """
        self.forget(slug)
        path = self._folder / f"{slug}.key"
        if not path.exists():
            return False
        with path.open("r+b") as file:
            for filling in (secrets.token_bytes(32), bytes(32)):
                file.seek(0)
                file.write(filling)
                file.flush()
                os.fsync(file.fileno())
        path.unlink()
        folder = os.open(self._folder, os.O_RDONLY)  # the name must be gone after a power cut too
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return True

    def lot_of(self, slug: str) -> bytes:
        """The 32 bytes from which the lot between equal plans is drawn: told at the count."""
        return self._read_or_make(self._folder / f"{slug}.lot")

    def pepper(self, slug: str) -> bytes | None:
        """The secret under which the codes of a round are kept; ``None`` before there are any."""
        path = self._folder / f"{slug}.pepper"
        return path.read_bytes() if path.exists() else None

    def make_pepper(self, slug: str) -> bytes:
        """Thirty-two new secret bytes, or those that are there."""
        return self._read_or_make(self._folder / f"{slug}.pepper")

    def _read_or_make(self, path: Path) -> bytes:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        return path.read_bytes()
