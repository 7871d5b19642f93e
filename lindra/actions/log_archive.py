"""Writes the access log's newest head out, signed; says which heads nobody has signed.

Nobody's act, as sealing is. A head that was written out and is no longer the log's stops the
writing: somebody has cut the log, and what is kept elsewhere shows it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from lindra.actions.seals import newest_seal, seal_finished_rows
from lindra.gateways import log_archive
from lindra.models import AccessLogSeal
from lindra.rules.refused import Refused
from lindra.rules.seals import Head, Seal, Sign, head_line, read_head_line


def archive_head(*, wall: datetime) -> Seal | None:
    """Seal what is finished, append the newest head to the archive and return its seal.

    None when it is there already. Raises `Refused` when the log no longer has the head that was
    written last, or when there is no key; OSError when the archive cannot be written.
    """
    archive = settings.LOG_ARCHIVE
    if archive is None:
        raise Refused("LINDRA_LOG_ARCHIVE är inte satt.", code="no_archive")
    before = _last(archive)
    if before is not None:
        _check_kept(before)
    seal_finished_rows(wall=wall)
    newest = newest_seal()
    if newest is None or (before is not None and before.number == newest.number):
        return None
    sign = signer()
    if sign is None:
        raise Refused("LINDRA_LOG_KEY är inte satt.", code="no_key")
    log_archive.append(archive, head_line(newest, sign))
    return newest


def signer() -> Sign | None:
    """What signs a head; None when no key is set. Outside production a missing key is made.

    Raises `Refused` when the key cannot be read.
    """
    path: Path | None = settings.LOG_KEY
    if path is None:
        return None
    try:
        if not settings.PRODUCTION and not path.exists():
            log_archive.new_key(path)
        return log_archive.read_key(path).sign
    except (OSError, ValueError) as error:
        raise Refused(f"Nyckeln {path} går inte att läsa.", code="no_key") from error


def public_keys(files: Sequence[Path]) -> list[Ed25519PublicKey]:
    """The public keys in the files; without any, that of the set key, if there is one.

    Raises `Refused` when one cannot be read.
    """
    if files:
        return [_public_key(path) for path in files]
    path = settings.LOG_KEY
    return [log_archive.read_key(path).public_key()] if path and path.exists() else []


def unsigned(heads: Collection[Head], keys: Sequence[Ed25519PublicKey]) -> list[str]:
    """A fault in words for each head that none of the keys has signed."""
    return [
        f"Kontrollsumman för sigill {head.number} har ingen giltig signatur."
        for head in heads
        if not log_archive.is_signed(keys, head.statement, head.signature)
    ]


def _public_key(path: Path) -> Ed25519PublicKey:
    try:
        return log_archive.read_public_key(path)
    except (OSError, ValueError) as error:
        raise Refused(f"{path} har ingen öppen Ed25519-nyckel.", code="no_key") from error


def _last(archive: Path) -> Head | None:
    """What was written last; `Refused` when it is no head."""
    line = log_archive.last_line(archive)
    try:
        return read_head_line(line) if line else None
    except ValueError as error:
        raise Refused(
            f"Sista raden i {archive} är ingen kontrollsumma.", code="archive_changed"
        ) from error


def _check_kept(head: Head) -> None:
    kept = AccessLogSeal.objects.filter(id=head.number).values_list("head", flat=True).first()
    if kept is None or bytes(kept) != head.head:
        raise Refused(
            f"Sigill {head.number} är utskrivet, men loggen har det inte längre som det var. "
            "Kör lindra log verify --head.",
            code="log_changed",
        )
