"""Following the money: figures come in as a file, residents read them pot by pot."""

from flows.budget import figures, imports, officer

__all__ = ["figures", "imports", "officer"]
