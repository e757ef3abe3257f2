"""`make bench`: a ballot recorded against its bare row writes by the raw driver, on both databases."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.ballot import compare
from bench.measure import table
from tests.postgresql import Server


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tablee-bench-") as folder:
        rows = [compare("SQLite", f"sqlite:///{Path(folder) / 'record.sqlite'}")]
        server = Server(Path(folder) / "postgresql")
        try:
            server.create("bench")
            rows.append(compare("PostgreSQL", server.url("bench")))
        finally:
            server.leave()
    print(table(rows))


if __name__ == "__main__":
    main()
