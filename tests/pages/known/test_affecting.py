"""Whom a known issue affects, on which device: the main one unless its person names another; IT alone reads it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from forum.accounts.actions.closing import deactivate
from forum.accounts.actions.devices import DeviceDraft, add_device
from forum.accounts.models import DeviceKind
from forum.kernel.db import session
from forum.knowledge.known.models import IssueWatcher, KnownIssue
from forum.people.models import Person
from tests import people
from tests.conftest import NOON
from tests.knowledge.issues import opened
from tests.posts import actor

ClientOf = Callable[[Person], FlaskClient]


@pytest.fixture
def issue(noon: datetime) -> KnownIssue:
    """An open issue of Iris."""
    return opened(people.iris())


def _with_laptop() -> Person:
    ana = people.ana()
    add_device(DeviceDraft("ThinkPad T14", DeviceKind.LAPTOP, asset="LT-KL-0231"), by=actor(ana), at=NOON)
    session.commit()
    return ana


def _device() -> str:
    session.expire_all()
    return session.query(IssueWatcher).one().device


def test_affects_me_too_names_the_main_device(client_of: ClientOf, issue: KnownIssue) -> None:
    browser, address = client_of(_with_laptop()), f"/known-issues/{issue.id}/{issue.slug}"
    assert "on ThinkPad T14" in browser.get(address).text
    browser.post(f"/known-issues/{issue.id}/affected")
    assert "ThinkPad T14" in _device() and "IT sees: ThinkPad T14" in browser.get(address).text


def test_another_device_can_be_named_and_staff_see_it(client_of: ClientOf, issue: KnownIssue) -> None:
    browser, address = client_of(_with_laptop()), f"/known-issues/{issue.id}/affected"
    browser.post(address)
    assert 'value="ThinkPad T14' in browser.get(f"{address}/device").text
    browser.post(f"{address}/device", data={"device": "ignored", "other": "The <b>tablet</b> of dock 1"})
    assert _device() == "The <b>tablet</b> of dock 1"
    iris = session.get_one(Person, issue.owner_id)
    assert "The &lt;b&gt;tablet&lt;/b&gt; of dock 1" in client_of(iris).get(address).text
    assert browser.get(address).status_code == 403


def test_who_has_no_device_is_affected_all_the_same(client_of: ClientOf, issue: KnownIssue) -> None:
    sam = client_of(people.sam())
    sam.post(f"/known-issues/{issue.id}/affected")
    assert _device() == "" and "On which device?" in sam.get(f"/known-issues/{issue.id}/{issue.slug}").text


def test_whoever_is_erased_leaves_no_device(client_of: ClientOf, issue: KnownIssue) -> None:
    ana, head = _with_laptop(), people.admin()
    client_of(ana).post(f"/known-issues/{issue.id}/affected")
    deactivate(ana, keeps_name=False, by=actor(head), at=NOON)
    session.commit()
    assert _device() == ""
