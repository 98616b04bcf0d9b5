"""A newcomer and the bot get to know each other."""

import asyncio
from datetime import timedelta

import pytest

from flows.text import t
from storage.db import Tx
from storage.models import ConsentKind, Person, Role
from tests.plans import OPENS
from tests.town import Actor, Town

LANGUAGES = {"nl": "Nederlands", "en": "English", "tr": "Türkçe", "ar": "العربية"}
OLD = "This button is old."


async def test_a_newcomer_chooses_a_language_and_a_neighbourhood(town: Town) -> None:
    fatma = await town.stranger("Fatma", "tr")
    await fatma.sends("/start")
    assert fatma.buttons == ["Nederlands", "English", "Türkçe", "العربية"]
    await fatma.taps("English")
    await fatma.taps("Go on")
    await fatma.taps("Indische Buurt")
    await fatma.taps("Indische Buurt-West")
    await fatma.taps("Send me everything")
    assert "Hello, Fatma." in fatma.sees
    assert len(fatma.heard) == 1, "navigation edits the card"


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_every_language_leads_to_the_front_door(town: Town, locale: str) -> None:
    newcomer = await town.stranger("Sam", "de")  # a language we do not speak
    await newcomer.sends("/start")
    assert "Choose your language." in newcomer.sees.splitlines()
    assert len(newcomer.sees.splitlines()) == len(LANGUAGES), "asked in every language"
    newcomer.locale = locale
    await newcomer.taps(LANGUAGES[locale])
    assert newcomer.reads(t("You can read all of it, or delete it: /privacy.")) in newcomer.sees
    await newcomer.taps(newcomer.reads(t("Go on")))
    await newcomer.taps("Indische Buurt")
    await newcomer.taps("Indische Buurt-West")
    await newcomer.taps(newcomer.reads(t("Send me everything")))
    assert newcomer.reads(t("Hello, {name}.", name="Sam")) in newcomer.sees
    assert newcomer.reads(t("Change settings")) in newcomer.buttons


async def test_who_changes_language_keeps_everything(town: Town) -> None:
    fatma = await town.resident("Fatma", "tr")
    await fatma.sends("/propose")
    await fatma.sends("Ağaçlar")
    await fatma.sends("/language")
    await fatma.taps("English")
    assert "From now on I write to you in English." in fatma.sees
    await fatma.taps("Go to the start")
    await fatma.taps("Go on with my initiative")
    assert "Question 2 of" in fatma.sees, "the first answer is kept"
    async with town.db.read() as tx:
        person = await person_of(tx, fatma)
        assert (person.locale, person.area) == ("en", "MF")
        assert await tx.people.consents(person) == set(ConsentKind)


async def test_a_language_can_be_changed_before_the_questions_are_over(town: Town) -> None:
    sam = await town.stranger("Sam")
    await sam.sends("/start")
    await sam.taps("Nederlands")
    await sam.sends("/language")
    await sam.taps("English")
    await sam.taps("Go on")
    await sam.taps("I live somewhere else")
    await sam.taps("Only about my own things")
    assert "Hello, Sam." in sam.sees
    async with town.db.read() as tx:
        person = await person_of(tx, sam)
        assert (person.locale, person.area) == ("en", None)
        assert await tx.people.consents(person) == {ConsentKind.OWN}


async def test_the_neighbourhood_and_the_messages_can_be_changed(town: Town) -> None:
    fatma = await town.resident("Fatma", area=None)
    await fatma.sends("/settings")
    assert "You live somewhere else." in fatma.sees
    await fatma.taps("Change neighbourhood")
    await fatma.taps("Indische Buurt")
    await fatma.taps("Go back")
    await fatma.taps("Indische Buurt")
    await fatma.taps("Indische Buurt-West")
    assert "Your neighbourhood is changed." in fatma.sees
    await fatma.sends("/settings")
    assert "You live in Indische Buurt-West." in fatma.sees
    await fatma.taps("Choose messages")
    await fatma.taps("Stop: Meetings")
    assert "Meetings: no" in fatma.sees
    assert "News about the money: yes" in fatma.sees
    await fatma.presses("consents.no:meetings")
    assert "Meetings: no" in fatma.sees, "a button sets, it does not switch"
    await fatma.taps("Send: Meetings")
    assert "Meetings: yes" in fatma.sees


