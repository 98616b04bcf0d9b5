"""The program that lies beside the lists: modules of ours as one file, for Python 3.9 alone.

There is one mechanism: what a stranger runs is what ``buurtbot verify`` runs.
"""

import ast
import inspect
from functools import cache

from flows import canonical
from flows.board import checks, pabulib, tree, verify
from flows.counting import receipt

MODULES = (
    canonical,
    tree,
    pabulib,
    receipt,
    checks,
    verify,
)  # what one of them takes from another stands above it
TITLE = '"""Check the public board of a vote: python3 verify.py FOLDER [--tracker XXXX-XXXX]."""'
FUTURE = "from __future__ import annotations"
RUN = 'if __name__ == "__main__":\n    sys.exit(main(sys.argv[1:]))\n'


@cache
def script() -> str:
    """Imports once, at the top; what the modules have of each other is already there."""
    bodies, imports = list[str](), set[str]()
    for module in MODULES:
        source = inspect.getsource(module)
        lines, nodes = source.splitlines(), ast.parse(source).body
        taken = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
        imports |= {ast.unparse(node) for node in taken if not _ours(node)}
        last = taken[-1].end_lineno or 0
        bodies.append("\n".join(lines[last:]).strip())
    imports.discard(FUTURE)
    return "\n\n\n".join(["\n".join([TITLE, "", FUTURE, "", *sorted(imports)]), *bodies, RUN])


def _ours(node: ast.Import | ast.ImportFrom) -> bool:
    return isinstance(node, ast.ImportFrom) and (node.module or "").startswith("flows")
