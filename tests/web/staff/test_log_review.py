""" "Logguppföljning" on its pages: drawn, judged, signed, and itself in the log."""

from __future__ import annotations

import pytest

from lindra.actions.access_log import Activity, log_access
from lindra.actions.log_reviews import make_review
from lindra.models import AccessLog, LogReview, LogReviewItem, RoleKind
from lindra.queries.log_review import PAGE, Among
from lindra.rules.calendar import local_date
from tests.cast import ASTRID, Cast, patient, staff
from tests.web.browser import Browser
from tests.web.conftest import SUNDAY
from tests.web.test_query_counts import counted

pytestmark = pytest.mark.row("F18")
PLACE = "/logguppfoljning/"
TODAY = Among(local_date(SUNDAY), local_date(SUNDAY))


@pytest.fixture
def lova(cast: Cast) -> Browser:
    return Browser(cast.lova)


def opened(by, *patients, times: int = 1) -> None:
    for _ in range(times):
        log_access(
            by=by,
            wall=SUNDAY,
            activity=Activity.READ,
            name="manage",
            resource="Hantera",
            patients=patients,
        )


def draw(lova: Browser, **typed: object) -> None:
    lova.open(PLACE)
    lova.press("Dra urvalet", **{"kind": "random", "rows": "10"} | typed)


def fields(lova: Browser, kind: str) -> list[str]:
    form, _ = lova.page.form("Spara bedömningarna")
    keys = LogReviewItem.objects.order_by("pk").values_list("pk", flat=True)
    return [f"{kind}_{pk}" for pk in keys if f"words_{pk}" in form.values]


def test_a_random_sample_is_drawn_judged_and_signed(cast: Cast, lova: Browser) -> None:
    opened(cast.bo, cast.astrid.patient, times=2)
    draw(lova)
    assert "Rad 2: 22 november 2026 klockan 09:30" in lova.text
    assert "Bo Berg, fysioterapeut Smärtenheten" in lova.text
    assert "Astrid Alm 19780412-9802" in lova.text
    assert "Nej, 2 rader kvar att bedöma" in lova.text
    first, second = fields(lova, "verdict")
    words = fields(lova, "words")[1]
    lova.press("Spara bedömningarna", **{first: "fine", second: "investigated", words: "Varför?"})
    assert (lova.status, "Bedömningarna är sparade." in lova.text) == (200, True)
    assert lova.page.form("Spara bedömningarna")[0].values[words] == ["Varför?"]
    lova.press("Signera")
    assert "Uppföljningen är signerad." in lova.text
    assert "Utreds: Varför? · Lova Lind, 22 november 2026" in lova.text
    assert "Spara bedömningarna" not in lova.text
    lova.open(PLACE)
    assert "2 av 2" in lova.text


def test_the_review_is_itself_in_the_log_with_its_purpose(cast: Cast, lova: Browser) -> None:
    opened(cast.bo, cast.astrid.patient)
    before = AccessLog.objects.count()
    draw(lova)
    (verdict,) = fields(lova, "verdict")
    lova.press("Spara bedömningarna", **{verdict: "fine"})
    lova.press("Signera")
    rows = AccessLog.objects.order_by("id")[before:]
    said = [(row.activity_args, row.activity_type) for row in rows]
    assert said == [
        ("log_reviews", "Skriva"),
        ("log_review", "Läsa"),
        ("log_review", "Skriva"),
        ("log_review", "Läsa"),
        ("sign_log_review", "Skriva"),
        ("log_review", "Läsa"),
    ]
    assert {(row.resource_type, row.purpose) for row in rows} == {
        ("Logguppföljning", "Kvalitetssäkring")
    }
    assert [each["id"] for row in rows for each in row.patients] == [ASTRID] * 6


def test_a_targeted_sample_is_aimed_at_somebody_whose_number_is_in_no_address(
    cast: Cast, lova: Browser
) -> None:
    many = [patient(f"19500101{n:04}", "Eva", f"Ek {n}") for n in range(4)]
    opened(cast.bo, *many, cast.astrid.patient)
    opened(cast.erik, many[0])
    draw(lova, kind="targeted", number="780412-9802")
    assert "Riktad kontroll: en patient" in lova.text
    assert "1 av 1 som passade" in lova.text
    assert "Astrid Alm 19780412-9802 Eva Ek 0" in lova.text
    assert "och 2 till i samma lista" in lova.text
    assert "9802" not in lova.address
    kept = [each["id"] for each in AccessLog.objects.latest("id").patients]
    assert kept == [ASTRID, "195001010000", "195001010001"]
    draw(lova, kind="targeted", staff="TST-Erik")
    assert "Riktad kontroll: en medarbetare" in lova.text
    draw(lova, kind="targeted", staff="TST-Erik", rules=["outside_team", "emergency"])
    assert (lova.status, "Ingen rad i loggen passar in på det." in lova.text) == (422, True)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"rows": "0"}, "Skriv ett antal från 1 till 300."),
        ({"rows": "många"}, "Skriv ett antal från 1 till 300."),
        ({"first": "2026-11-23"}, "Sista dagen är före den första."),
        ({"first": "x"}, "Välj en dag som finns."),
        ({"kind": "targeted"}, "Välj en medarbetare, en patient"),
        ({"kind": "random", "staff": "TST-Bo"}, "Ett slumpvis urval kan inte riktas."),
        ({"kind": "targeted", "number": "780412-9803"}, "Den sista siffran stämmer inte"),
        ({"kind": "targeted", "number": "1" * 50}, "Personnumret är för långt."),
        ({"kind": "targeted", "rules": ["emergency"]}, "Ingen rad i loggen passar"),
    ],
)
def test_a_sample_that_cannot_be_is_refused_and_kept_in_the_form(
    typed: dict[str, object], words: str, cast: Cast, lova: Browser
) -> None:
    opened(cast.bo, cast.astrid.patient)
    draw(lova, **typed)
    assert (lova.status, words in lova.text) == (422, True)
    form, _ = lova.page.form("Dra urvalet")
    for name, value in typed.items():
        assert form.values[name] == (value if isinstance(value, list) else [value])
    assert LogReview.objects.count() == 0


