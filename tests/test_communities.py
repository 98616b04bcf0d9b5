"""Finding, joining, leaving and starting a community."""

from storage.models import CommunityState
from tests.town import Actor, Town


async def started(town: Town, founder: Actor, name: str = "Groene Buren", area: str = "MF") -> int:
    """A community that a founder proposed and a moderator opened; its id."""
    await founder.presses("communities.start")
    await founder.sends(name)
    await founder.sends("Wij maken de straat groen.")
    await founder.presses(f"form.pick:found.area.{area}")
    await founder.presses("communities.send")
    marta = await town.moderator("Marta")
    await marta.sends("/start")
    await marta.taps("Check 1 community")
    await marta.taps(name)
    await marta.taps("Open this community")
    async with town.db.read() as tx:
        found = await tx.communities.open(area, 0, 0, 100)
    return next(community.id for community, _ in found if community.name == name)


async def test_a_founder_proposes_and_a_moderator_opens(town: Town) -> None:
    marta = await town.moderator("Marta")
    fatma = await town.resident("Fatma")
    await fatma.sends("/communities")
    await fatma.taps("Start a community")
    await fatma.sends("Groene <b>Buren</b>")
    await fatma.sends("Wij maken de straat groen.")
    await fatma.taps("Indische Buurt-West")
    assert "Groene <b>Buren</b>" in fatma.sees
    assert "It is not sent yet" in fatma.sees
    await fatma.taps("Send")
    assert "Your community is sent" in fatma.sees

    await town.settles()
    assert "Somebody wants to start a community.\n\nGroene <b>Buren</b>" in marta.heard
    await marta.taps("Check it")
    assert "Wij maken de straat groen." in marta.sees
    await marta.taps("Open this community")
    assert "Groene <b>Buren</b> is open now." in marta.sees
    assert "Nobody waits now." in marta.sees

    await town.settles()
    assert "Your community Groene <b>Buren</b> is open. You take part." in fatma.sees
    await fatma.taps("Look at the community")
    assert "You take part." in fatma.sees
    assert "Members: a few" in fatma.sees
    assert "Fatma" not in fatma.sees


async def test_a_refusal_says_why(town: Town) -> None:
    fatma, marta = await town.resident("Fatma"), await town.moderator("Marta")
    bob = await town.moderator("Bob")
    await fatma.presses("communities.start")
    await fatma.sends("Kopen en verkopen")
    await fatma.sends("Wij verkopen fietsen.")
    await fatma.taps("Weesperzijde")
    await fatma.taps("Send")
    await town.settles()
    for moderator in (marta, bob):
        await moderator.taps("Check it")
        await moderator.taps("Refuse, and say why")
        await moderator.sends(f"This is a shop, says {moderator.name}.")
        assert "Refuse Kopen en verkopen?" in moderator.sees
    await marta.taps("Refuse it and send this")
    assert "Kopen en verkopen is refused." in marta.sees
    await bob.taps("Refuse it and send this")
    assert "A moderator has decided on this already." in bob.sees

    await town.settles()
    assert "does not open" in fatma.sees
    assert "This is a shop, says Marta." in fatma.sees
    await bob.presses("communities.check:1")
    assert "A moderator has decided on this already." in bob.sees
    await fatma.presses("communities.open:1")
    assert "This button is old" in fatma.toast + fatma.sees


async def test_only_moderators_decide(town: Town) -> None:
    fatma = await town.resident("Fatma")
    for data in ("communities.queue", "communities.approve:1", "communities.refuse:1"):
        await fatma.presses(data)
        assert "This is not for you." in fatma.toast + fatma.sees


async def test_joining_and_leaving_twice_changes_nothing_more(town: Town) -> None:
    fatma, bob = await town.resident("Fatma"), await town.resident("Bob")
    key = await started(town, fatma)
    for _ in range(2):
        await bob.presses(f"communities.join:{key}")
        assert "You take part." in bob.sees
    async with town.db.read() as tx:
        assert await tx.communities.members(key) == [fatma.person_id, bob.person_id]
    for _ in range(2):
        await bob.presses(f"communities.leave:{key}")
        assert "You do not take part." in bob.sees
    async with town.db.read() as tx:
        assert await tx.communities.members(key) == [fatma.person_id]


async def test_from_three_members_on_they_are_counted(town: Town) -> None:
    fatma = await town.resident("Fatma")
    key = await started(town, fatma)
    for name in ("Bob", "Ali"):
        neighbour = await town.resident(name)
        await neighbour.presses(f"communities.join:{key}")
    assert "Members: 3" in neighbour.sees


async def test_the_list_begins_with_ones_own_neighbourhood(town: Town) -> None:
    fatma = await town.resident("Fatma", area="MG")
    async with town.db.write() as tx:
        for number in range(9):
            row = await tx.communities.propose(
                f"Club {number}",
                "Samen eten.",
                locale="nl",
                area="MG" if number == 8 else "MF",
                founder_id=fatma.person_id,
            )
            await tx.communities.decide(row.id, CommunityState.OPEN)
    await fatma.sends("/communities")
    assert [label for label in fatma.buttons if label.startswith("Club")] == [
        "Club 8",
        *(f"Club {number}" for number in range(5)),
    ]
    await fatma.taps("Next »")
    assert [label for label in fatma.buttons if label.startswith("Club")] == [
        "Club 5",
        "Club 6",
        "Club 7",
    ]
    assert "« Previous" in fatma.buttons
    assert "Next »" not in fatma.buttons
    await fatma.taps("Club 7")
    await fatma.taps("Join this community")
    await fatma.taps("See all communities")
    await fatma.taps("Next »")
    assert "Club 7 (Indische Buurt-West): you take part" in fatma.sees


async def test_an_unfinished_community_is_gone_on_with(town: Town) -> None:
    fatma = await town.resident("Fatma")
    await fatma.presses("communities.start")
    await fatma.sends("Groene Buren")
    await fatma.sends_other("voice")
    assert "I can only read text here." in fatma.sees
    await fatma.sends("/cancel")
    await fatma.sends("/communities")
    await fatma.taps("Start a community")
    assert "What do you do together?" in fatma.sees
