"""Who may take something out of the forum for good, whoever calls it."""

from collections.abc import Callable

import pytest

from forum.app import Tanya
from forum.kernel.errors import NotAllowed, NotFound
from forum.people.models import Person
from forum.privacy import storage
from forum.privacy.actions.erase import erase_person
from forum.privacy.actions.redact import redact_in_thread, redact_in_ticket
from forum.privacy.queries import removal_shown
from tests.conftest import NOON
from tests.people import admin, ana, ben, iris, mo
from tests.posts import actor, question


@pytest.mark.parametrize("person", [ana, iris, admin])
def test_only_a_moderator_takes_words_out_of_a_thread(app: Tanya, person: Callable[[], Person]) -> None:
    asked, by = question(ben(), source="The door code is 4711-0815, really."), actor(person())
    with pytest.raises(NotAllowed, match="You may not do this"):
        redact_in_thread(asked.id, "4711-0815", (), by=by, at=NOON)


@pytest.mark.parametrize("person", [ana, mo, admin])
def test_only_it_staff_takes_words_out_of_a_ticket(app: Tanya, person: Callable[[], Person]) -> None:
    with pytest.raises(NotAllowed, match="You may not do this"):
        redact_in_ticket("IT-000001", "4711-0815", (), by=actor(person()), at=NOON)


@pytest.mark.parametrize("person", [ana, iris, mo])
def test_only_an_administrator_erases_a_person(app: Tanya, person: Callable[[], Person]) -> None:
    with pytest.raises(NotAllowed, match="You may not do this"):
        erase_person(ben(), by=actor(person()), at=NOON)


def test_a_removal_is_shown_to_who_asked_for_it_and_to_administrators_alone(app: Tanya) -> None:
    asked, by = question(ben(), source="The door code is 4711-0815, really."), actor(mo())
    removal = redact_in_thread(asked.id, "4711-0815", (), by=by, at=NOON)
    assert removal_shown(removal.id, by).id == removal_shown(removal.id, actor(admin())).id == removal.id
    for person in (ana(), iris()):
        with pytest.raises(NotFound):
            removal_shown(removal.id, actor(person))


def test_a_file_of_which_nobody_knows_what_to_look_for_is_written_anew(
    forum: Tanya, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew: list[str] = []
    for words in ([], ["stands nowhere"]):
        monkeypatch.setattr(storage, "_give_room_back", lambda words=words: anew.extend(words or ["anything"]))
        with forum.app_context():
            storage.wipe(words)
    assert anew == ["anything"] if forum.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite") else len(anew) == 2
