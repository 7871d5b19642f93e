"""The patient, known by personal number."""

from django.db import models
from django.db.models import Q


class Patient(models.Model):
    """`name_typed`: the register was down and a person typed the name (BEHAVIOUR M9b)."""

    personal_number = models.CharField(max_length=12, unique=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    name_typed = models.BooleanField(default=False)
    mismatch_at = models.DateTimeField(null=True, blank=True)
    protected = models.BooleanField(default=False)
    deceased_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(personal_number__regex=r"^[0-9]{12}$"),
                name="personal_number_is_twelve_digits",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def number(self) -> str:
        """The personal number as it is written: 19780412-1234."""
        return f"{self.personal_number[:8]}-{self.personal_number[8:]}"
