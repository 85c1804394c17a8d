"""What belongs to a copy of all of one's data."""

import os
import tracemalloc
from pathlib import Path
from zipfile import ZipFile

import pytest

import forum.wiring  # noqa: F401  (all tables are known)
from forum.answers.actions import hide_answer
from forum.app import Tanya
from forum.files.storage import FolderStorage
from forum.kernel.db import Model, session
from forum.privacy.copying import write_copy
from forum.privacy.own_data import data_of, tables_of_data
from forum.tickets.actions.hide import hide_reply
from forum.tickets.actions.make import make_ticket
from forum.tickets.actions.work import reply
from tests.conftest import NOON
from tests.people import ana, ben, iris, mo
from tests.posts import actor, answer, later, question, tell

_KEYS_AND_DIGESTS = {"credential", "one_time_link", "idempotency_key", "reply_key", "invitation"}
_MARKS_OF_DAYS = {"counted_act", "question_view", "faq_opening", "ticket_presence"}
_ABOUT_THE_COPY = {"data_copy", "removal"}
_WHAT_STAFF_DECIDED = {
    "acceptance", "answer_removal", "bulk_change", "comment_removal", "deactivation", "duplicate_mark", "faq_step",
    "house_rules", "issue_thread", "issue_ticket", "ledger_entry", "mail_stop", "maintenance", "question_lock",
    "question_protection", "question_removal", "spam_removal", "thread_merge", "ticket_change", "ticket_warning",
}  # fmt: skip
_ABOUT_HIM_AMONG_OTHERS = {"avoidance", "imported_person", "reader_group_membership", "team"}
_SAID_ELSEWHERE = {"faq_entry", "known_issue", "question_on_behalf"}  # by its revisions, its news, among his questions
_LEFT_OUT = (
    _KEYS_AND_DIGESTS | _MARKS_OF_DAYS | _ABOUT_THE_COPY | _WHAT_STAFF_DECIDED | _ABOUT_HIM_AMONG_OTHERS
    | _SAID_ELSEWHERE
)  # fmt: skip


def test_every_table_that_names_a_person_is_in_his_copy_or_left_out_knowingly() -> None:
    naming = {
        table.name
        for table in Model.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "person"
    }
    assert naming - tables_of_data() == _LEFT_OUT


@pytest.mark.usefixtures("noon")
def test_what_of_others_was_hidden_since_is_not_in_it(app: Tanya) -> None:
    asked, staff = question(person := ana()), actor(iris())
    given = answer(asked, ben(), source="The door opens with 1234.")
    session.commit()
    tell(later(minutes=1))
    assert "1234" in str(dict(data_of(person.id, at=NOON)))
    ticket = make_ticket(asked.id, by=staff, at=NOON).ticket
    said = reply(ticket, "You fool.", "<p>You fool.</p>", by=staff, at=NOON)
    hide_reply(ticket, said, by=staff, at=NOON)
    hide_answer(asked, given, by=actor(mo()), at=NOON)
    session.flush()
    copy = str(dict(data_of(person.id, at=NOON)))
    assert "1234" not in copy and "fool" not in copy


def test_what_a_form_was_filled_with_and_what_moderators_said_are_in_it() -> None:
    assert {"question_field", "flag_item", "person", "sign_in_attempt"} <= tables_of_data()


def test_a_copy_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    storage, token = FolderStorage(tmp_path), "ab" * 16
    storage.keep(token, os.urandom(6_000_000))
    with (tmp_path / "copy.zip").open("w+b") as file:
        tracemalloc.start()
        write_copy(file, {"files": [{"token": token, "name": "big.bin"}]}, storage)
        file.seek(0)
        storage.keep_from(file, "cd" * 16)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    with storage.open("cd" * 16) as kept, ZipFile(kept) as copy:
        assert copy.read(f"files/{token}-big.bin") == (tmp_path / token[:2] / token).read_bytes()
    assert most < 3_000_000
