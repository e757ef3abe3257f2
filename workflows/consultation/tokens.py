"""The secret in a personal link: strong enough for a key, plain enough to be typed from a sheet of paper."""

from __future__ import annotations

import hashlib
import secrets

# Crockford's base 32: no letter that one takes for a figure or for another letter.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
GROUPS, GROUP = 5, 5  # 25 characters of 5 bits: 125 bits
_TAKEN_FOR = str.maketrans({"o": "0", "i": "1", "l": "1", "-": "", " ": ""})


def new_token() -> str:
    """A token such as `7k2fq-0dmxe-…`."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def digest(token: str) -> str:
    """What the record keeps of a token, in hex: the same however it was typed."""
    return hashlib.sha256(_plain(token).encode(errors="replace")).hexdigest()


def _plain(token: str) -> str:
    """A token in its one form: in capitals, without its hyphens or with `o` for `0` it is the same."""
    plain = token.lower().translate(_TAKEN_FOR)
    return plain if len(plain) == GROUPS * GROUP and set(plain) <= set(ALPHABET) else token
