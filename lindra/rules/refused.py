"""The one way a rule says no."""

from __future__ import annotations


class Refused(Exception):
    """A rule says no, in words that a page can show as they are.

    `message` is Swedish, `field` the id of the input that it is about ("" for the whole), `code`
    an English slug that stays the same when the words are rewritten.
    """

    def __init__(self, message: str, *, code: str = "refused", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field
