"""The record: acts, tables, decision log and its audit."""
