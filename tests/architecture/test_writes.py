"""Only actions write, and every action says who and when."""

import importlib
import inspect

import pytest

from lindra import actions
from tests.architecture.source import calls, files, name, room

WRITES = {
    *("save", "create", "update", "delete", "get_or_create", "update_or_create"),
    *("bulk_create", "bulk_update", "asave", "acreate", "aupdate", "adelete"),
    *("execute", "executemany", "select_for_update"),
}
MAY_WRITE = {"actions", "management", "migrations"}
# Not the database: the session's own dictionary, and a hash. The queue's table is the queue's.
OTHER_UPDATES = {
    "lindra/gateways/queue.py: cursor.execute",
    "lindra/web/session.py: request.session.update",
    "lindra/web/session_store.py: super().save",
    "lindra/rules/seals.py: whole.update",
}
# Functions of actions that lack one of the two, each with its reason.
WITHOUT = {
    "access_log.log_access": "the log's time is the real one: `wall`",
    "deliveries.deliver_notices": "what time brings is nobody's act",
    "drafts.check_may_write": "asks, and writes nothing",
    "drafts.check_replaceable": "asks, and writes nothing",
    "export_runs.alone": "holds a lock, and writes nothing",
    "export_runs.begin_export": "what time brings is nobody's act; no time is kept of it",
    "export_runs.fail_export": "what time brings is nobody's act",
    "export_runs.keep_export": "what time brings is nobody's act",
    "export_runs.one_moment": "asks, and writes nothing",
    "exports.expire_exports": "what time brings is nobody's act",
    "exports.requeue_exports": "what time brings is nobody's act",
    "log_exports.log_export": "whoever runs the command: `account`; the log's time is `wall`",
    "log_archive.archive_head": "the sealer is nobody; the log's time is the real one: `wall`",
    "log_archive.public_keys": "asks, and writes nothing",
    "log_archive.signer": "asks, and writes nothing",
    "log_archive.unsigned": "asks, and writes nothing",
    "erasure.carry_out_purges": "by whoever approved it: the run says whom",
    "log_in.patient_logs_in": "who it is, is what it finds out: `identity`",
    "log_in.staff_logs_in": "who it is, is what it finds out: `identity`",
    "notices.plan_due_notices": "what time brings is nobody's act",
    "notices.withdraw_notice_of": "of whoever undoes the message, and tells no more than that",
    "register.follow_register": "what the register says is nobody's act; it says itself when",
    "seals.check_log": "asks, and writes nothing",
    "seals.count_unsealed": "asks, and writes nothing",
    "seals.newest_seal": "asks, and writes nothing",
    "seals.seal_finished_rows": "the sealer is nobody; the log's time is the real one: `wall`",
    "seals.verify_log": "the sealer is nobody; the log's time is the real one: `wall`",
    "templates.seen_of_template": "asks, and writes nothing",
    "team.check_therapist": "asks, and writes nothing",
    "team.lock": "asks, and writes nothing",
    "time_travel.live_through": "what time brings, in demo and tests alone",
    "time_travel.travel": "moves the clock itself; demo and tests alone",
    "time_travel.travelled": "asks, and writes nothing",
    "units.seen_of_unit": "asks, and writes nothing",
}


def public_functions():
    """(module.function, function) of every public function that a module of actions defines."""
    for path in files("lindra/actions"):
        if path.stem == "__init__":
            continue
        module = importlib.import_module(f"{actions.__name__}.{path.stem}")
        for key, each in vars(module).items():
            own = inspect.isfunction(each) and each.__module__ == module.__name__
            if own and not key.startswith("_"):
                yield f"{path.stem}.{key}", each


FUNCTIONS = dict(public_functions())


def test_nothing_but_actions_and_management_writes():
    found = {
        f"{name(path)}: {call}"
        for path in files("lindra")
        if room(path) not in MAY_WRITE
        for call in calls(path)
        if call.rpartition(".")[2] in WRITES
    }
    assert found == OTHER_UPDATES


def test_every_file_was_looked_at():
    rooms = {room(path) for path in files("lindra")}
    assert rooms >= {"web", "queries", "models", "rules", "access", *MAY_WRITE}


@pytest.mark.parametrize("function", sorted(set(FUNCTIONS) - set(WITHOUT)))
def test_an_action_says_by_whom_and_when(function):
    parameters = inspect.signature(FUNCTIONS[function]).parameters.values()
    assert {"by", "now"} <= {each.name for each in parameters}
    assert {each.kind for each in parameters} == {inspect.Parameter.KEYWORD_ONLY}


def test_the_exceptions_are_these_and_each_is_one():
    lacking = {
        key
        for key, each in FUNCTIONS.items()
        if not {"by", "now"} <= set(inspect.signature(each).parameters)
    }
    assert lacking == set(WITHOUT)


def test_an_exception_that_writes_takes_keywords_alone_too():
    asks = {key for key, why in WITHOUT.items() if why.startswith("asks")}
    for key in set(WITHOUT) - asks:
        parameters = inspect.signature(FUNCTIONS[key]).parameters.values()
        assert {each.kind for each in parameters} == {inspect.Parameter.KEYWORD_ONLY}
