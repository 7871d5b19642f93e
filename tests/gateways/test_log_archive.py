"""The archive of heads: a line at a time, and a key that signs."""

import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from lindra.gateways.log_archive import (
    TAIL,
    append,
    is_signed,
    last_line,
    new_key,
    public_text,
    read_key,
    read_public_key,
)

pytestmark = pytest.mark.row("N12")


def test_a_new_key_is_its_owners_alone_and_never_written_over(tmp_path):
    path = tmp_path / "keys" / "log.pem"
    new_key(path)
    before = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        new_key(path)
    assert path.read_bytes() == before


def test_what_the_key_has_signed_the_public_half_recognises(tmp_path):
    new_key(tmp_path / "log.pem")
    key = read_key(tmp_path / "log.pem")
    (tmp_path / "public.pem").write_text(public_text(key))
    public = read_public_key(tmp_path / "public.pem")
    other = Ed25519PrivateKey.generate().public_key()
    signature = key.sign(b"head")
    assert is_signed([other, public], b"head", signature)
    assert not is_signed([other], b"head", signature)
    assert not is_signed([public], b"heat", signature)
    assert not is_signed([public], b"head", b"")
    assert not is_signed([], b"head", signature)


def test_a_key_of_another_kind_is_none(tmp_path):
    rsa = generate_private_key(65537, 2048)
    private, public = tmp_path / "rsa.pem", tmp_path / "rsa-public.pem"
    private.write_bytes(rsa.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    spki = PublicFormat.SubjectPublicKeyInfo
    public.write_bytes(rsa.public_key().public_bytes(Encoding.PEM, spki))
    for read, path in ((read_key, private), (read_public_key, public)):
        with pytest.raises(ValueError, match="not an Ed25519 key"):
            read(path)


def test_lines_are_added_and_the_last_is_read_back(tmp_path):
    path = tmp_path / "log" / "heads.jsonl"
    assert last_line(path) == ""
    for number in range(TAIL // 50):
        append(path, f"{number} " + "x" * 100)
    assert last_line(path) == f"{number} " + "x" * 100
    assert len(path.read_text().splitlines()) == TAIL // 50


def test_half_a_line_from_a_crash_does_not_swallow_the_next(tmp_path):
    path = tmp_path / "heads.jsonl"
    path.write_text("whole\nha")
    append(path, "next")
    assert path.read_text() == "whole\nha\nnext\n"
    assert last_line(path) == "next"
