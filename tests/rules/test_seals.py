"""How rows become bytes and bytes become heads, and what a check says of a broken chain."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.rules.seals import (
    COLUMNS,
    NO_HEAD,
    XID,
    Head,
    Report,
    Seal,
    canonical,
    check,
    digest,
    head_line,
    head_of,
    read_head_line,
    seconds_text,
)

pytestmark = pytest.mark.row("N12")

HERE, THERE = 7, 8
SEALED_AT = "1795374901.234567"
FIELDS = st.lists(st.none() | st.text(max_size=5), max_size=5)


def row(xid, text="x"):
    return tuple(str(xid) if place == XID else text for place in range(len(COLUMNS)))


ROWS = {HERE: [row(3), row(3, "y"), row(5), row(9)], THERE: [row(1), row(4)]}


def rows_of(cluster, from_xid):
    return [each for each in ROWS[cluster] if int(each[XID]) >= from_xid]


def seal(before, cluster, from_xid, to_xid):
    rows = [each for each in rows_of(cluster, from_xid) if int(each[XID]) < to_xid]
    count, rows_digest = digest(rows)
    number, previous = (before.number + 1, before.head) if before else (1, NO_HEAD)
    new = Seal(number, 1, SEALED_AT, cluster, from_xid, to_xid, count, previous)
    return replace(new, head=head_of(new, rows_digest))


FIRST = seal(None, HERE, 0, 4)
SECOND = seal(FIRST, HERE, 4, 8)
ELSEWHERE = seal(SECOND, THERE, 0, 5)
LAST = seal(ELSEWHERE, HERE, 8, 10)
CHAIN = [FIRST, SECOND, ELSEWHERE, LAST]
WHEN = "22 november 2026 20:15:01"


def faults(*chain, heads=()):
    return check(chain, rows_of, heads).faults


@given(FIELDS, FIELDS)
def test_two_lists_of_fields_never_give_the_same_bytes(one, other):
    assert (canonical(one) == canonical(other)) == (one == other)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([], ""),
        ([""], "0:,"),
        ([None], "-"),
        (["-"], "1:-,"),
        (["å", None, "1:a,"], "1:å,-4:1:a,,"),
        (["ab", "c"], "2:ab,1:c,"),
    ],
)
def test_a_field_has_its_length_before_it(fields, expected):
    assert canonical(fields) == expected.encode()


def test_rows_are_hashed_one_by_one():
    parts = sha256(b"1:a,").digest() + sha256(b"1:b,").digest()
    assert digest([["a"], ["b"]]) == (2, sha256(parts).digest())


def test_no_rows_have_a_digest_too():
    assert digest([]) == (0, sha256().digest())


def test_a_head_is_made_of_the_head_before_the_header_and_the_rows():
    header = "17:lindra access log,1:1,1:2,17:1795374901.234567,1:7,1:4,1:8,1:1,"
    content = FIRST.head + header.encode() + digest([row(5)])[1]
    assert head_of(SECOND, digest([row(5)])[1]) == sha256(content).digest()


def test_the_format_never_changes_unnoticed():
    expected = "50a936942e5e42a24a60197910f29cab6e6fb76925f244824ab6da4197aec715"
    assert LAST.head.hex() == expected


def test_a_moment_is_written_as_postgresql_writes_its_epoch():
    moments = [datetime(2026, 11, 22, 19, 15, 1, 5, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)]
    assert [seconds_text(each) for each in moments] == ["1795374901.000005", "0.000000"]


def test_a_chain_over_two_clusters_holds():
    assert check(CHAIN, rows_of) == Report(seals=4, rows=6)


def test_no_seals_hold():
    assert check([], rows_of) == Report()


def test_a_seal_over_fewer_rows_than_were_sealed_is_told_with_its_transactions_and_time():
    (fault,) = faults(replace(FIRST, rows=3), *CHAIN[1:])
    words = "Sigill 1 håller inte: 3 rader förseglades men 2 finns."
    assert fault == f"{words} Det gäller transaktion 0–3, till {WHEN}."


def test_a_changed_header_is_told_with_the_times_from_and_to():
    (fault,) = faults(FIRST, replace(SECOND, sealed_at="1795374902.000000"), *CHAIN[2:])
    words = "Sigill 2 håller inte: en rad eller sigillet är ändrat."
    assert fault == f"{words} Det gäller transaktion 4–7, {WHEN} till 22 november 2026 20:15:02."


def test_a_missing_seal_is_told_at_the_next_one():
    missing, gap = faults(FIRST, ELSEWHERE, LAST)
    words = "Sigill 3 håller inte: sigillet före saknas."
    assert missing == f"{words} Det gäller transaktion 0–4, {WHEN} till {WHEN}."
    words = "Sigill 4 håller inte: det börjar inte där det förra slutade."
    assert gap == f"{words} Det gäller transaktion 8–9, {WHEN} till {WHEN}."


def test_a_first_seal_that_is_missing_is_told():
    assert [each.split(". ")[0] for each in faults(SECOND, ELSEWHERE)] == [
        "Sigill 2 håller inte: sigillet före saknas, det börjar inte där det förra slutade"
    ]


def test_a_seal_that_was_replaced_with_all_its_rows_does_not_fit_the_next():
    replaced = replace(FIRST, sealed_at="1795374900.000000")
    replaced = replace(replaced, head=head_of(replaced, digest(rows_of(HERE, 0)[:2])[1]))
    assert [each.split(". ")[0] for each in faults(replaced, *CHAIN[1:])] == [
        "Sigill 2 håller inte: det hör inte ihop med sigillet före"
    ]


@pytest.mark.parametrize("seconds", ["Infinity", "-Infinity", "1e17", "253402297200.000000"])
def test_a_time_that_no_calendar_has_is_told_as_it_is(seconds):
    (fault,) = faults(replace(FIRST, sealed_at=seconds))
    assert fault.endswith(f"Det gäller transaktion 0–3, till tiden {seconds}.")


def test_heads_that_were_written_out_are_met():
    heads = [Head(each.number, each.head) for each in CHAIN]
    assert faults(*CHAIN, heads=heads) == []


def test_a_cut_tail_is_found_by_a_head_that_was_written_out():
    assert faults(FIRST, SECOND, heads=[Head(4, LAST.head)]) == [
        "Sigill 4 finns inte längre: slutet av loggen är borttaget."
    ]


def test_a_tail_that_was_sealed_anew_is_found_by_a_head_that_was_written_out():
    assert faults(*CHAIN, heads=[Head(4, LAST.previous), Head(3, ELSEWHERE.head)]) == [
        "Sigill 4 är ett annat än när kontrollsumman skrevs ut."
    ]


def test_the_first_faults_are_told_and_the_rest_counted():
    report = Report()
    for number in range(25):
        report.add(str(number))
    assert (report.found, report.faults) == (25, [str(number) for number in range(20)])


def test_a_head_is_written_as_a_line_of_json_and_read_again():
    line = head_line(FIRST)
    expected = (
        '{"seal": 1, "sealed_at": "2026-11-22T20:15:01.234567+01:00", '
        f'"head": "{FIRST.head.hex()}"}}'
    )
    assert (line, read_head_line(line)) == (expected, Head(1, FIRST.head))


def test_the_head_of_a_seal_with_an_impossible_time_can_be_written_out():
    assert '"sealed_at": "Infinity"' in head_line(replace(FIRST, sealed_at="Infinity"))


NO_HEADS = (
    *("", "ab12", "[]", "12", "{}", '{"seal": 1}', '{"seal": null, "head": "00"}'),
    *('{"seal": 1, "head": "xy"}', '{"seal": "x", "head": "00"}', '{"seal": 1, "head": 5}'),
)


@pytest.mark.parametrize("line", NO_HEADS)
def test_a_line_that_is_no_head_is_refused(line):
    with pytest.raises(ValueError):  # noqa: PT011 - json's, bytes' and our own
        read_head_line(line)
