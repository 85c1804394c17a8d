"""The page to compare with: a flat Jinja template, stored answers from memory, no database, session or words."""

from flask import Flask

_PAGE = """<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1>
{% for a in answers %}<section><p>{{ a.name }} {{ a.at }} {{ a.score }}</p><div>{{ a.html|safe }}</div></section>
{% endfor %}"""
HTML = "<p>" + "Turn the cartridge and <strong>print a test page</strong>; look at the tray, too. " * 23 + "</p>"

app = Flask(__name__)
_TEMPLATE = app.jinja_env.from_string(_PAGE)


@app.get("/<int:count>")
def page(count: int) -> str:
    """A page with so many answers."""
    answers = [{"name": "Ben Ong", "at": "5 Mar 2026", "score": n, "html": HTML} for n in range(count)]
    return _TEMPLATE.render(title="Printer prints blank pages", answers=answers)
