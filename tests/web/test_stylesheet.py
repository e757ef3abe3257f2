"""The stylesheet's colours keep WCAG AA contrast, light and dark."""

from __future__ import annotations

import re

import pytest

from web.rendering import STATIC

TEXT = 4.5
GRAPHIC = 3.0

PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "soft", "link", "bad") for ground in ("paper", "card")),
    *((ink, "sunk", TEXT) for ink in ("ink", "soft", "link")),
    *((ink, ground, TEXT) for ink in ("good", "wait", "bad", "calm") for ground in (f"{ink}-soft", "card")),
    *(
        (ink, ground, TEXT)
        for ink in ("ink", "link")
        for ground in ("calm-soft", "good-soft", "wait-soft", "bad-soft")
    ),
    ("soft", "calm-soft", TEXT),
    ("ink", "brand-soft", TEXT),
    ("soft", "brand-soft", TEXT),
    ("on-brand", "brand", TEXT),
    *((line, ground, GRAPHIC) for line in ("edge", "focus", "seat") for ground in ("paper", "card")),
    ("seat", "sunk", 2.6),
]


def _schemes() -> dict[str, dict[str, str]]:
    text = (STATIC / "tablee.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", text, re.DOTALL)[:2]
    found = {
        name: dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", part))
        for name, part in (("light", light), ("dark", dark))
    }
    found["dark"] = found["light"] | found["dark"]
    return found


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_used_together_can_be_told_apart(scheme: str) -> None:
    colours = _schemes()[scheme]
    weak = []
    for ink, ground, least in PAIRS:
        bright, dim = sorted((_luminance(colours[ink]), _luminance(colours[ground])), reverse=True)
        ratio = (bright + 0.05) / (dim + 0.05)
        if ratio < least:
            weak.append(f"{ink} on {ground}: {ratio:.2f} < {least}")
    assert weak == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    text = (STATIC / "tablee.css").read_text(encoding="utf-8")
    assert "url(" not in text
    assert "@import" not in text
