"""How one votes and how it is counted, in words that a resident reads."""

from collections.abc import Mapping

from flows.rounds.definition import BallotRule, RoundDefinition
from flows.text import Lines, Text, lines, t, tn

RULES_IN_WORDS: Mapping[str, tuple[Text, ...]] = {
    "greedy_stop": (
        t("The plan with the most votes goes first."),
        t("Then the next one, as long as there is money."),
        t("At the first plan that does not fit, the count stops."),
    ),
    "greedy_skip": (
        t("The plan with the most votes goes first."),
        t("Then the next one, as long as there is money."),
        t("A plan that does not fit is passed over."),
    ),
    "theme_caps_then_leftover": (
        t("Each theme has its own part of the pot."),
        t("In each theme the plan with the most votes goes first."),
        t("A plan that does not fit is passed over."),
        t("What is left over goes to all other plans, again by votes."),
    ),
    "equal_shares": (
        t("Every voter gets an equal part of the pot."),
        t("A plan is paid by the people who chose it."),
        t("The plan with the strongest support among them goes first."),
    ),
    "phragmen": (
        t("Every voter earns money, all at the same speed."),
        t("A plan wins when those who chose it can pay it."),
        t("Then they begin again with nothing."),
        t("At the first plan that does not fit, the count stops."),
    ),
}
COMPLETION: Mapping[str, tuple[Text, ...]] = {
    "none": (),
    "add1": (t("Is money left? Then every part grows, and we count again."),),
    "add1u": (
        t("Is money left? Then every part grows, and we count again."),
        t("What is still left goes to other plans, by votes."),
    ),
}
TIES: Mapping[str, Text] = {
    "published": t("Then the plan with the lowest number."),
    "lot": t("Then a lot decides. It is drawn before voting opens."),
}


def how_counted(definition: RoundDefinition) -> Lines:
    shares = definition.rule == "equal_shares"
    return lines(
        *RULES_IN_WORDS[definition.rule],
        *(COMPLETION[definition.parameters.completion] if shares else ()),
        t("With equal votes the cheapest plan goes first."),
        TIES[definition.tie_order],
    )


def how_one_votes(rule: BallotRule) -> Lines:
    """The limits of a ballot."""
    most, least, per_theme = rule.most, rule.least, rule.most_per_theme
    return lines(
        _kind(rule),
        tn(
            "One plan gets at most {n} point.",
            "One plan gets at most {n} points.",
            rule.most_points,
        )
        if rule.kind == "points"
        else None,
        tn("You choose at least {n} plan.", "You choose at least {n} plans.", least)
        if least > 1
        else None,
        tn("You choose at most {n} plan.", "You choose at most {n} plans.", most)
        if most
        else None,
        tn("Of each theme at most {n} plan.", "Of each theme at most {n} plans.", per_theme)
        if per_theme
        else None,
        t("You may also choose nothing and send that.") if least == 0 else None,
    )


def _kind(rule: BallotRule) -> Text:
    if rule.kind == "points":
        return tn("You divide {n} point.", "You divide {n} points.", rule.points)
    if rule.kind == "approval":
        return t("You choose the plans you want.")
    if rule.per == "theme":
        return t("The plans you choose fit in the money of their theme.")
    return t("The plans you choose fit together in the pot.")
