"""A pack: a dated folder of YAML with everything that is not code, loaded whole or not at all."""

from __future__ import annotations

from policies.pack.loading import Pack, load_pack, shipped

__all__ = ["Pack", "load_pack", "shipped"]
