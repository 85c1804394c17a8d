"""The record of administration and moderation, on the page and as a file that proves itself."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from forum.conduct.models import Step
from forum.conduct.steps import take_step
from forum.ledger.actions import ADMINISTRATION, record
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
    assert "<td>Step taken</td>" in page and "Mohan Pillai" in page and "Mind your words." in page


def test_malay_readers_read_what_was_done_in_malay(client_of: Browser) -> None:
    admin = people.admin()
    admin.language = "ms"
    _step()
    page = client_of(admin).get("/admin/record?chain=moderation&act=step+taken").text
    assert "<td>Langkah diambil</td>" in page and '<option value="step taken" selected>Langkah diambil' in page


def test_details_are_named_with_people_and_words_instead_of_numbers_and_codes(client_of: Browser) -> None:
    admin = people.admin()
    _step()
    page = client_of(admin).get("/admin/record?chain=moderation").text
    assert '<span class="soft">Person</span> <a href="/admin/people/sam.lee">Sam Lee</a>' in page
    assert '<span class="soft">Step</span> Warning' in page
    admin.language = "ms"
    page = client_of(admin).get("/admin/record?chain=moderation").text
    assert '<span class="soft">Langkah</span> Amaran' in page and ">person<" not in page


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"setting": "open_reading", "value": True}, "</span> Yes"),
        ({"category": "", "urgent": "1h, -, 4h"}, '<span class="soft">Urgent</span> 1h, -, 4h'),
        ({"impact high, urgency low": "normal"}, '<span class="soft">Impact High, urgency Low</span> Normal'),
        ({"question": 7, "from": 4711, "to": 4712}, '<a href="/questions/7">7</a>'),
        ({"groups": [], "fax": "x"}, '<span class="soft">Groups</span> – · <span class="soft" lang="en">fax</span> x'),
    ],
)
def test_every_kind_of_detail_is_told(client_of: Browser, content: dict[str, object], told: str) -> None:
    record(ADMINISTRATION, "setting changed", content, by=(admin := people.admin()), at=NOON)
    assert told in client_of(admin).get("/admin/record").text


def test_an_act_of_an_older_version_keeps_its_code(client_of: Browser) -> None:
    record(ADMINISTRATION, "fax sent", {}, by=(admin := people.admin()), at=NOON)
    page = client_of(admin).get("/admin/record").text
    assert '<td lang="en">fax sent</td>' in page and '<option value="fax sent" lang="en">fax sent' in page


def test_the_file_carries_the_proof_of_every_entry(client_of: Browser) -> None:
    admin = people.admin()
    _step()
    kept = json.loads(client_of(admin).get("/admin/record.json?chain=moderation").text)
    assert kept["chain"] == "moderation"
    assert {"position", "salt", "content_digest", "previous", "digest"} <= set(kept["entries"][0])


def _sum(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@pytest.mark.parametrize("chain", ["moderation", "administration"])
def test_whoever_has_the_file_proves_order_and_content_without_the_forum(client_of: Browser, chain: str) -> None:
    admin = people.admin()
    _step()
    for number in range(3):
        record(ADMINISTRATION, "setting changed", {"setting": "company", "to": f"é {number}"}, by=admin, at=NOON)
    entries = json.loads(client_of(admin).get(f"/admin/record.json?chain={chain}").text)["entries"]
    before = "0" * 64
    for number, each in enumerate(entries, start=1):
        at = datetime.fromisoformat(each["at"]).astimezone(UTC).isoformat(timespec="microseconds")
        assert (each["position"], each["previous"]) == (number, before)
        assert each["content_digest"] == _sum([each["salt"], each["content"]])
        before = _sum([before, chain, number, at, each["by_id"], each["act"], each["content_digest"]])
        assert each["digest"] == before
    assert entries


@pytest.mark.parametrize("kind", ["csv", "json"])
@pytest.mark.parametrize("chain", ["moderation", "administration"])
def test_moderators_do_not_fetch_the_record(client_of: Browser, kind: str, chain: str) -> None:
    assert client_of(people.mo()).get(f"/admin/record.{kind}?chain={chain}").status_code == 403


def test_the_public_log_names_nobody(client_of: Browser) -> None:
    _step()
    page = client_of(people.ben()).get("/moderation-log").text.partition("<ol")[2].partition("</ol>")[0]
    assert "Step taken" in page
    assert not {name for name in ("Sam", "Mohan", "sam.lee", "mohan.pillai", "/people/") if name in page}


def test_a_forged_chain_is_that_of_administration(client_of: Browser) -> None:
    assert client_of(people.admin()).get("/admin/record.json?chain=ticket:1").json == {
        "chain": "administration",
        "entries": [],
    }


def _of(browser: FlaskClient, **asked: str) -> int:
    """How many entries the file has."""
    return browser.get("/admin/record.csv", query_string={"chain": "moderation", **asked}).text.count("step taken")


def test_the_record_is_looked_through_by_whom_what_when_and_about_whom(client_of: Browser) -> None:
    _step()
    browser = client_of(people.admin())
    assert [_of(browser), _of(browser, who="pillai"), _of(browser, who="@mohan.pillai"), _of(browser, who="ana")] == [
        1, 1, 1, 0,
    ]  # fmt: skip
    assert [_of(browser, act="step taken"), _of(browser, act="merged")] == [1, 0]
    assert [_of(browser, about=each) for each in ("sam.lee", "mohan.pillai", "nobody")] == [1, 0, 0]
    assert [_of(browser, since="2026-03-05", until="2026-03-05"), _of(browser, until="2026-03-04")] == [1, 0]


def test_what_was_looked_for_stands_in_the_form_and_leads_to_its_file(client_of: Browser) -> None:
    page = client_of(people.admin()).get("/admin/record?chain=moderation&who=zul&until=never").text
    assert 'value="zul"' in page and "Nothing is recorded like that" in page and "who=zul" in page
