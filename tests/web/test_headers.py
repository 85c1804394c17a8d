"""Who may keep what is sent: nobody on its way a page, everybody a file whose address has its hash."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.people.models import Person
from forum.web.assets import static
from tests import posts
from tests.people import ana

pytestmark = pytest.mark.usefixtures("noon")


def test_no_shared_cache_keeps_a_page(client_of: Callable[[Person], FlaskClient]) -> None:
    asked, browser = posts.question(person := ana()), client_of(person)
    for path in ("/", "/inbox", f"/questions/{asked.id}/{asked.slug}", "/live", "/nothing-here"):
        assert browser.get(path).headers["Cache-Control"] == "private, no-cache", path


def test_a_static_file_is_kept_for_ever_under_its_hash_alone(client: FlaskClient) -> None:
    hashed = static("css/tanya.css")
    assert client.get(hashed).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for address in (hashed.partition("?")[0], f"{hashed}0"):
        assert client.get(address).headers["Cache-Control"] == "no-cache", address
