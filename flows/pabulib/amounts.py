"""Money in a file is a decimal number of a currency; here it is integer cents, as everywhere."""

from decimal import Decimal, InvalidOperation

from flows.reading import CENT

MOST = 10**15  # cents: more than any pot, and a guard against 1e999


def cents(text: str) -> int:
    """Raises ``ValueError`` for what is no amount, is negative, or is finer than a cent."""
    try:
        amount = Decimal(text.strip()) * CENT
    except InvalidOperation:
        raise ValueError(f"{text!r} is no amount") from None
    if not amount.is_finite() or amount > MOST:
        raise ValueError(f"{text!r} is no amount")
    if amount < 0:
        raise ValueError(f"{text} is less than nothing")
    if amount != int(amount):
        raise ValueError(f"{text} is finer than a cent")
    return int(amount)


def decimal(amount: int) -> str:
    """``15398`` or ``15398.50``."""
    whole, rest = divmod(amount, CENT)
    return f"{whole}.{rest:02}" if rest else str(whole)
