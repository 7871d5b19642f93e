import time
from django.core.management import call_command
from io import StringIO
from lindra import clock
def test_x(db):
    n=clock.now().replace(hour=12)
    with clock.moved(n-clock.now()):
        t=time.process_time(); t1=time.monotonic()
        call_command("demo_people", stdout=StringIO())
        print("cpu", time.process_time()-t, "wall", time.monotonic()-t1)
