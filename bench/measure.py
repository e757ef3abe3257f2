"""Rounds of two ways, in turn, and the median of their ratios."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

ROUNDS = 7


@dataclass(frozen=True)
class Comparison:
    """What was measured; seconds per operation in each round, ours and the bare way's."""

    name: str
    ours: list[float]
    bare: list[float]
    reach: str

    @property
    def ratios(self) -> list[float]:
        return [a / b for a, b in zip(self.ours, self.bare, strict=True)]


def interleaved(
    name: str, ours: Callable[[int], None], bare: Callable[[int], None], count: int, reach: str
) -> Comparison:
    """ROUNDS rounds of `count` operations of each way, A B A B …, after a warm-up of both."""
    ours(count // 4)
    bare(count // 4)
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for way, taken in ((ours, times[0]), (bare, times[1])):
            gc.collect()
            start = perf_counter()
            way(count)
            taken.append((perf_counter() - start) / count)
    return Comparison(name, *times, reach)


def table(rows: list[Comparison]) -> str:
    shown = Table(title=f"medians of {ROUNDS} interleaved rounds")
    for column in ("what", "ours, µs", "bare, µs", "ratio", "least", "most", "reach"):
        shown.add_column(column)
    for row in rows:
        low, high = min(row.ratios), max(row.ratios)
        figures = [f"{median(times) * 1e6:.0f}" for times in (row.ours, row.bare)]
        shown.add_row(row.name, *figures, f"{median(row.ratios):.2f}", f"{low:.2f}", f"{high:.2f}", row.reach)
    console = Console(width=110, file=StringIO(), record=True)
    console.print(shown)
    return console.export_text()
