"""What forms take of what a browser sends."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from forum.kernel.errors import Invalid
from forum.people.models import Person
from forum.web.forms import moment_in
from tests.people import ana


@pytest.mark.parametrize("typed", ["9999-12-31T23:59", "0001-01-01T00:00", "2026-13-01T00:00", "soon"])
def test_a_moment_that_is_none_in_some_zone_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="2026-03-05 14:30"):
        moment_in(typed)


def test_a_moment_is_of_the_company_s_zone_where_nobody_reads() -> None:
    assert str(moment_in("9998-12-31T23:59")) == "9998-12-31 15:59:00+00:00" and moment_in("") is None


def test_a_file_is_no_text_of_a_form(client_of: Callable[[Person], FlaskClient]) -> None:
    browser, sent = client_of(ana()), {"present": (BytesIO(b"nine"), "a.txt"), "password": (BytesIO(b"ten"), "b.txt")}
    page = browser.post("/settings/password", data=sent)
    assert page.status_code == 422 and "Enter a password." in page.text
    page = browser.post("/questions", data={"title": (BytesIO(b"title"), "c.txt"), "source": "No toner."})
    assert page.status_code == 422 and "c.txt" not in page.text


@pytest.mark.parametrize("sent", [{"present": 7, "password": [1]}, ["a"], "a"])
def test_json_is_no_form(client_of: Callable[[Person], FlaskClient], sent: object) -> None:
    assert client_of(ana()).post("/settings/password", json=sent).status_code == 422
