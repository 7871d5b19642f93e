"""Nobody else may enter or prepare the folders of a PostgreSQL of ours."""

import os
import pwd
from pathlib import Path

import psycopg
import pytest

from tools import home
from tools.binaries import Unavailable, installed
from tools.home import Home
from tools.postgres import Server

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down")


def test_only_the_owner_may_enter_the_socket_folder(folder: Path) -> None:
    place = Home(folder)
    place.take()
    assert place.socket.stat().st_mode & 0o777 == 0o700
    place.leave()


@only_root
def test_a_folder_that_a_stranger_prepared_is_refused(folder: Path) -> None:
    place = Home(folder)
    place.path.mkdir()
    os.chown(place.path, 12345, 12345)
    with pytest.raises(Unavailable, match="tillhör någon annan"):
        place.take()
    place.path.rmdir()


@only_root
def test_a_link_that_a_stranger_prepared_is_refused(folder: Path, tmp_path: Path) -> None:
    place = Home(folder)
    place.path.symlink_to(tmp_path)
    with pytest.raises(Unavailable, match="tillhör någon annan"):
        place.take()
    place.path.unlink()


@only_root
def test_two_projects_get_a_folder_each(tmp_path: Path) -> None:
    assert Home(tmp_path / "one").path != Home(tmp_path / "two").path


@only_root
def test_binaries_that_the_account_cannot_read_are_copied_once(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = installed()
    if not found:
        pytest.skip("no PostgreSQL installed here")
    hidden = tmp_path / "hidden" / "pg"
    hidden.mkdir(parents=True)
    (hidden / "bin").symlink_to(found.folder)
    hidden.parent.chmod(0o700)
    binaries = home.Binaries(found.version, hidden / "bin")
    place = Home(folder)
    place.take()
    monkeypatch.setattr(
        home.shutil, "copytree", lambda _, target, **__: (target / "bin").mkdir(parents=True)
    )
    copy = place.readable(binaries)
    assert copy.folder.is_relative_to(place.path)
    monkeypatch.setattr(home.shutil, "copytree", None)
    assert place.readable(binaries) == copy
    place.leave()


@only_root
def test_without_an_account_postgres_it_runs_as_nobody(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = pwd.getpwnam("nobody")
    monkeypatch.setattr(home.pwd, "getpwnam", lambda name: {"nobody": nobody}[name])
    server = Server(folder, durable=False)
    with server as url:
        assert Path(f"/proc/{server.process.pid}").stat().st_uid == nobody.pw_uid
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