def test_what_is_to_be_investigated_without_words_is_refused_and_nothing_typed_is_lost(
    cast: Cast, lova: Browser
) -> None:
    opened(cast.bo, cast.astrid.patient, times=2)
    draw(lova)
    verdicts, words = fields(lova, "verdict"), fields(lova, "words")
    typed = {verdicts[0]: "investigated", verdicts[1]: "fine", words[1]: "Vanligt besök"}
    lova.press("Spara bedömningarna", **typed)
    assert (lova.status, "Skriv vad som ska utredas." in lova.text) == (422, True)
    form, _ = lova.page.form("Spara bedömningarna")
    assert {name: form.values[name] for name in typed} == {k: [v] for k, v in typed.items()}
    assert LogReviewItem.objects.exclude(verdict="").count() == 0


def test_signing_before_all_is_judged_is_refused(cast: Cast, lova: Browser) -> None:
    opened(cast.bo, cast.astrid.patient)
    draw(lova)
    assert "Signera" not in [text for text, _ in lova.page.forms[-1].buttons]
    review = LogReview.objects.get()
    response = cast.client(cast.lova).post(f"{PLACE}{review.pk}/signera/")
    assert response.status_code == 422
    assert "Bedöm alla rader först. 1 rad är kvar." in response.content.decode()


def test_another_reviewer_reads_but_does_not_judge_and_never_sees_the_own_rows(cast: Cast) -> None:
    lisa = staff("Lisa", "Lund", "jurist", cast.smartenheten, RoleKind.LOG_REVIEWER)
    opened(cast.bo, cast.astrid.patient)
    opened(lisa, cast.astrid.patient)
    review = make_review(among=TODAY, rows=2, by=cast.lova, now=SUNDAY)
    hers = Browser(lisa)
    hers.open(f"{PLACE}{review.pk}/")
    assert "Bo Berg" in hers.text
    assert hers.text.count("Lisa Lund") == 1  # the header
    assert "1 gäller dig själv och visas inte" in hers.text
    assert "Spara bedömningarna" not in hers.text
    item = review.items.first()
    answer = cast.client(lisa).post(f"{PLACE}{review.pk}/", {f"verdict_{item.pk}": "fine"})
    assert answer.status_code == 422
    assert "Bara den som gjorde urvalet" in answer.content.decode()


def test_another_units_review_does_not_exist(cast: Cast) -> None:
    opened(cast.bo, cast.astrid.patient)
    review = make_review(among=TODAY, rows=1, by=cast.lova, now=SUNDAY)
    other = staff("Olga", "Ort", "jurist", cast.ekbacken, RoleKind.LOG_REVIEWER)
    assert cast.client(other).get(f"{PLACE}{review.pk}/").status_code == 404
    assert "Ingen uppföljning är gjord än." in Browser(other).open(PLACE).text


def test_a_row_that_is_gone_by_law_is_told(cast: Cast, lova: Browser) -> None:
    from uuid import uuid4

    opened(cast.bo, cast.astrid.patient)
    review = make_review(among=TODAY, rows=1, by=cast.lova, now=SUNDAY)
    LogReviewItem.objects.create(review=review, log_id=uuid4())
    assert "Raden finns inte längre i loggen." in lova.open(f"{PLACE}{review.pk}/").text


def test_a_long_sample_is_judged_page_by_page(cast: Cast, lova: Browser) -> None:
    opened(cast.bo, cast.astrid.patient, times=PAGE + 1)
    draw(lova, rows="300")
    verdicts = fields(lova, "verdict")
    assert len(verdicts) == PAGE
    lova.press("Spara bedömningarna", **dict.fromkeys(verdicts, "fine"))
    assert lova.address.endswith("?sida=2")
    (last,) = fields(lova, "verdict")
    lova.press("Spara bedömningarna", **{last: "fine"})
    lova.press("Signera")
    assert "Uppföljningen är signerad." in lova.text
    for strange in ("x", "0", "99", "²"):
        assert lova.open(f"{lova.address.partition('?')[0]}?sida={strange}").text


def test_a_log_reviewer_lands_here(cast: Cast, lova: Browser) -> None:
    lova.open("/")
    assert (lova.address, "Ingen uppföljning är gjord än." in lova.text) == (PLACE, True)


def test_pages_ask_as_often_for_three_hundred_rows_as_for_one(cast: Cast) -> None:
    client, found = cast.client(cast.lova), []
    for rows in (1, 300):
        opened(cast.bo, cast.astrid.patient, times=rows)
        review = make_review(among=TODAY, rows=rows, by=cast.lova, now=SUNDAY)
        for address in (f"{PLACE}{review.pk}/", PLACE):
            client.get(address)
            with counted(found):
                assert client.get(address).status_code == 200
    assert found[:2] == found[2:]
    assert max(found) <= 20
