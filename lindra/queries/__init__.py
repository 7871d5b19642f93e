"""Reads that more than one page needs, or that are long."""
