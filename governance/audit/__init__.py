"""Audit: whether the log holds (`verify`), and whether the tables are what it says (`replay`)."""

from governance.audit.findings import Finding, Report
from governance.audit.replay import replay
from governance.audit.verify import verify

__all__ = ["Finding", "Report", "replay", "verify"]
