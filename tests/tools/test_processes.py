"""What is started is watched, started again, and ended with everything that it started."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tools.conftest import is_running
from tools.processes import Service

PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(600)
"""
SUPERVISOR = """
import sys
from pathlib import Path
from tools.processes import Service
command = [sys.executable, "-c", "import time; time.sleep(600)"]
service = Service("child", command, {}, Path(sys.argv[1]))
service.start()
print(service.process.pid, flush=True)
import time; time.sleep(600)
"""


def wait_for(condition: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def service(tmp_path: Path, code: str) -> Service:
    return Service("test", [sys.executable, "-c", code], dict(os.environ), tmp_path / "log")


@pytest.mark.parametrize("status", [0, 1])
def test_a_service_that_ends_is_started_again_whatever_it_says(tmp_path: Path, status: int) -> None:
    child = service(tmp_path, f"print('here', flush=True); raise SystemExit({status})")
    child.calm = 0.1
    child.start()
    first = child.process
    assert first.wait() == status
    wait_for(lambda: child.keep() or child.process is not first)
    assert child.process.wait() == status
    assert child.log.read_text() == "here\nhere\n"


def test_a_service_that_fails_again_and_again_waits_longer_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.processes.LONGEST_CALM", 0.4)
    child = service(tmp_path, "print('here', flush=True)")
    child.calm = 0.1
    child.start()
    waits = []
    for _ in range(4):
        child.process.wait()
        waits.append(child.calm)
        number = child.process.pid
        wait_for(lambda number=number: child.keep() or child.process.pid != number)
    child.stop()
    assert waits == [0.1, 0.2, 0.4, 0.4]


def test_with_a_service_ends_what_it_started(tmp_path: Path) -> None:
    parent = service(tmp_path, PARENT)
    parent.start()
    wait_for(lambda: parent.log.read_text().strip())
    child = int(parent.log.read_text())
    assert is_running(child)
    parent.stop()
    wait_for(lambda: not is_running(child))


def test_a_service_that_will_not_end_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.processes.PATIENCE", 0.2)
    child = service(tmp_path, STUBBORN)
    child.start()
    process = child.process
    wait_for(child.log.read_text)
    child.stop()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_service_does_not_outlive_a_killed_supervisor(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SUPERVISOR, str(tmp_path / "log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as supervisor:
        child = int(supervisor.stdout.readline())
        assert is_running(child)
        supervisor.kill()
    wait_for(lambda: not is_running(child))
