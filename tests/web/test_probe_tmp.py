import time
from django.db import connection
from django.test.utils import CaptureQueriesContext
def test_probe(cast):
    t=time.time()
    bo=cast.client(cast.bo); astrid=cast.client(cast.astrid)
    print('clients', time.time()-t)
    for c,u in [(bo,'/mina/'),(bo,f'/moment/{cast.treatment.pk}/'),(bo,f'/moment/{cast.treatment.pk}/tidslinje/'),(astrid,f'/program/{cast.treatment.pk}/'),(astrid,f'/program/{cast.treatment.pk}/moduler/'),(astrid,f'/program/{cast.treatment.pk}/formular/start/'),(astrid,f'/program/{cast.treatment.pk}/dagbok/')]:
        for i in range(2):
            t=time.time()
            with CaptureQueriesContext(connection) as q:
                r=c.get(u,follow=True)
            print(u,r.status_code,len(r.content),round(time.time()-t,4),len(q))
    print(r.headers)
    t=time.time()
    a=cast.client(cast.astrid); a.get('/'); print('new client', time.time()-t)
