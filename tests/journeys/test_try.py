import time
from tests.journeys.world import KARIN
def test_try(world):
    t0=time.monotonic()
    t = world.start()
    p = world.patient(t)
    p.open("/mina-program/")
    p.sees_heading("Hej Astrid")
    print("open", time.monotonic()-t0); t0=time.monotonic()
    from tests.journeys.checks import check_page
    for _ in range(2):
        for f in check_page(p.page, p.minimum): print(f)
        print("check", time.monotonic()-t0); t0=time.monotonic()
    s = world.staff(KARIN)
    s.open("/mina/")
    for f in check_page(s.page, s.minimum): print(f)
    print("check", time.monotonic()-t0); t0=time.monotonic()
    s.follow("Astrid")
    for f in check_page(s.page, s.minimum): print(f)
    print("check", time.monotonic()-t0); t0=time.monotonic()
    print(s.faults, p.faults)
