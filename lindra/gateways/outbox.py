"""A folder that stands for the world in demo and tests: every notice becomes a file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from lindra.gateways.sending import NotSent, Parcel


@dataclass(frozen=True, slots=True)
class FileSender:
    """Writes <channel>-<key's hash>.txt; the same parcel again is the same file again."""

    folder: Path
    channel: str

    def send(self, parcel: Parcel) -> None:
        """Write it whole or not at all. Raises `NotSent` when the folder cannot be written."""
        path = self.folder / f"{self.channel}-{parcel.mark}.txt"
        half = path.with_suffix(f".{os.getpid()}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            half.write_text(
                f"Till: {parcel.to}\nÄmne: {parcel.subject}\n\n{parcel.body}\n", encoding="utf-8"
            )
            half.replace(path)
        except OSError:
            raise NotSent("folder") from None
