"""What every page of the patient shares: brand, menu and foot."""

from __future__ import annotations

from lindra.web.door import PatientRequest
from lindra.web.frame import Frame


def context(request: PatientRequest, here: Frame, current: str = "") -> dict[str, object]:
    """The template context of a patient's page; `current` is the menu's item."""
    items = [
        ("home", "Hem", "home"),
        ("modules", "Moduler", "book"),
        ("diaries", "Dagbok", "pencil"),
        ("messages", "Meddelanden", "mail"),
    ]
    closed = () if here.can_read else ("modules", "diaries")
    return {
        "brand": here.programme.name,
        "home_url": here.address("home"),
        "frame": here,
        "treatment": here.treatment,
        "programme": here.programme,
        "therapist": here.therapist or "din behandlare",
        "now": request.now,
        "nav_items": [
            {"label": label, "url": here.address(name), "icon": icon, "current": name == current}
            for name, label, icon in items
            if name not in closed
        ],
        "foot_items": [
            {"label": "Ditt team och din tid", "url": here.address("about")},
            {"label": "Mina svar", "url": here.address("answers")},
            {"label": "Mina uppgifter", "url": here.address("own_data")},
            {"label": "Aviseringar", "url": here.address("notices")},
        ],
    }
