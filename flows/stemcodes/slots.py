"""Where the ballot of a code lies that nobody redeemed: it came on paper, or over a desk."""

import hmac


def paper_slot(key: bytes, code_id: int) -> bytes:
    """Where the ballot lies that counts. Without the key of the round nobody can find it."""
    return hmac.digest(key, f"code {code_id}".encode(), "sha256")


def entry_slot(key: bytes, code_id: int, person_id: int) -> bytes:
    """Where one of the two who enter it keeps what they read, until both read the same."""
    return hmac.digest(key, f"code {code_id} read by {person_id}".encode(), "sha256")
