"""Writes: one verb, one transaction, its events. Keyword-only, always `by` and `now`."""
