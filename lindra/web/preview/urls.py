"""The addresses of the preview: the same names as on the site, so that the same templates serve."""

from django.urls import path

from lindra.web.preview import views

urlpatterns = [
    path("", views.first, name="start"),
    path("andrad/", views.changed, name="changed"),
    path("utseende/", views.keep_appearance, name="appearance"),
    path("sw.js", views.nothing, name="service_worker"),
    path("program/<uuid:treatment_id>/", views.index, name="home"),
    path("program/<uuid:treatment_id>/moduler/", views.index, name="modules"),
    path("program/<uuid:treatment_id>/mindfulness/", views.exercises, name="exercises"),
    path("program/<uuid:treatment_id>/modul/<slug:module_id>/", views.module, name="module"),
    path(
        "program/<uuid:treatment_id>/modul/<slug:module_id>/klar/", views.back, name="module_done"
    ),
    path(
        "program/<uuid:treatment_id>/modul/<slug:module_id>/<slug:page_id>/",
        views.page,
        name="page",
    ),
    path(
        "program/<uuid:treatment_id>/modul/<slug:module_id>/<slug:page_id>/nasta/",
        views.next_page,
        name="page_done",
    ),
    path(
        "program/<uuid:treatment_id>/modul/<slug:module_id>/<slug:page_id>/forstatt/",
        views.back,
        name="acknowledge",
    ),
    path(
        "program/<uuid:treatment_id>/mindfulness/<slug:exercise_id>/",
        views.exercise,
        name="exercise",
    ),
    path("program/<uuid:treatment_id>/formular/<slug:form_id>/", views.form, name="fill_in"),
    path("program/<uuid:treatment_id>/hjalp/<slug:help_id>/", views.help_page, name="help"),
    path("hjalp-nu/", views.help_now, name="help_now"),
]
