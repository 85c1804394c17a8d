"""Templates compile to plain calls of our own functions, and what is drawn once knows no reader."""

import pytest
from markupsafe import Markup

from forum.app import Tanya
from forum.web.frame import fixed


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('{{ _("Ask") }}', "Ask"),
        (
            '{% for n in 1, 2 %}{{ ngettext("%(num)s day", "%(num)s days", n) }};{% endfor %}',
            "1 day;2 days;",
        ),
        ('{{ _("Merged with #%(tag)s.", **{"tag": "<b>"}) }}', "Merged with #&lt;b&gt;."),
        ('{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ _("Ask") }}{% endcall %}', "Ask"),
    ],
)
def test_words_are_called_with_their_places(app: Tanya, template: str, text: str) -> None:
    with app.test_request_context("/"):
        assert app.jinja_env.from_string(template).render() == text


def test_a_fixed_part_differs_by_its_facts_alone(app: Tanya) -> None:
    with app.test_request_context("/inbox"):
        none, three = fixed("frame/top.html", unread=0), fixed("frame/top.html", unread=3)
    assert "hidden>0" in none and "hidden>3" not in three and ">3<" in three
    assert fixed("frame/top.html", unread=3) is three


def test_what_is_safe_stands_as_it_is_and_all_else_is_escaped(app: Tanya) -> None:
    values = {"typed": "<b>&", "safe": Markup("<i>"), "many": 7, "flag": True, "none": None, "error": ValueError("<u>")}
    template = app.jinja_env.from_string("".join(f"{{{{ {name} }}}} " for name in values))
    assert template.render(values) == "&lt;b&gt;&amp; <i> 7 True None &lt;u&gt; "


def test_templates_share_what_all_have_but_not_what_one_is_given(app: Tanya) -> None:
    shared = app.jinja_env.globals
    assert app.jinja_env.get_template("base.html").globals is shared
    assert app.jinja_env.from_string("{{ own }}", globals={"own": 7}).render() == "7"
    assert "own" not in shared
