"""What belongs to a copy of all of one's data."""

import forum.wiring  # noqa: F401  (all tables are known)
from forum.kernel.db import Model
from forum.privacy.own_data import tables_of_data

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


def test_what_a_form_was_filled_with_and_what_moderators_said_are_in_it() -> None:
    assert {"question_field", "flag_item", "person", "sign_in_attempt"} <= tables_of_data()
