"""The newsroom as a WSGI application."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warta.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
