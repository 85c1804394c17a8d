"""`forum user`: accounts and roles from the console."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from forum.cli import in_app
from forum.kernel.db import session, transaction
from forum.kernel.errors import Refusal
from forum.people.models import Person
from tests import databases
from tests.conftest import Console
from tests.running import environment_of, forum

Run = Callable[..., str]
ANA, BEN = "ana.lim@kencana.example", "ben.ong@kencana.example"


@pytest.fixture
def run(console: Console) -> Run:
    """Runs `forum user ...` on a new forum and gives what it says; a refusal is what it is refused with."""

    def run_user(*words: str) -> str:
        result = console("user", *words)
        if isinstance(result.exception, Refusal):
            return f"refused: {result.exception}"
        assert result.exit_code == 0, result.output
        return result.output

    return run_user


def _suspend_everybody() -> None:
    with transaction():
        session.execute(update(Person).values(suspended_until=datetime(2090, 1, 2, tzinfo=UTC)))


def test_an_account_is_made_with_a_link_to_a_password(run: Run) -> None:
    assert re.search(r"/new-password/\S{30,} \(for Ana Lim", run("create", "Ana Lim", ANA))
    assert re.search(rf"{ANA}\s+Ana Lim\s+active\s+employee", run("list"))
    assert "Ana Lim" not in run("list", "nobody")


def test_an_address_is_given_once(run: Run) -> None:
    run("create", "Ana Lim", ANA)
    assert "mail address already" in run("create", "Ana Lim", ANA.upper())


def test_roles_are_given_and_taken(run: Run) -> None:
    run("create", "Ana Lim", ANA)
    assert run("grant", ANA, "moderator").strip() == "Ana Lim: employee moderator"
    assert run("withdraw", ANA, "moderator").strip() == "Ana Lim: employee"


def test_a_role_that_is_given_or_taken_already_is_said_to_be(run: Run) -> None:
    run("create", "Ana Lim", ANA)
    assert run("grant", ANA, "employee").strip() == "Ana Lim has this role already: employee"
    assert run("withdraw", ANA, "moderator").strip() == "Ana Lim does not have this role: employee"


def test_the_last_administrator_stays(run: Run) -> None:
    run("create", "Ana Lim", ANA)
    run("grant", ANA, "administrator")
    assert "the last administrator" in run("withdraw", ANA, "administrator")
    assert "the last administrator" in run("deactivate", ANA)


def test_a_closed_account_can_be_opened_again(run: Run) -> None:
    run("create", "Ana Lim", ANA)
    run("deactivate", ANA)
    assert "deactivated" in run("list")
    assert "has no open account" in run("password-link", ANA)
    assert "open again" in run("reactivate", ANA)
    assert "/new-password/" in run("password-link", ANA)
    assert run("reactivate", ANA).strip() == "Ana Lim’s account is not closed: active."


def test_who_is_suspended_is_said_to_be(run: Run) -> None:
    run("create", "Ana Lim", ANA)
    in_app(_suspend_everybody)()
    assert re.search(r"Ana Lim\s+suspended\s+employee", run("list"))
    assert "suspended until 2090-01-02 00:00 UTC" in run("show", ANA)


def test_it_acts_as_somebody_with_his_rights(run: Run) -> None:
    run("create", "Ana Lim", ANA)
    assert "You may not do this" in run("--as", ANA, "grant", ANA, "administrator")
    assert "Nobody has the address" in run("--as", "sam@kencana.example", "sign-out", ANA)
    assert "Nobody has the address" in run("sign-out", "sam@kencana.example")


def test_somebody_is_invited_and_signed_out(run: Run) -> None:
    run("create", "Ana Lim", ANA)
    assert "on its way" in run("invite", "new@kencana.example")
    assert "Signed out" in run("sign-out", ANA)
    assert "mailed there again" in run("mail-again", ANA)


def test_a_team_makes_the_badge(run: Run) -> None:
    run("create", "Ana Lim", ANA)
    run("make-team", "Network")
    assert "Only IT staff can join" in run("join-team", ANA, "Network")
    run("grant", ANA, "it_staff")
    assert run("join-team", ANA, "Network", "--speciality", "Wi-Fi", "--lead").strip() == "Ana Lim: IT staff - Wi-Fi"
    assert "team Network: Wi-Fi, leads it" in run("show", ANA)
    assert "Let a colleague join and lead it first" in run("leave-team", ANA, "Network")
    run("create", "Ben Ong", BEN)
    run("grant", BEN, "it_staff")
    run("join-team", BEN, "Network", "--lead")
    assert "Taken out" in run("leave-team", ANA, "Network")
    assert "team" not in run("show", ANA)
    assert run("leave-team", ANA, "Network").strip() == "Ana Lim is not in the team Network."


def test_who_leads_from_now_on_keeps_his_speciality(run: Run) -> None:
    run("create", "Ana Lim", ANA)
    run("grant", ANA, "it_staff")
    run("make-team", "Network")
    run("join-team", ANA, "Network", "--speciality", "Wi-Fi")
    assert run("join-team", ANA, "Network", "--lead").strip() == "Ana Lim: IT staff - Wi-Fi"
    assert run("join-team", ANA, "Network", "--speciality", "").strip() == "Ana Lim: IT staff - Network"


def test_groups_are_joined_and_left(run: Run) -> None:
    run("create", "Ana Lim", ANA)
    run("make-group", "Leads")
    assert "Added" in run("join-group", ANA, "Leads")
    assert run("join-group", ANA, "Leads").strip() == "Ana Lim is in the group Leads already."
    assert "group Leads" in run("show", ANA)
    assert "Taken out" in run("leave-group", ANA, "Leads")
    assert run("leave-group", ANA, "Leads").strip() == "Ana Lim is not in the group Leads."
    assert "group" not in run("show", ANA)
    assert "Nothing is called" in run("join-group", ANA, "Nobody")


def test_a_name_and_an_address_are_corrected(run: Run) -> None:
    run("create", "Ana Lim", ANA)
    assert run("correct", ANA, "--name", "Ana Lim Mei").strip() == f"Ana Lim Mei <{ANA}>"
    assert "<ana@kencana.example>" in run("correct", ANA, "--mail", "ana@kencana.example")
    assert "looks like a role" in run("correct", "ana@kencana.example", "--name", "IT Staff")


def test_an_invitation_is_taken_back(run: Run) -> None:
    run("invite", "new@kencana.example")
    run("withdraw-invitation", "new@kencana.example")
    assert "No invitation" in run("withdraw-invitation", "new@kencana.example")


def test_only_imported_names_are_given_to_somebody(run: Run) -> None:
    run("create", "Ana Lim", ANA)
    assert "Only imported people" in run("assign", "ana.lim", "x@kencana.example")


def test_a_word_that_is_no_utf_8_is_told_in_a_sentence(tmp_path: Path) -> None:
    env = environment_of(tmp_path, databases.fresh_database("sqlite", tmp_path))
    ended = forum("user", "create", b"Zo\xeb".decode(errors="surrogateescape"), ANA, env=env)
    assert ended.returncode == 1 and ended.stderr.startswith("A word of this command is not UTF-8.")
