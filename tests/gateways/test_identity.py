"""The seam to identity providers, and "Välj person" of demo and tests (BEHAVIOUR M8)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured

from lindra.gateways.identity import LOA3, Identity, Kind, LoginFailed, TestProvider
from lindra.gateways.providers import population_register
from lindra.web.providers import identity_provider, test_provider

pytestmark = pytest.mark.row("M8")

DEMO = Path(__file__).parents[2] / "demo"
NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
STATE = "as-it-was-sent"

test_provider.__test__ = False  # a function of the product, not a test


@pytest.fixture
def provider() -> TestProvider:
    """The demo's."""
    return TestProvider(DEMO / "population.yaml", DEMO / "staff.yaml")


def test_the_browser_is_sent_to_the_page_where_a_person_is_chosen(provider: TestProvider) -> None:
    assert provider.begin(Kind.STAFF, STATE) == f"/valj-person/staff/?state={STATE}"


def test_a_chosen_patient_is_her_personal_number(provider: TestProvider) -> None:
    answer = {"state": STATE, "person": "197804129802"}
    assert provider.finish(Kind.PATIENT, STATE, answer, NOW) == Identity(
        Kind.PATIENT, "test", "197804129802", "Astrid", "Lindqvist", NOW, LOA3
    )


def test_a_chosen_member_of_staff_is_an_hsa_id_and_a_commission(provider: TestProvider) -> None:
    answer = {"state": STATE, "person": "TST-UPPDRAG-1001-1"}
    found = provider.finish(Kind.STAFF, STATE, answer, NOW)
    assert (found.subject, found.commission) == ("TSTNMT2321000156-1001", "TST-UPPDRAG-1001-1")


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (Kind.PATIENT, {}),
        (Kind.PATIENT, {"person": "197804129802"}),
        (Kind.PATIENT, {"state": "another", "person": "197804129802"}),
        (Kind.PATIENT, {"state": STATE}),
        (Kind.PATIENT, {"state": STATE, "person": "199999999999"}),
        (Kind.PATIENT, {"state": STATE, "person": "TST-UPPDRAG-1001-1"}),
        (Kind.STAFF, {"state": STATE, "person": "197804129802"}),
    ],
)
def test_an_answer_that_cannot_be_trusted_fails(
    kind: Kind, answer: dict[str, str], provider: TestProvider
) -> None:
    with pytest.raises(LoginFailed):
        provider.finish(kind, STATE, answer, NOW)


def test_an_answer_to_no_question_fails(provider: TestProvider) -> None:
    with pytest.raises(LoginFailed):
        provider.finish(Kind.PATIENT, "", {"state": "", "person": "197804129802"}, NOW)


def test_the_dead_cannot_be_chosen(provider: TestProvider) -> None:
    content = yaml.safe_load((DEMO / "population.yaml").read_text(encoding="utf-8"))
    people = {row["personal_number"] for row in content["people"]}
    dead = content["cast"]["special"]["deceased"]
    assert {person.key for person in provider.people(Kind.PATIENT)} == people - {dead}


def test_each_commission_of_the_staff_can_be_chosen(provider: TestProvider) -> None:
    said = {person.name: person.says for person in provider.people(Kind.STAFF)}
    assert said["Karin Ek"] == "fysioterapeut, Smärtenheten"
    assert said["Mirjam Öhrn"] == "arbetsterapeut, Rehabmottagningen Ekbacken"


def test_demo_and_tests_use_the_test_provider(settings: LazySettings) -> None:
    assert isinstance(identity_provider(), TestProvider)


def test_the_test_provider_never_runs_with_production_settings(settings: LazySettings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="never runs in production"):
        test_provider()
    settings.PRODUCTION, settings.TEST_LOGIN = False, False
    with pytest.raises(ImproperlyConfigured, match="never runs in production"):
        test_provider()


def test_without_a_provider_nobody_logs_in(settings: LazySettings) -> None:
    settings.TEST_LOGIN = False
    with pytest.raises(ImproperlyConfigured, match="No identity provider"):
        identity_provider()


def test_the_population_register_is_the_file_that_is_set(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.POPULATION_FILE = tmp_path / "people.yaml"
    settings.POPULATION_FILE.write_text(
        "people:\n  - {personal_number: '195701149873', given: Göran, family: Åkerblom}\n"
    )
    found = population_register().look_up("195701149873")
    assert found is not None
    assert found.name == "Göran Åkerblom"
