"""Whatever the bytes, the reader gives a reading or one refusal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.imports.scdl import BadFile, Reading, read

ANTIBES = Path(__file__).parents[3] / "workflows" / "demo" / "data" / "scdl-antibes.csv"
START = ANTIBES.read_bytes()[:1200]
HEADER = START[: START.index(b"\n") + 1]
SPLICE = st.one_of(
    st.binary(max_size=6),
    st.sampled_from(
        [b'"', b'""', b",", b"\n", b"\r", b"\r\n", b"\0", b";", b"\xc3", b"1e9999999", b"NaN", b"\x1c"]
    ),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scdl") / "fuzz.csv"


def holds(place: Path, data: bytes) -> Reading | None:
    """Read the bytes; any exception but BadFile fails the test. Each row is taken or told about."""
    place.write_bytes(data)
    try:
        reading = read(place)
    except BadFile:
        return None
    bad = {problem.line for problem in reading.rejected}
    assert not bad & {row.line for row in reading.rows}
    assert all(problem.column is not None and problem.line >= 1 for problem in reading.rejected)
    assert max([*bad, *(row.line for row in reading.rows)], default=1) <= len(data.splitlines())
    return reading


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_are_refused(place: Path, data: bytes) -> None:
    assert holds(place, data) is None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_under_a_good_header_never_crash(place: Path, data: bytes) -> None:
    holds(place, HEADER + data)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_random_text_under_a_good_header_never_crashes(place: Path, text: str) -> None:
    holds(place, HEADER + text.encode())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(START)), st.integers(0, 3), SPLICE), min_size=1, max_size=4))
def test_a_damaged_real_file_never_crashes(place: Path, damage: list[tuple[int, int, bytes]]) -> None:
    data = START
    for at, removed, put in damage:
        data = data[:at] + put + data[at + removed :]
    holds(place, data)