async def test_who_stops_hears_nothing_until_they_start_again(town: Town) -> None:
    fatma, sem = await town.resident("Fatma"), await town.resident("Sem")
    await fatma.sends("/stop")
    assert "I will not write to you any more." in fatma.sees
    heard = len(fatma.heard)
    await town.reaches(OPENS)
    assert "Now: Voting." in sem.sees
    assert len(fatma.heard) == heard
    await fatma.sends("/settings")
    await fatma.taps("Choose messages")
    assert "You get no messages now. Send /start to get them again." in fatma.sees
    await fatma.sends("/start")
    await fatma.presses("consents")
    assert "You get no messages now." not in fatma.sees
    assert "Meetings: yes" in fatma.sees, "what they had chosen is kept"


async def test_a_link_gives_its_role_once(town: Town) -> None:
    token = await town.invites(Role.MODERATOR)
    marta, eve = await town.stranger("Marta"), await town.resident("Eve")
    await marta.sends(f"/start {token}")
    assert "You are a moderator now." in marta.sees
    assert marta.buttons == list(LANGUAGES.values()), "the questions come with it"
    await eve.sends(f"/start {token}")
    assert "This link does not work any more." in eve.sees
    await eve.sends("/queue")
    assert "This is not for you. Nothing was changed." in eve.sees
    await marta.sends("/queue")
    assert "This is not for you" not in marta.sees
    await town.passes(days=366)
    await marta.sends("/queue")
    assert "This is not for you" in marta.sees, "a role ends by itself"


async def test_of_two_people_with_one_link_at_once_one_gets_the_role(town: Town) -> None:
    token = await town.invites(Role.OFFICER)
    people = [await town.resident(name) for name in ("Piet", "Olga")]
    await asyncio.gather(*(person.sends(f"/start {token}") for person in people))
    told = sorted(person.sees.splitlines()[0] for person in people)
    assert told == [
        "This link does not work any more. Ask for a new one.",
        "You are an officer now. You bring news about the money.",
    ]


@pytest.mark.parametrize("payload", ["x", "' OR 1=1 --", "a" * 4000, "\u202eeno", "officer"])
async def test_a_forged_link_gives_nothing(town: Town, payload: str) -> None:
    eve = await town.resident("Eve")
    await town.invites(Role.OFFICER)
    await eve.sends(f"/start {payload}")
    assert "This link does not work any more. Ask for a new one." in eve.sees
    await eve.sends("/news")
    assert "This is not for you" in eve.sees


async def test_an_old_link_gives_nothing(town: Town) -> None:
    token = await town.invites(Role.OFFICER)
    piet = await town.resident("Piet")
    await town.passes(days=7, seconds=1)
    await piet.sends(f"/start {token}")
    assert "This link does not work any more." in piet.sees


async def test_buttons_of_the_first_questions_still_do_what_they_say(town: Town) -> None:
    sam = await town.stranger("Sam")
    await sam.sends("/start")
    for label in ("English", "Go on", "I live somewhere else", "Send me nothing"):
        await sam.taps(label)
    await town.passes(days=30)
    await sam.presses("start.locale:tr")
    await sam.presses("start.wijk:MF")
    await sam.presses("start.done:all")
    async with town.db.read() as tx:
        person = await person_of(tx, sam)
        assert (person.locale, person.area) == ("tr", "MF")
        assert await tx.people.consents(person) == set(ConsentKind)
        assert person.welcomed_at is not None
        assert person.welcomed_at < town.now - timedelta(days=29)


@pytest.mark.parametrize(
    "data", ["start.locale:xx", "start.wijk:XX", "start.area:", "start.done:"]
)
async def test_a_button_that_nobody_offered_changes_nothing(town: Town, data: str) -> None:
    fatma = await town.resident("Fatma")
    await fatma.presses(data)
    assert fatma.toast.startswith(OLD)
    assert "Hello, Fatma." in fatma.sees, "how it stands now"


async def person_of(tx: Tx, actor: Actor) -> Person:
    person = await tx.people.known(actor.id)
    assert person is not None
    return person
