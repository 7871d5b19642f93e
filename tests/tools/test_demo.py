"""The README's first command: it serves, keeps its data, tells what is wrong, and ends it all."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.demo import HOST, ROOT

SECONDS = 90.0  # the machine may be busy


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def demo(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The demo with its data in a folder, asked to end at the latest here."""
    env = os.environ | {"LINDRA_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "tools.demo", "--port", str(port)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=ROOT, env=env, text=True, **pipes) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(60)


def words_until(process: subprocess.Popen[str], pattern: str) -> str:
    """What it prints up to a line that fits; fails when it ends before."""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if re.search(pattern, line):
            return "".join(lines)
    raise AssertionError("".join(lines))


def status_of(port: int, path: str) -> int:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def descendants(parent: int) -> set[int]:
    """The process numbers of all that a process started (Linux)."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return {int(c) for c in children}.union(*(descendants(int(c)) for c in children))


def test_it_serves_says_where_and_ends_everything(folder: Path) -> None:
    port = free_port()
    with demo(folder, port) as process:
        words = words_until(process, "Ctrl-C")
        assert f"http://{HOST}:{port}/" in words
        assert status_of(port, "/") in {200, 302}
        started = descendants(process.pid) if sys.platform == "linux" else set()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert not answers(port)
    assert [number for number in started if Path(f"/proc/{number}").exists()] == []
    secret = (folder / "secret").read_text()
    assert len(secret) > 40
    with demo(folder, port) as process:
        words_until(process, "Ctrl-C")
        assert (folder / "secret").read_text() == secret


def test_a_taken_port_is_told(folder: Path) -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with demo(folder, port) as process:
            words = words_until(process, "upptagen")
            assert f"Port {port} är upptagen" in words
            assert process.wait(30) == 1


@pytest.mark.drill
def test_the_site_comes_back_when_database_or_web_server_is_killed(folder: Path) -> None:
    port = free_port()
    with demo(folder, port) as process:
        words_until(process, "Ctrl-C")
        for child in sorted(descendants(process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            deadline = time.monotonic() + SECONDS
            while not _well(port):
                assert time.monotonic() < deadline
                time.sleep(0.2)


def _well(port: int) -> bool:
    with contextlib.suppress(OSError, http.client.HTTPException):
        return status_of(port, "/") in {200, 302}
    return False
