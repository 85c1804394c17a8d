"""Every route says who may call it."""

from pathlib import Path

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


def test_public_routes_are_listed(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path}/x.db", tmp_path)
    assert {name for name, view in app.view_functions.items() if view.guard == "public"} == _PUBLIC
