"""Made-up votes, to see how rules differ before a round has been counted."""

from collections.abc import Mapping

from flows.counting.model import Ballots, Plan
from flows.text import Text, t

BUDGET = 60_000_00  # cents
PLANS = (
    Plan("1", 30_000_00, "young"),
    Plan("2", 25_000_00, "green"),
    Plan("3", 15_000_00, "care"),
    Plan("4", 10_000_00, "care"),
    Plan("5", 4_000_00, "green"),
)
NAMES: Mapping[str, Text] = {
    "1": t("A large playground"),
    "2": t("Trees in five streets"),
    "3": t("A kitchen to cook together"),
    "4": t("Language lessons at home"),
    "5": t("Benches on the square"),
}
CAPS: Mapping[str, int] = {"young": 20_000_00, "green": 20_000_00, "care": 20_000_00}

# Sixty people want what is green and for children; forty want what is for care.
BALLOTS = Ballots(
    {
        frozenset({"1", "2"}): 50,
        frozenset({"1", "2", "5"}): 10,
        frozenset({"3", "4"}): 35,
        frozenset({"3"}): 5,
    }
)
