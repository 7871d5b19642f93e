"""How far demo and tests have moved the treatment's clock. Never used in production."""

from django.db import models


class TimeTravel(models.Model):
    """One row at most."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_time_travel")]
