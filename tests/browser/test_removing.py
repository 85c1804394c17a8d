"""What goes out for good, played by those who have a part in it: a secret, and who somebody was."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.privacy.company import on_disk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize(
        ("site", "javascript"), [("sqlite", True), ("postgresql", False)], indirect=["site"], scope="module"
    ),
]
Visit = Callable[..., Page]
_SECRET = "Kzq7hunter99Wx"


def _left(site: Site, *pieces: bytes) -> list[bytes]:
    """Those of the pieces that are anywhere in the data folder or the database."""
    everything = on_disk(site.app)
    return [piece for piece in pieces if piece in everything]


def test_a_secret_is_removed_and_a_form_that_still_shows_it_does_not_bring_it_back(
    site: Site, visit: Visit, javascript: bool
) -> None:
    thread = site.asked("Cannot get into the meeting room")
    site.answered(thread, f"The room opens with {_SECRET} since Monday.", by="ben.ong")
    site.work()
    ben, mo = visit("ben.ong", javascript=javascript), visit("mohan.pillai", javascript=javascript)
    ben.goto(thread)
    ben.locator(".answer").get_by_role("link", name="Edit").click()
    expect(ben.locator("#source")).to_have_value(f"The room opens with {_SECRET} since Monday.")
    assert _left(site, b"kzq7")
    mo.goto(thread)
    mo.get_by_role("link", name="Remove a secret").click()
    mo.fill("#text", _SECRET)
    mo.get_by_role("button", name="Show where it stands").click()
    mo.get_by_role("button", name="Remove it for good").click()
    expect(mo.locator("main")).to_contain_text("Running")
    site.work()
    mo.get_by_role("link", name="Look again").click()
    expect(mo.locator("main")).to_contain_text("Finished")
    ben.fill("#source", f"The room opens with {_SECRET} since Monday. It works again.")
    ben.get_by_role("button", name="Save").click()
    expect(ben.locator("main")).to_contain_text("your text has dots there, too")
    expect(ben.locator("#source")).to_have_value("The room opens with •••••• since Monday. It works again.")
    ben.get_by_role("button", name="Save").click()
    expect(ben.locator("#thread")).to_contain_text("It works again.")
    assert _left(site, b"kzq7", b"hunter99") == []


def test_somebody_fetches_his_data_and_is_erased_from_what_others_wrote(
    site: Site, visit: Visit, javascript: bool, tmp_path: Path
) -> None:
    thread = site.asked("Scanner of the warehouse is silent", by="sam.lee")
    site.answered(thread, "Dear @sam.lee, charge it. Sam Lee knows how.", by="ben.ong")
    site.work()
    sam, admin, ana = (visit(who, javascript=javascript) for who in ("sam.lee", "aishah.rahman", "ana.lim"))
    sam.goto(f"{site.address}/settings/privacy")
    sam.get_by_role("button", name="Make a copy of my data").click()
    expect(sam.locator("main")).to_contain_text("It is being made.")
    site.work()
    sam.goto(f"{site.address}/settings/privacy")
    with sam.expect_download() as fetched:
        sam.get_by_role("link", name="Fetch my data").click()
    fetched.value.save_as(tmp_path / "mine.zip")
    assert "Scanner of the warehouse" in ZipFile(tmp_path / "mine.zip").read("questions.json").decode()
    admin.goto(f"{site.address}/admin/people/sam.lee")
    admin.fill("#sure", "sam.lee")
    admin.get_by_role("button", name="Erase Sam Lee for good").click()
    expect(admin.get_by_role("button", name="Erase Sam Lee for good")).to_have_count(0)
    site.work()
    ana.goto(thread)
    expect(ana.locator("#thread")).to_contain_text("former colleague")
    expect(ana.locator("#thread")).not_to_contain_text("Sam Lee")
    assert _left(site, b"sam.lee", b"sam lee") == []
