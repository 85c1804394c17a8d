"""House rules: versions, and who has to accept them."""

from datetime import datetime

import pytest

from forum.accounts.actors import Actor
from forum.conduct.house_rules.actions import accept_house_rules, change_house_rules
from forum.conduct.house_rules.queries import binding_number, must_accept, newest_number, rules_of, versions
from forum.conduct.house_rules.rules import LONGEST_RULES, Draft
from forum.conduct.models import HouseRulesAcceptance
from forum.kernel.db import session
from forum.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from forum.kernel.settings import registry
from forum.people.models import Person
from tests import people
from tests.posts import actor

pytestmark = pytest.mark.usefixtures("app")


def change(by: Person, *, at: datetime, seen: int = 1, **facts: object) -> None:
    draft = Draft(**{"source": "Be kind.", **facts})  # type: ignore[arg-type]
    change_house_rules(draft, "<p>Be kind.</p>", "", seen=seen, by=actor(by), at=at)
    registry.refresh_now()


def newcomer() -> Actor:
    return actor(people.make_person("Nadia Yusof", rules_accepted=0))


def test_a_new_forum_has_rules_in_both_languages(noon: datetime) -> None:
    rules = rules_of(newest_number())
    assert "We help each other" in rules.html and "saling membantu" in rules.html_ms
    assert must_accept(newcomer()) and not must_accept(actor(people.ana()))


def test_each_saving_is_a_version_and_the_earlier_ones_stay(noon: datetime) -> None:
    by = people.admin()
    change(by, at=noon)
    change(by, at=noon, seen=2, source="Be kind and short.", reason="shorter")
    assert [(v.number, v.name, v.reason) for v in versions()] == [(3, by.name, "shorter"), (2, by.name, "")]
    assert rules_of(2).source == "Be kind."
    with pytest.raises(NotFound):
        rules_of(4)


def test_only_a_version_that_asks_for_it_is_accepted_anew(noon: datetime) -> None:
    by, ana = people.admin(), people.ana()
    change(by, at=noon)
    assert not must_accept(actor(ana))
    change(by, at=noon, seen=2, asks_again=True)
    assert (binding_number(), must_accept(actor(ana))) == (3, True)


def test_what_somebody_accepts_is_the_newest_version_with_its_date(noon: datetime) -> None:
    nadia = newcomer()
    change(people.admin(), at=noon)
    accept_house_rules(by=nadia, at=noon)
    kept = session.query(HouseRulesAcceptance).one()
    assert (kept.person_id, kept.number, kept.at) == (nadia.id, 2, noon)
    session.expire_all()
    assert session.get_one(Person, nadia.id).rules_accepted == 2


def test_nothing_is_accepted_twice(noon: datetime) -> None:
    accept_house_rules(by=actor(people.ana()), at=noon)
    assert session.query(HouseRulesAcceptance).count() == 0


def test_two_administrators_do_not_overwrite_each_other(noon: datetime) -> None:
    by = people.admin()
    change(by, at=noon)
    with pytest.raises(Conflict):
        change(by, at=noon)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"source": " \n"}, "source"),
        ({"source": "a" * (LONGEST_RULES + 1)}, "source"),
        ({"source_ms": "a" * (LONGEST_RULES + 1)}, "source_ms"),
        ({"reason": "a" * 201}, "reason"),
    ],
)
def test_what_nobody_could_read_is_refused(noon: datetime, facts: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        change(people.admin(), at=noon, **facts)
    assert refusal.value.field == field


def test_only_administrators_write_them(noon: datetime) -> None:
    with pytest.raises(NotAllowed):
        change(people.mo(), at=noon)
