"""What must be true of a board. Python 3.9 and its library alone.

Each check answers what is wrong, in words, or nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from flows.board.pabulib import Recount
from flows.board.tree import head_of, leaf_of, root_of
from flows.canonical import canonical

Document = dict[str, Any]  # one list, as it was published


def wrong_in(lists: list[Document]) -> Iterator[str]:
    """All that the lists of one round must have in common with each other."""
    before: Document | None = None
    for number, document in enumerate(lists, 1):
        yield from wrong_alone(document)
        if document["number"] != number:
            yield f"List {number} is missing: the next one here is {document['number']}."
            return
        if before is not None or document["previous"] is not None:
            yield from _wrong_after(before, document)
        before = document


def wrong_alone(document: Document) -> Iterator[str]:
    """Of one list, without those before it."""
    name, leaves = f"List {document['number']}", document["leaves"]
    if head_of(document) != document["head"]:
        yield f"{name}: its head is not the hash of what it says."
    if any(len(leaf) != hashlib.sha256().digest_size * 2 for leaf in leaves):
        yield f"{name}: a leaf is no hash of 64 digits."
    elif root_of([bytes.fromhex(leaf) for leaf in leaves]).hex() != document["root"]:
        yield f"{name}: its root is not that of its leaves."
    if leaves != sorted(set(leaves)):
        yield f"{name}: its leaves are not in order, or one stands there twice."
    if len(leaves) != document["count"]:
        yield f"{name}: it says {document['count']} votes and has {len(leaves)} leaves."


def _wrong_after(before: Document | None, document: Document) -> Iterator[str]:
    name = f"List {document['number']}"
    if document["previous"] != (before["head"] if before else None):
        yield f"{name}: it does not follow the list before it. One of them was changed."
    if before is None:
        return
    if (document["round"], document["frozen"]) != (before["round"], before["frozen"]):
        yield f"{name}: it is about another round, or other rules, than the list before it."
    if document["day"] < before["day"]:
        yield f"{name}: it is of an earlier day than the list before it."
    if document["acts"][: len(before["acts"])] != before["acts"]:
        yield f"{name}: a decision of officers that was published is gone or changed."
    gone = len(set(before["leaves"]) - set(document["leaves"]))
    if gone != document.get("withdrawn", 0):
        told = document.get("withdrawn", 0)
        yield f"{name}: {gone} votes left the list, and it says {told} were taken back."


def wrong_with_rules(last: Document, frozen: Document) -> Iterator[str]:
    if hashlib.sha256(canonical(frozen)).hexdigest() != last["frozen"]:
        yield "The frozen rules are not those that voting opened with."
    seed = last.get("lot")
    if seed and hashlib.sha256(bytes.fromhex(seed)).hexdigest() != frozen["lot"]:
        yield "The seed of the lot is not the one that was promised."
    costs = {plan["number"]: plan["cost"] for plan in frozen["plans"]}
    for plan in (plan for pot in last.get("pots", {}).values() for plan in pot["plans"]):
        if costs.get(plan["number"]) != plan["cost"]:
            yield f"Plan {plan['number']}: its price is not the one of the frozen rules."


def wrong_with_totals(result: Document) -> Iterator[str]:
    pots = result["pots"]
    voters = sum(pot["voters"] for pot in pots.values())
    if voters != result["count"]:
        yield f"{voters} voters were counted, and {result['count']} votes were in the box."
    for key, pot in pots.items():
        yield from _wrong_with_pot(key, pot)


def _wrong_with_pot(key: str, pot: Document) -> Iterator[str]:
    costs = {plan["number"]: plan["cost"] for plan in pot["plans"]}
    if not set(pot["winners"]) <= set(costs):
        yield f"Pot {key}: a winner was not on the ballot."
        return
    spent = sum(costs[number] for number in pot["winners"])
    if spent + pot["unspent"] != pot["budget"] or pot["unspent"] < 0:
        yield f"Pot {key}: what the winners cost and what is left are not the budget."
    for plan in pot["plans"]:
        if ("funded" in plan["verdict"]) != (plan["number"] in pot["winners"]):
            yield f"Plan {plan['number']}: its verdict is not what the list of winners says."
        parts = plan["votes_apart"].values()
        if parts and None not in parts and sum(parts) != plan["votes"]:
            yield f"Plan {plan['number']}: its votes by kind of voter do not add up."


def wrong_with_ballots(result: Document, recount: Recount) -> Iterator[str]:
    """The pot whose plans the file is about."""
    for pot in result["pots"].values():
        votes = {plan["number"]: plan["votes"] for plan in pot["plans"]}
        if not set(recount.votes) <= set(votes):
            continue
        if recount.voters != pot["voters"]:
            yield f"The file has {recount.voters} ballots; {pot['voters']} were counted."
        for number, many in votes.items():
            if recount.votes[number] != many:
                yield f"Plan {number}: the file gives {recount.votes[number]}, not {many} votes."
        return
    yield "The file has votes for plans that no pot of this round has."


def places_of(tracker: str, lists: list[Document]) -> list[Document]:
    """The lists on which the vote with this receipt stands."""
    return [
        document
        for document in lists
        if leaf_of(document["round"], tracker).hex() in document["leaves"]
    ]
