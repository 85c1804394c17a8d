"""The server's entry: `gunicorn forum.wsgi:app`."""

from forum.app import create_app

app = create_app()
