"""What the patient has read and where: reading marks, finished modules, the place to return to."""

from django.db import models

from lindra.models.treatment import Treatment


class PageRead(models.Model):
    """A page is read when "Nästa" is pressed (BEHAVIOUR M2). Private pages never come here."""

    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="pages_read")
    page = models.SlugField(max_length=50)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["treatment", "page"], name="page_read_once")]


class ModuleDone(models.Model):
    """ "Klar med modulen", said by the patient; undone by taking the row away."""

    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="modules_done")
    module = models.SlugField(max_length=50)
    done_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["treatment", "module"], name="module_done_once")
        ]


class Place(models.Model):
    """The page last opened in the programme: "Fortsätt där du var"."""

    treatment = models.OneToOneField(Treatment, models.CASCADE, related_name="place")
    module = models.SlugField(max_length=50)
    page = models.SlugField(max_length=50)
    opened_at = models.DateTimeField()


class Acknowledgement(models.Model):
    """ "Jag har läst och förstått", with its time; it locks nothing (CONTENT 1.0, s-02)."""

    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="acknowledgements")
    page = models.SlugField(max_length=50)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["treatment", "page"], name="acknowledged_once")
        ]
