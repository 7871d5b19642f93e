"""Lindra: an open platform for digital treatment programmes."""
