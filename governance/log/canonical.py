"""The bytes of a leaf: RFC 8785 canonical JSON of strings, integers, booleans and null."""

from __future__ import annotations

import re
from typing import Any, NoReturn

import msgspec

LEAF_LIMIT = 65_535  # the length before each entry of a tile has 16 bits (C2SP tlog-tiles)
INTEGER_LIMIT = 2**53 - 1  # beyond it JavaScript and RFC 8785 lose digits


class NotCanonical(ValueError):
    """The value has no canonical form that the log admits; the message says why."""


class _FloatError(Exception):
    """A number of a leaf is written with a point or an exponent."""


def _refuse_float(literal: str) -> NoReturn:
    raise _FloatError(literal)


# With ASCII keys and no float, msgspec's sorted bytes are those of RFC 8785 (the tests compare them).
_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(float_hook=_refuse_float)

# A number in an object or array with a point, an exponent or 16 digits. Where it was but part of a string
# the full check finds nothing; times of day, which stand in every act, are not taken for numbers.
_SUSPECT_NUMBER = re.compile(rb"[:,\[](?<!\d:)-?(?:\d+[.eE]|\d{16})")


def encode(value: object) -> bytes:
    """The canonical bytes of a msgspec Struct, mapping, sequence, string, integer, boolean or None.

    Raises NotCanonical for floats, integers beyond 2^53 - 1, keys that are not ASCII strings, lone
    surrogates, types that JSON has not, and more than LEAF_LIMIT bytes. The value is not walked: what
    msgspec itself turns into strings (bytes, dates, Decimal) or null (NaN) is taken as that.
    """
    try:
        leaf = _encoder.encode(value)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise NotCanonical(str(error)) from error
    if _needs_check(leaf):
        reason = check(leaf)
        if reason:
            raise NotCanonical(reason)
    return leaf


def _needs_check(leaf: bytes) -> bool:
    """Whether bytes that msgspec wrote may hold what the log does not admit; false for ordinary acts."""
    if len(leaf) > LEAF_LIMIT or not leaf.isascii() or leaf[0] not in b'{["':
        return True
    return _SUSPECT_NUMBER.search(leaf) is not None


def check(leaf: bytes) -> str | None:
    """Why `leaf` is not the canonical form of an allowed value; None where it is."""
    if len(leaf) > LEAF_LIMIT:
        return f"longer than {LEAF_LIMIT} bytes"
    try:
        value = _decoder.decode(leaf)
        reason = _forbidden(value)
    except UnicodeDecodeError:
        return "not UTF-8"
    except msgspec.DecodeError as error:
        return f"not JSON: {error}"
    except _FloatError:
        return "a number is not an integer"
    except RecursionError:
        return "nested too deeply"
    if reason is None and _encoder.encode(value) != leaf:
        reason = "not the canonical spelling: spaces, order or repetition of keys, escapes or signs"
    return reason


def _forbidden(value: Any) -> str | None:
    """Why a decoded value may not stand in a leaf."""
    if isinstance(value, dict):
        if not all(key.isascii() for key in value):
            return "a key is not ASCII"
        return next(filter(None, map(_forbidden, value.values())), None)
    if isinstance(value, list):
        return next(filter(None, map(_forbidden, value)), None)
    if isinstance(value, int) and not -INTEGER_LIMIT <= value <= INTEGER_LIMIT:
        return "an integer is beyond 2^53 - 1"
    return None
