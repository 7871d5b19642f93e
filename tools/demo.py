"""`make demo`: PostgreSQL, migrations, invented people, then the site and its helpers until Ctrl-C.

`python -m tools.demo --port 8000` serves, `python -m tools.demo --reset` removes the demo's data.
Everything it keeps lies in .data/ (as root the database lies in a folder below /var/tmp).
"""

import argparse
import http.client
import os
import secrets
import shutil
import socket
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from tools.binaries import Unavailable
from tools.database import database
from tools.home import Home
from tools.postgres import Server
from tools.processes import Service, Stopped, run, stop_on_signals

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("LINDRA_DATA_DIR", ROOT / ".data"))
KEPT = {"environment.lock", "test"}  # what is not the demo's
HOST = "127.0.0.1"
WEB = (
    "--interface",
    "wsgi",
    "--workers",
    "2",
    "--blocking-threads",
    "4",
    "--respawn-failed-workers",
)
FIRST_PAGE_SECONDS = 60.0
PREPARE = """
import django
from django.core.management import call_command

django.setup()
call_command("migrate", verbosity=0)
call_command("demo_people")
"""


def main(arguments: list[str]) -> int:
    """Serve the demo until it is stopped, or reset it; return the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--reset", action="store_true")
    options = parser.parse_args(arguments)
    stop_on_signals()
    try:
        return _reset() if options.reset else _serve(options.port)
    except Unavailable as problem:
        print(problem, file=sys.stderr)
        return 1
    except Stopped:
        print("\nAvslutat: inget är igång längre. Data finns kvar till nästa gång.")
        return 0


def _reset() -> int:
    DATA.mkdir(exist_ok=True)
    Home(DATA).remove()
    for path in DATA.iterdir():
        if path.name not in KEPT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    print("Demons data är borttagna. make demo börjar om från början.")
    if os.environ.get("DATABASE_URL"):
        print("DATABASE_URL är satt: den databasen är orörd.")
    return 0


def _serve(port: int) -> int:
    _check_port(port)
    DATA.mkdir(exist_ok=True)
    with database(DATA) as (url, server):
        env = _environment(url)
        if status := run([sys.executable, "-c", PREPARE], env, cwd=ROOT):
            return status
        return _run_services(_services(env, port), server, env, port)


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            other = f"make demo PORT={port % 60000 + 1}"
            raise Unavailable(f"Port {port} är upptagen. Välj en annan: {other}") from None


def _environment(url: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "lindra.settings",
        "LINDRA_ENV": "demo",
        "LINDRA_SECRET_KEY": _secret(),
        "LINDRA_DATA_DIR": str(DATA),
        "PYTHONUNBUFFERED": "1",
    }


def _secret() -> str:
    """Kept, so that who is logged in stays so when the demo starts again."""
    path = DATA / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _services(env: Mapping[str, str], port: int) -> list[Service]:
    """Everything that runs beside the database, in the order in which it ends."""
    logs = DATA / "log"
    shutil.rmtree(logs, ignore_errors=True)
    logs.mkdir()
    granian = str(Path(sys.executable).with_name("granian"))
    commands = {
        "web": [granian, *WEB, "--host", HOST, "--port", str(port), "lindra.wsgi:application"],
        "work": [sys.executable, "-m", "lindra", "work"],
    }
    return [Service(name, command, env, logs / f"{name}.log") for name, command in commands.items()]


def _run_services(
    services: list[Service], server: Server | None, env: Mapping[str, str], port: int
) -> int:
    try:
        for service in services:
            service.start()
        if not _answers(services[0], port):
            print(_last_lines(services[0].log), file=sys.stderr)
            raise Unavailable(f"Webbservern svarar inte. Loggen: {services[0].log}")
        print(f"\n  Lindra svarar på  http://{HOST}:{port}/\n", flush=True)
        run([sys.executable, "-m", "lindra", "demo_people", "--hello"], env, cwd=ROOT)
        print("\n  Ctrl-C avslutar. make demo-reset börjar om från början.", flush=True)
        while True:
            time.sleep(0.3)
            _keep(services, server)
    finally:
        for service in services:
            service.stop()


def _keep(services: Iterable[Service], server: Server | None) -> None:
    if server:
        server.keep()
    for service in services:
        service.keep()


def _answers(web: Service, port: int) -> bool:
    deadline = time.monotonic() + FIRST_PAGE_SECONDS
    while time.monotonic() < deadline and web.process and web.process.poll() is None:
        connection = http.client.HTTPConnection(HOST, port, timeout=10)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status < 500
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    return False


def _last_lines(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
