"""Units, staff and patients as in the demo, in a database that really commits."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from playwright.sync_api import Browser

from lindra.access import PatientSession, StaffSession
from lindra.actions.answers import send_answer
from lindra.actions.drafts import open_draft
from lindra.actions.treatments import open_as_patient, start_treatment
from lindra.gateways.population import Person
from lindra.models import Answer, Treatment
from lindra.programme.registry import programme
from lindra.rules.calendar import local_date
from lindra.rules.personal_number import PersonalNumber
from tests.journeys.people import patients, sessions
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor

PROGRAMME = "smartskolan"
KARIN, JOHAN, MIRJAM = (f"TST-UPPDRAG-100{n}-1" for n in (1, 2, 3))
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1360, "height": 900}
PATIENCE = 30.0  # seconds: as long as a busy machine may need
FINGER, POINTER = 44, 24  # smallest side of a target for patients and for staff, CSS pixels


class World:
    """Karin and Johan at Smärtenheten, Mirjam at another unit, and patients to be started."""

    def __init__(self, browser: Browser, site: Site, now: datetime) -> None:
        self.browser, self.site, self.now = browser, site, now
        self.people, self.staff_of = patients(), sessions(local_date(now))
        self.visitors: list[Visitor] = []

    def start(self, who: str = "astrid", by: str = KARIN, days_ago: int = 0) -> Treatment:
        """A treatment that somebody of the demo's patients has not yet opened."""
        person: Person = self.people[who]
        return start_treatment(
            number=PersonalNumber(person.personal_number),
            person=person,
            typed=False,
            programme=programme(PROGRAMME),
            by=self.staff_of[by],
            now=self.now - timedelta(days=days_ago),
        )

    def opened(self, who: str = "astrid", by: str = KARIN, days_ago: int = 0) -> Treatment:
        """The same, opened by the patient."""
        treatment = self.start(who, by, days_ago)
        open_as_patient(treatment=treatment, by=PatientSession(treatment.patient), now=self.now)
        return treatment

    def treatment_of(self, who: str) -> Treatment:
        """The treatment of one of the demo's patients."""
        return Treatment.objects.get(patient__personal_number=self.people[who].personal_number)

    def send(
        self,
        treatment: Treatment,
        form_id: str,
        values: Mapping[str, Any],
        at: datetime | None = None,
    ) -> Answer:
        """The patient sends a form; a diary's date is read off its values."""
        form = programme(PROGRAMME).form(form_id)
        day = date.fromisoformat(values[form.one_per_date]) if form.one_per_date else None
        by, now = PatientSession(treatment.patient), at or self.now
        draft = open_draft(treatment=treatment, form=form, by=by, now=now, entry_date=day)
        return send_answer(
            treatment=treatment,
            form=form,
            draft_id=draft.pk,
            values=values,
            revision=draft.revision,
            by=by,
            now=now,
        )

    def patient(self, treatment: Treatment | None = None, **options: Any) -> Visitor:
        """A patient with a phone, logged in when a treatment is given."""
        visitor = self.visitor(PHONE, FINGER, **options)
        return visitor.log_in(PatientSession(treatment.patient)) if treatment else visitor

    def log_in_again(self, visitor: Visitor, treatment: Treatment) -> None:
        """A new session in the same browser."""
        visitor.log_in(PatientSession(treatment.patient))

    def staff(self, key: str = "", **options: Any) -> Visitor:
        """A member of staff at a desk, logged in when a commission is given."""
        visitor = self.visitor(DESK, POINTER, **options)
        return visitor.log_in(self.session(key)) if key else visitor

    def session(self, key: str) -> StaffSession:
        """The session of a commission."""
        return self.staff_of[key]

    def visitor(self, size: Mapping[str, int], minimum: int, **options: Any) -> Visitor:
        """Somebody at a browser of that size."""
        context = self.browser.new_context(
            **{
                "viewport": dict(size),
                "locale": "sv-SE",
                "timezone_id": "Europe/Stockholm",
                "reduced_motion": "reduce",
                "color_scheme": "light",
                **options,
            }
        )
        context.set_default_timeout(PATIENCE * 1000)
        visitor = Visitor(context, self.site.url, minimum)
        self.visitors.append(visitor)
        return visitor

    def soon(self, holds: Callable[[], bool]) -> None:
        """Wait until it holds; AssertionError after five seconds."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, "it never came to hold"
            time.sleep(0.05)

    def leave(self) -> list[str]:
        """Close every browser, wait for what is still answered; what went wrong in any of them."""
        for visitor in self.visitors:
            visitor.context.close()
        self.site.busy.wait()
        return [fault for visitor in self.visitors for fault in visitor.faults]
