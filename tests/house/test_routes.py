"""Every route says who may call it."""

from pathlib import Path

from forum.kernel.text.shapes import title_slug
from tests.databases import make_app

# The ways in that need no account; a new one is added here knowingly.
_PUBLIC = {
    "account.confirming",
    "feedback.show",
    "feedback.post_verdict",
    "feedback.post_rating",
    "account.confirming_address",
    "account.first_start",
    "account.forgotten",
    "account.join",
    "account.language",
    "account.new_password",
    "account.post_sign_in",
    "account.sign_in",
    "account.sign_out",
    "faq.feed",
    "feeds.questions",
    "known.atom_feed",
    "moderation.house_rules",
    "moderation.house_rules_before",
    "known.json_feed",
    "notifying.unsubscribe",
    "static",
    "system.healthz",
    "system.readyz",
}


def test_every_view_declares_one_guard(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path}/x.db", tmp_path)
    assert [name for name, view in app.view_functions.items() if not hasattr(view, "guard")] == []


def test_no_title_leads_to_another_page_than_its_own(tmp_path: Path) -> None:
    """A question called "Edit" stood at the address where it is edited."""
    rules = make_app(f"sqlite:///{tmp_path}/x.db", tmp_path).url_map.iter_rules()
    places = [rule.rule.rpartition("/") for rule in rules if "GET" in (rule.methods or ())]
    rooms = {room for room, _slash, last in places if last == "<slug>" and ":" in room}
    beside = {last for room, _slash, last in places if room in rooms}
    assert len(rooms) == 3 and {title_slug(word) for word in beside} & beside == set()


def test_no_name_is_the_address_of_something_else(tmp_path: Path) -> None:
    """A tag or a handle may be called anything."""
    rules = {rule.rule for rule in make_app(f"sqlite:///{tmp_path}/x.db", tmp_path).url_map.iter_rules()}
    for room in ("/tags/", "/people/", "/categories/"):
        assert [rule for rule in rules if rule.startswith(room) and not rule.startswith(f"{room}<")] == []


def test_public_routes_are_listed(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path}/x.db", tmp_path)
    assert {name for name, view in app.view_functions.items() if view.guard == "public"} == _PUBLIC
