"""News about the money: written once, read in one's own language, sent by one officer or two."""

from sqlalchemy import insert

from storage.models import Consent, ConsentKind, Person
from tests.town import Actor, Town


async def composed(officer: Actor, whom: str = "Send it to everyone") -> None:
    """Write in Dutch and Turkish, skip English and Arabic, choose who gets it."""
    await officer.sends("/news")
    await officer.sends("Er is <b>€ 500</b> bij.\nUit de buurtbegroting, per 1 februari.")
    await officer.taps("Skip this")
    await officer.sends("500 € eklendi.")
    await officer.taps("Skip this")
    await officer.taps(whom)


async def test_each_reader_gets_it_once_in_their_own_language(town: Town) -> None:
    piet = await town.officer("Piet")
    jan, mary = await town.resident("Jan", "nl"), await town.resident("Mary", "en")
    fatma = await town.resident("Fatma", "tr")
    await composed(piet)
    await piet.taps("Send to 4 people")
    assert "Budget news 1 goes to 4 people." in piet.sees
    await town.settles()
    await town.passes(hours=1)
    (dutch,) = [text for text in jan.heard if "Er is <b>€ 500</b> bij." in text]
    assert "not translated" not in dutch
    (english,) = [text for text in mary.heard if "Er is <b>€ 500</b> bij." in text]
    assert "This text is not translated yet." in english
    assert "This message is from the city district Oost" in english
    assert sum("500 € eklendi." in text for text in fatma.heard) == 1
    await mary.taps("See the budget")
    assert "There are no figures" in mary.sees


async def test_the_review_shows_what_each_reader_will_see(town: Town) -> None:
    piet = await town.officer("Piet")
    await composed(piet)
    shown = "\n".join(piet.news())
    assert "Who reads Turkish sees:\nParayla ilgili haberler" in shown
    assert "Nothing is sent yet." in shown
    await piet.taps("Change: Turkish")
    await piet.sends("600 € eklendi.")
    assert "600 € eklendi." in "\n".join(piet.news())
    await town.settles()
    assert not any("eklendi" in text for text in piet.news())


async def test_only_the_neighbourhood_that_was_chosen_gets_it(town: Town) -> None:
    piet = await town.officer("Piet", area="MQ")
    near, far = await town.resident("Sem", area="MF"), await town.resident("Ali", area="MG")
    await composed(piet, "Choose one neighbourhood")
    await piet.taps("Indische Buurt, Oostelijk")
    await piet.taps("Indische Buurt-West")
    assert "For: Indische Buurt-West\n1 person gets this message." in piet.sees
    await piet.taps("Change who gets it")
    await piet.taps("Indische Buurt, Oostelijk")
    assert "2 people get this message." in piet.sees
    await piet.taps("Change who gets it")
    await piet.taps("Choose one neighbourhood")
    await piet.taps("Indische Buurt, Oostelijk")
    await piet.taps("Indische Buurt-West")
    await piet.taps("Send to 1 person")
    await town.settles()
    assert any("Er is" in text for text in near.heard)
    assert not any("Er is" in text for text in far.heard)


async def test_a_second_tap_sends_nothing_again(town: Town) -> None:
    piet, mary = await town.officer("Piet"), await town.resident("Mary")
    await composed(piet)
    await piet.taps("Send to 2 people")
    await piet.presses("broadcast.send")
    assert "old" in piet.toast
    await mary.presses("broadcast.send")
    assert "This is not for you" in mary.toast
    await town.settles()
    assert sum("Er is" in text for text in mary.heard) == 1


async def test_an_officer_sees_how_it_went(town: Town) -> None:
    piet, sem = await town.officer("Piet"), await town.resident("Sem")
    fatma = await town.resident("Fatma")
    await fatma.presses("consents.no:money")
    ali = await town.resident("Ali")
    await composed(piet)
    await piet.taps("Send to 3 people")
    await piet.taps("See how it goes")
    assert "Still to be sent: 3" in piet.sees
    await ali.blocks()
    await sem.presses("consents.no:money")
    await town.settles()
    await piet.taps("Look again")
    assert "Sent: 1\nCould not be reached, or want no news: 2\nFailed: 0" in piet.sees
    await fatma.presses("broadcast.open:1")
    assert "This is not for you" in fatma.toast


async def test_words_and_other_things_in_the_wrong_place_lose_nothing(town: Town) -> None:
    piet = await town.officer("Piet")
    await piet.sends("/news")
    await piet.sends_other("sticker")
    assert "I can only read text here." in piet.sees
    await piet.sends("a" * 1001)
    assert "At most 1.000 characters fit." in piet.sees
    await piet.sends("Veel tekens: " + "&" * 900)
    assert "Your text has too many of these: & < >." in piet.sees
    await piet.sends("Nieuws")
    await piet.sends("/cancel")
    await piet.sends("/news")
    assert "Question 2 of 5" in piet.sees
    await piet.presses("form.pick:news.whom.nowhere")
    assert "old" in piet.toast


async def test_without_an_audience_nothing_can_be_sent(town: Town) -> None:
    piet = await town.officer("Piet", area="MF")
    await composed(piet, "Watergraafsmeer")
    assert "Nobody would get it." in piet.sees
    assert not [label for label in piet.buttons if label.startswith("Send")]
    await piet.presses("broadcast.send")
    assert "Your text is kept." in piet.toast


async def crowd(town: Town, people: int = 500) -> None:
    """So many residents that one officer alone may not write to all of them."""
    async with town.db.write() as tx:
        rows = [{"telegram_id": 10**6 + n, "name": "Bo", "locale": "nl"} for n in range(people)]
        ids = (await tx.session.scalars(insert(Person).returning(Person.id), rows)).all()
        yes = [{"person_id": i, "kind": ConsentKind.MONEY, "given_at": town.now} for i in ids]
        await tx.session.execute(insert(Consent), yes)


async def test_many_people_take_a_second_officer(town: Town) -> None:
    await crowd(town)
    piet, olga = await town.officer("Piet"), await town.officer("Olga")
    await composed(piet)
    assert "This goes to more than 500 people." in piet.sees
    await piet.taps("Ask a second officer")
    assert "I asked 1 officer." in piet.sees
    await town.settles()
    await olga.taps("Check budget news")
    assert "500 € eklendi." in olga.transcript
    await piet.presses("broadcast.yes:1")
    assert "Another officer must confirm it." in piet.toast
    await olga.taps("Send to 502 people")
    assert "Budget news 1 goes to 502 people." in olga.sees
    await olga.presses("broadcast.yes:1")
    assert "This was decided already." in olga.toast
    await olga.taps("See how it goes")
    assert "Still to be sent: 502" in olga.sees


async def test_a_second_officer_may_say_no(town: Town) -> None:
    await crowd(town)
    piet, olga = await town.officer("Piet"), await town.officer("Olga")
    await composed(piet)
    await piet.taps("Ask a second officer")
    await olga.sends("/start")
    await olga.taps("Check budget news")
    await olga.taps("Do not send it")
    assert "Budget news 1 is not sent." in olga.sees
    await town.settles()
    assert "A second officer did not send your budget news." in piet.heard
    await piet.taps("See how it goes")
    assert "This was not sent." in piet.sees
