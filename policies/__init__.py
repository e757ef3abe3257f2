"""The rules: pure functions and dated packs. No database, no clock, no network."""
