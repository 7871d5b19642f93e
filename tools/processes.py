"""Starts, watches and ends processes, so that nothing is left running."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 15.0  # seconds between asking a process to end and ending it
CALM = 1.0  # seconds before a process that ended is started again; doubled while it fails
LONGEST_CALM = 30.0
SET_PARENT_DEATH_SIGNAL = 1  # Linux: PR_SET_PDEATHSIG of prctl(2)


class Stopped(BaseException):
    """Somebody pressed Ctrl-C or asked this process to end."""


def stop_on_signals() -> None:
    """Turn SIGINT, SIGTERM and SIGHUP into `Stopped`, once; later ones must not disturb the ending.

    A child that a script starts with `&` ignores SIGINT, hence the handlers also for that.
    """

    def stop(_number: int, _frame: object) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)


def run(command: Sequence[str], env: Mapping[str, str], cwd: Path | None = None) -> int:
    """Run a command to its end and return its exit status; `Stopped` ends it first, gently."""
    process = subprocess.Popen(command, env=env, cwd=cwd)
    try:
        return process.wait()
    except Stopped:
        for ending in (None, signal.SIGINT, signal.SIGKILL):  # a terminal has told it already
            if ending:
                process.send_signal(ending)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE if ending else CALM)
                break
        raise


def follow_parent(ending: signal.Signals) -> Callable[[], None]:
    """Return what a child does first so that it gets `ending` when its parent is killed (Linux)."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def follow() -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_DFL)
        if libc:
            libc.prctl(SET_PARENT_DEATH_SIGNAL, int(ending))

    return follow


def end(process: subprocess.Popen[bytes], ending: signal.Signals = signal.SIGTERM) -> None:
    """Ask a process that leads its own group to end, wait, then kill what is left of the group."""
    if process.poll() is None:
        process.send_signal(ending)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@dataclass
class Service:
    """A process that shall always run: it is started again whenever it ends, whatever it says."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    calm: float = CALM
    _started: float = 0.0
    _due: float | None = None

    def start(self) -> None:
        """Start it, its words going to the end of the log."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=follow_parent(signal.SIGTERM),
            )
        self._started, self._due = time.monotonic(), None

    def keep(self) -> None:
        """Start it again if it has ended; one that ends again and again waits longer each time."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if self._due is None:
            self.calm = CALM if now - self._started > LONGEST_CALM else self.calm
            self._due = now + self.calm
        if now >= self._due:
            self.stop()
            self.start()
            self.calm = min(2 * self.calm, LONGEST_CALM)

    def stop(self) -> None:
        """End it and everything that it started."""
        if self.process is not None:
            end(self.process)
            self.process = None
