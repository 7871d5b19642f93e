"""Where the access log's heads are written out, and the Ed25519 key that signs them.

A file of lines that is only ever added to; another host takes it away, or it lies on storage that
keeps what it was given. Knows bytes and lines, not what they say.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

TAIL = 4096  # bytes; more than a line


def new_key(path: Path) -> None:
    """Make a key that only its owner may read. FileExistsError when there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())


def read_key(path: Path) -> Ed25519PrivateKey:
    """The key in a file (PEM, PKCS 8). OSError or ValueError when there is none."""
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("not an Ed25519 key")
    return key


def read_public_key(path: Path) -> Ed25519PublicKey:
    """The public key in a file (PEM). OSError or ValueError when there is none."""
    key = load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 key")
    return key


def public_text(key: Ed25519PrivateKey) -> str:
    """The public half as PEM, to be kept where heads are checked."""
    public = key.public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def is_signed(keys: Iterable[Ed25519PublicKey], statement: bytes, signature: bytes) -> bool:
    """Whether one of the keys has signed the statement."""
    for key in keys:
        try:
            key.verify(signature, statement)
        except InvalidSignature:
            continue
        return True
    return False


def append(path: Path, line: str) -> None:
    """Add a line, and return when the disk has it. OSError when it cannot be kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o640)
    with os.fdopen(handle, "ab", buffering=0) as file:
        torn = path.stat().st_size > 0 and not _tail(path).endswith(b"\n")
        file.write(b"\n" * torn + line.encode() + b"\n")
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def last_line(path: Path) -> str:
    """The newest line; "" when nothing has been written."""
    if not path.exists():
        return ""
    return _tail(path).decode(errors="replace").rstrip("\n").rpartition("\n")[2]


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL))
        return file.read()
