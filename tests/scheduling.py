"""Which tests one process runs after another: those that share something, or disturb each other."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

# How the addresses of tests begin that belong together.
TOGETHER = {
    "killing": ("tests/drills/test_kill_", "tests/drills/test_purge.py"),
    "the demo's people in a browser": ("tests/journeys/test_every_page.py",),
    "the demo's people": ("tests/management/test_demo_people.py",),
    "previews": ("tests/preview/",),
    # The sealer waits for every transaction that writes, and a kept world is one.
    "sealing, or a world that is kept": (
        "tests/actions/test_jobs.py",
        "tests/actions/test_log_archive.py",
        "tests/actions/test_seals",
        "tests/drills/test_log_",
        "tests/drills/test_restored_log.py",
        "tests/drills/test_seal_log_command.py",
        "tests/web/test_addresses.py",
        "tests/web/test_fuzz.py",
        "tests/web/test_no_log_no_answer.py",
    ),
}


class Together(LoadScopeScheduling):
    """A test at a time to whichever process is free, but for those that belong together."""

    def _split_scope(self, nodeid: str) -> str:
        found = (name for name, starts in TOGETHER.items() if nodeid.startswith(starts))
        return next(found, nodeid)
