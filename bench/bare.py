"""The pages to compare with: flat Jinja templates, stored texts from memory; no database, session or words."""

from flask import Flask

from bench.texts import answer_html, texts

_THREAD = """<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1>
{% for a in answers %}<section><p>{{ a.name }} {{ a.at }} {{ a.score }}</p><div>{{ a.html|safe }}</div></section>
{% endfor %}"""
_LIST = """<!doctype html><title>Questions</title><h1>Questions</h1>
{% for q in questions %}<p><a href="/questions/{{ q.id }}">{{ q.title }}</a> {{ q.name }} {{ q.at }} {{ q.score }}</p>
{% endfor %}"""

app = Flask(__name__)
_thread, _list = app.jinja_env.from_string(_THREAD), app.jinja_env.from_string(_LIST)


@app.get("/thread/<int:first>/<int:count>")
def thread(first: int, count: int) -> str:
    """A page with so many answers, the same as ours from the answer `first` on."""
    answers = [{"name": "Ben Ong", "at": "5 Mar 2026", "score": n, "html": answer_html(n)}
               for n in range(first, first + count)]  # fmt: skip
    return _thread.render(title=texts()[0].title, answers=answers)


@app.get("/list/<int:count>")
def rows(count: int) -> str:
    """A page with so many titles."""
    titles = [texts()[n % len(texts())].title for n in range(count)]
    questions = [{"id": n, "title": title, "name": "Ana Lim", "at": "5 Mar 2026", "score": n}
                 for n, title in enumerate(titles)]  # fmt: skip
    return _list.render(questions=questions)
