"""Nobody else may enter or prepare the folders of a PostgreSQL of ours."""

import os
import pwd
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tools import home
from tools.binaries import Binaries, Unavailable, in_wheel, installed
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
    folder: Path, tmp_path: Path
) -> None:
    original = tmp_path / "closed" / "wheel" / "pg" / "bin" / "postgres"
    library = tmp_path / "closed" / "wheel.libs" / "libpq.so"
    for path in (original, library):
        path.parent.mkdir(parents=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    (tmp_path / "closed").chmod(0o700)
    place = Home(folder)
    place.take()
    copy = place.readable(Binaries((18, 4), original.parent))
    assert copy.folder.is_relative_to(place.path)
    assert (copy.folder / "postgres").exists()
    assert (copy.folder / "../../../wheel.libs/libpq.so").resolve().exists()
    original.write_text("changed")
    assert place.readable(Binaries((18, 4), original.parent)) == copy
    assert (copy.folder / "postgres").read_text() == "#!/bin/sh\n"
    place.leave()


@only_root
@pytest.mark.drill
@pytest.mark.parametrize("find", [in_wheel, installed])
def test_a_real_postgresql_runs_from_its_copy(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, find: Callable[[], Binaries]
) -> None:
    found = find()
    if not found:
        pytest.skip("no PostgreSQL of this kind here")
    closed = tmp_path / "closed" / "wheel"
    tree = found.folder.parent
    shutil.copytree(tree, closed / tree.name, symlinks=True)
    for libraries in tree.parent.parent.glob(f"{tree.parent.name}.libs"):
        closed = closed.rename(closed.with_name(tree.parent.name))
        shutil.copytree(libraries, closed.with_name(libraries.name))
    closed.parent.chmod(0o700)
    monkeypatch.setenv("LINDRA_PG_BIN", str(closed / tree.name / "bin"))
    with Server(folder, durable=False) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


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
