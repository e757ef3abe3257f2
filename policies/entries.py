"""Small types that the files of a pack share: names, alone or in lists."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

Names = Annotated[tuple[str, ...], Field(strict=False)]
"""A YAML list of names."""


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


NameOrNames = Annotated[tuple[str, ...], Field(strict=False, min_length=1), BeforeValidator(_listed)]
"""One name, or a YAML list of them."""
