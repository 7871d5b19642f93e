"""The WSGI application that a server serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindra.settings")
application = get_wsgi_application()
