"""Tags: cleaning, synonyms, renaming, merging."""

from contextlib import suppress
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select

from forum.app import Tanya
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from forum.ledger.models import LedgerEntry
from forum.questions.events import ThreadChanged
from forum.questions.models import Question, QuestionTag
from forum.topics.actions import (
    add_synonym,
    describe_tag,
    find_tag,
    merge_tags,
    remove_synonym,
    rename_tag,
    resolve_tags,
)
from forum.topics.models import Tag, TagSynonym
from forum.topics.rules import LONGEST_TAG, clean_tag, clean_tags
from tests.conftest import NOON
from tests.people import ana, iris
from tests.posts import actor, category, published, question


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("VPN", "vpn"),
        (" Windows 11 ", "windows-11"),
        ("#outlook", "outlook"),
        ("C#", "c#"),
        ("c++", "c++"),
        (".net", "net"),
        ("a_b", "a-b"),
        ("<b>x</b>", "bxb"),
        ("pencétak", "pencétak"),
    ],
)
def test_a_tag_is_cleaned(typed: str, tag: str) -> None:
    assert clean_tag(typed) == tag


@pytest.mark.parametrize("typed", ["!!!", "---", "x" * 41, "#"])
def test_what_is_no_tag_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        clean_tag(typed)


@given(st.text(max_size=60))
@example("\x1b#0")
@example("-#a")
def test_a_cleaned_tag_is_clean_whatever_was_typed(typed: str) -> None:
    with suppress(Invalid):
        tag = clean_tag(typed)
        assert clean_tag(tag) == tag
        assert 0 < len(tag) <= LONGEST_TAG
        assert not set(tag) & set(" _/?&\"'<>")


def test_empty_names_are_left_out_and_repeats_are_one() -> None:
    assert clean_tags(["", "vpn", " ", "VPN", "wifi"]) == ("vpn", "wifi")


def test_a_synonym_gives_its_tag(app: Tanya) -> None:
    (network,) = resolve_tags(["network"], at=NOON)
    add_synonym(network, "Rangkaian", by=actor(iris()), at=NOON)
    assert resolve_tags(["rangkaian", "network"], at=NOON) == [network]


def test_a_removed_synonym_is_a_tag_of_its_own(app: Tanya) -> None:
    (network,) = resolve_tags(["network"], at=NOON)
    by = actor(iris())
    add_synonym(network, "rangkaian", by=by, at=NOON)
    remove_synonym(network, "rangkaian", by=by, at=NOON)
    assert resolve_tags(["rangkaian"], at=NOON) != [network]


def test_a_synonym_cannot_be_another_tag(app: Tanya) -> None:
    network, _wifi = resolve_tags(["network", "wifi"], at=NOON)
    with pytest.raises(Conflict, match="Merge"):
        add_synonym(network, "wifi", by=actor(iris()), at=NOON)


def test_a_renamed_tag_shows_on_its_questions_and_leaves_a_synonym(app: Tanya, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = question(ana(), tags=("net", "network"))
    told = published(ThreadChanged, monkeypatch)
    rename_tag(find_tag("net"), "intranet", by=actor(iris()), at=NOON)
    assert (asked.tags, asked.version) == ("intranet network", 2)
    assert told == [ThreadChanged(asked.id, NOON)]
    assert resolve_tags(["net"], at=NOON)[0].name == "intranet"


def test_a_tag_can_take_its_old_name_back(app: Tanya) -> None:
    (tag,) = resolve_tags(["net"], at=NOON)
    by = actor(iris())
    rename_tag(tag, "intranet", by=by, at=NOON)
    rename_tag(tag, "net", by=by, at=NOON)
    assert (tag.name, session.scalars(select(TagSynonym.name)).all()) == ("net", ["intranet"])


def test_a_tag_does_not_take_the_name_of_another(app: Tanya) -> None:
    net, _wifi = resolve_tags(["net", "wifi"], at=NOON)
    with pytest.raises(Conflict, match="Merge"):
        rename_tag(net, "WiFi", by=actor(iris()), at=NOON)


def test_merged_tags_become_one_on_every_question(app: Tanya) -> None:
    person, place = ana(), category()
    for tags in (("wifi",), ("wlan", "vpn"), ("wifi", "wlan")):
        question(person, place, tags=tags)
    merge_tags(find_tag("wlan"), find_tag("wifi"), by=actor(iris()), at=NOON)
    assert session.scalars(select(Question.tags).order_by(Question.id)).all() == ["wifi", "wifi vpn", "wifi"]
    assert len(session.scalars(select(QuestionTag.tag_id)).all()) == 4
    assert session.scalars(select(Tag.name).order_by(Tag.name)).all() == ["vpn", "wifi"]


def test_synonyms_of_a_merged_tag_lead_to_the_other(app: Tanya) -> None:
    wlan, wifi = resolve_tags(["wlan", "wifi"], at=NOON)
    by = actor(iris())
    add_synonym(wlan, "wireless", by=by, at=NOON)
    merge_tags(wlan, wifi, by=by, at=NOON)
    assert resolve_tags(["wireless", "wlan"], at=NOON) == [wifi]


@pytest.mark.parametrize(("own", "kept"), [("", "Wireless at work."), ("Networks in the air.", "Networks in the air.")])
def test_a_merged_tags_description_stays_unless_there_is_another(app: Tanya, own: str, kept: str) -> None:
    wlan, wifi = resolve_tags(["wlan", "wifi"], at=NOON)
    by = actor(iris())
    describe_tag(wlan, "Wireless at work.", by=by, at=NOON)
    describe_tag(wifi, own, by=by, at=NOON)
    merge_tags(wlan, wifi, by=by, at=NOON)
    assert session.scalars(select(Tag.description)).all() == [kept]
    content = session.scalars(select(LedgerEntry.content).order_by(LedgerEntry.position.desc())).first()
    assert content and "Wireless at work." in str(content)


def test_a_tag_is_not_merged_into_itself(app: Tanya) -> None:
    (tag,) = resolve_tags(["vpn"], at=NOON)
    with pytest.raises(Invalid):
        merge_tags(tag, tag, by=actor(iris()), at=NOON)


def test_a_tag_is_curated_by_staff_only(app: Tanya) -> None:
    tag, wifi = resolve_tags(["vpn", "wifi"], at=NOON)
    describe_tag(tag, "Working from home.", by=actor(iris()), at=NOON)
    by = actor(ana())
    for curate in (
        partial(describe_tag, tag, "Mine."), partial(rename_tag, tag, "mine"), partial(merge_tags, tag, wifi),
        partial(add_synonym, tag, "mine"), partial(remove_synonym, tag, "mine"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            curate(by=by, at=NOON)
    assert (tag.name, tag.description) == ("vpn", "Working from home.")


def test_an_unknown_tag_is_not_found(app: Tanya) -> None:
    with pytest.raises(NotFound):
        find_tag("nothing")
