"""The law's log of who opened or changed what, and the seals that show any later change of it.

Fields as in StoreLog 2 (informationsecurity:auditing:log); HSLF-FS 2016:40 4 kap. 9 §. Append-only
by a trigger, without foreign keys, kept after a purge.
"""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Xid8Field(models.BigIntegerField):
    """A full transaction id of PostgreSQL, filled in by the table's trigger."""

    def db_type(self, connection: object) -> str:  # noqa: ARG002 - Django's signature
        return "xid8"


class AccessLog(models.Model):
    """One access. `patients` is [{"id": personal number, "name": snapshot}, …]; no free text.

    `xid` is the transaction, a number of the PostgreSQL `cluster` (its system identifier) that
    wrote the row; a trigger fills in both.
    """

    id = models.BigAutoField(primary_key=True)
    log_id = models.UUIDField(default=uuid.uuid4, unique=True)
    system_id = models.CharField(max_length=64)
    activity_type = models.CharField(max_length=16)
    activity_level = models.CharField(max_length=64, blank=True)
    activity_args = models.CharField(max_length=64)
    start_date = models.DateTimeField()
    purpose = models.CharField(max_length=64)
    user_kind = models.CharField(max_length=10)
    user_id = models.CharField(max_length=64)
    user_name = models.CharField(max_length=200)
    user_title = models.CharField(max_length=100, blank=True)
    user_assignment = models.CharField(max_length=64, blank=True)
    user_care_provider_id = models.CharField(max_length=64, blank=True)
    user_care_provider_name = models.CharField(max_length=200, blank=True)
    user_care_unit_id = models.CharField(max_length=64, blank=True)
    user_care_unit_name = models.CharField(max_length=200, blank=True)
    resource_type = models.CharField(max_length=64)
    patients = models.JSONField()
    care_provider_id = models.CharField(max_length=64, blank=True)
    care_provider_name = models.CharField(max_length=200, blank=True)
    care_unit_id = models.CharField(max_length=64, blank=True)
    care_unit_name = models.CharField(max_length=200, blank=True)
    cluster = models.BigIntegerField(editable=False)
    xid = Xid8Field(editable=False)

    class Meta:
        indexes = [
            GinIndex(fields=["patients"], name="access_log_patients", opclasses=["jsonb_path_ops"]),
            models.Index(fields=["cluster", "xid", "id"], name="access_log_order"),
            models.Index(fields=["care_unit_id", "start_date"], name="access_log_unit_days"),
        ]


class AccessLogSeal(models.Model):
    """A sealed stretch of a cluster's transactions: from_xid ≤ xid < to_xid, and the seal before.

    `id` counts the seals without a gap; `version` says how rows and header become bytes.
    """

    id = models.BigIntegerField(primary_key=True)
    version = models.SmallIntegerField()
    sealed_at = models.DateTimeField()
    cluster = models.BigIntegerField()
    from_xid = models.BigIntegerField()
    to_xid = models.BigIntegerField()
    rows = models.BigIntegerField()
    previous = models.BinaryField(max_length=32)
    head = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster", "from_xid"], name="seals_follow_each_other"),
            models.CheckConstraint(
                condition=models.Q(to_xid__gt=models.F("from_xid")), name="seal_covers_something"
            ),
        ]
