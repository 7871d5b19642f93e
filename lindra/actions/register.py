"""What the population register says anew of patients who are treated (BEHAVIOUR M9b)."""

import logging

from django.db.models import Exists, OuterRef

from lindra.gateways.population import PopulationRegister, RegisterDown
from lindra.models import Patient, Treatment
from lindra.rules.lifecycle import State

logger = logging.getLogger(__name__)


def follow_register(*, register: PopulationRegister) -> int:
    """Marks who is protected, or no longer, and who has died; returns how many were changed.

    Asked for each patient with a treatment that is not ended. A register that is down ends it: the
    rest are asked the next time. Who is not in the register stays as she was.
    """
    running = Treatment.objects.exclude(state=State.ENDED).filter(patient=OuterRef("pk"))
    changed = 0
    for patient in Patient.objects.filter(Exists(running)).order_by("pk").iterator():
        try:
            changed += _follow(register, patient)
        except RegisterDown:
            logger.warning("the population register is down: patients are asked for the next time")
            break
    return changed


def _follow(register: PopulationRegister, patient: Patient) -> bool:
    person = register.look_up(patient.personal_number)
    if person is None:
        return False
    known = patient.protected, patient.deceased_on
    told = person.protected, person.deceased or patient.deceased_on
    if told == known:
        return False
    protected, deceased_on = told
    found = Patient.objects.filter(pk=patient.pk)
    return bool(found.update(protected=protected, deceased_on=deceased_on))
