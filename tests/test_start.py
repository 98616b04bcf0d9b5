"""A newcomer and the bot get to know each other."""

from tests.town import Town


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
