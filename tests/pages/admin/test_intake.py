"""The form of a category, made by an administrator without code."""

from collections.abc import Callable, Mapping

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.intake.actions import fields_of, form_in_force
from forum.intake.models import IntakeForm
from forum.kernel.db import session
from forum.people.models import Person
from tests import posts
from tests.access.controls import controls
from tests.people import admin, iris

ClientOf = Callable[[Person], FlaskClient]
HOW = {"label-0": "How are you connected?", "kind-0": "choice", "options-0": "Wi-Fi\nVPN", "required-0": "1"}
STEP = {
    "label-1": "Which step?",
    "label_ms-1": "Langkah mana?",
    "depends_on-1": "how-are-you-connected",
    "depends_value-1": "VPN",
}


@pytest.fixture
def address(client_of: ClientOf) -> str:
    """Where the form of a category is made."""
    return f"/admin/categories/{posts.category().id}/form"


def _kept(address: str) -> list[tuple[str, str]]:
    category_id = int(address.split("/")[3])
    return [(each.key, each.kind) for each in fields_of(form_in_force(category_id))]


def _send(browser: FlaskClient, address: str, act: str, seen: int = 0, **more: Mapping[str, str]) -> tuple[int, str]:
    answer = browser.post(address, data={"act": act, "revision": seen, **HOW, **STEP, **more})
    return answer.status_code, answer.text


def test_a_form_is_kept_with_keys_made_from_its_labels(client_of: ClientOf, address: str) -> None:
    browser = client_of(admin())
    assert _send(browser, address, "save")[0] == 303
    assert _kept(address) == [("how-are-you-connected", "choice"), ("which-step", "text")]
    page = browser.get(address).text
    assert "Langkah mana?" in page and 'value="VPN"' in page


def test_buttons_add_move_and_remove_without_keeping(client_of: ClientOf, address: str) -> None:
    browser = client_of(admin())
    _status, added = _send(browser, address, "add")
    assert 'name="label-2"' in added
    _status, moved = _send(browser, address, "down-0")
    assert moved.index("Langkah mana?") < moved.index("Wi-Fi")
    _status, removed = _send(browser, address, "remove-0")
    assert 'value="How are you connected?"' not in removed and "Langkah mana?" in removed
    assert _kept(address) == []


def test_the_preview_shows_it_as_colleagues_see_it(client_of: ClientOf, address: str) -> None:
    status, page = _send(client_of(admin()), address, "preview")
    assert status == 200 and '<option value="Wi-Fi">Wi-Fi</option>' in page
    assert "Only if “How are you connected?” is: VPN" in page
    assert session.scalars(select(IntakeForm)).all() == []


def test_a_circle_is_refused_with_a_sentence_and_nothing_typed_is_lost(client_of: ClientOf, address: str) -> None:
    browser = client_of(admin())
    status, page = _send(browser, address, "save", **{"depends_on-0": "which-step", "key-1": "which-step"})
    assert status == 422 and "wait for each other in a circle" in page and "Langkah mana?" in page
    assert _kept(address) == []


def test_who_saves_an_old_version_is_told_so(client_of: ClientOf, address: str) -> None:
    browser = client_of(admin())
    _send(browser, address, "save")
    status, page = _send(browser, address, "save", **{"label-1": "Something else?"})
    assert status == 409 and "Something else?" in page
    assert ">Which step? <span" in page and controls(page)["revision"] == {"1"}
    assert _send(browser, address, "save", seen=1, **{"label-1": "Something else?"})[0] == 303


def test_the_same_again_makes_no_new_version(client_of: ClientOf, address: str) -> None:
    browser = client_of(admin())
    _send(browser, address, "save")
    assert _send(browser, address, "save")[0] == 303
    assert session.scalars(select(IntakeForm.version)).all() == [1]


def test_without_fields_nothing_is_asked(client_of: ClientOf, address: str) -> None:
    browser = client_of(admin())
    _send(browser, address, "save")
    browser.post(address, data={"act": "save", "revision": 1})
    assert _kept(address) == []


@pytest.mark.parametrize(
    "spoilt",
    [{"kind-0": "hologram"}, {"options-0": "one"}, {"label-0": "x" * 81}, {"key-0": "../x"}, {"fact-0": "weather"}],
)
def test_forged_and_spoilt_values_do_no_harm(client_of: ClientOf, address: str, spoilt: dict[str, str]) -> None:
    assert _send(client_of(admin()), address, "save", **spoilt)[0] in (303, 422)  # type: ignore[arg-type]


def test_only_administrators_reach_it(client_of: ClientOf, address: str) -> None:
    assert _send(client_of(iris()), address, "save")[0] == 403
    assert client_of(admin()).get("/admin/categories/999/form").status_code == 404


def test_options_have_malay_names_in_the_same_order(client_of: ClientOf, address: str) -> None:
    browser = client_of(admin())
    _send(browser, address, "save", **{"options_ms-0": "\r\nVPN dari rumah"})
    (field, _step) = fields_of(form_in_force(int(address.split("/")[3])))
    assert field.options_ms == ["", "VPN dari rumah"]
    assert ">\n\nVPN dari rumah</textarea>" in browser.get(address).text
