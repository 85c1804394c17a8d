"""The record of administration and moderation, on the page and as a file that proves itself."""

import json
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.conduct.models import Step
from forum.conduct.steps import take_step
from forum.people.models import Person
from tests import people
from tests.conftest import NOON
from tests.posts import actor

Browser = Callable[[Person], FlaskClient]
pytestmark = pytest.mark.usefixtures("noon")


def _step() -> None:
    mo, sam = people.mo(), people.sam()
    take_step(sam.id, Step.WARNING, "Mind your words.", by=actor(mo), at=NOON)


def test_administrators_read_what_moderators_did_with_names_and_reasons(client_of: Browser) -> None:
    admin = people.admin()
    _step()
    page = client_of(admin).get("/admin/record?chain=moderation").text
    assert "step taken" in page and "Mohan Pillai" in page and "Mind your words." in page


def test_the_file_carries_the_proof_of_every_entry(client_of: Browser) -> None:
    admin = people.admin()
    _step()
    kept = json.loads(client_of(admin).get("/admin/record.json?chain=moderation").text)
    assert kept["chain"] == "moderation"
    assert {"position", "salt", "content_digest", "previous", "digest"} <= set(kept["entries"][0])


def test_a_forged_chain_is_that_of_administration(client_of: Browser) -> None:
    assert client_of(people.admin()).get("/admin/record.json?chain=ticket:1").json == {
        "chain": "administration",
        "entries": [],
    }
