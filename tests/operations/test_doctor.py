"""The doctor finds what is wrong with an installation and says what to do."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from aiosmtpd.handlers import Sink
from sqlalchemy import select, text, update

from forum.files.actions import keep_bytes, record_file
from forum.files.content import prepared
from forum.files.models import StoredFile
from forum.files.settings import STORE_MEGABYTES
from forum.files.storage import FolderStorage
from forum.kernel import clock
from forum.kernel.db import is_sqlite, session, transaction
from forum.kernel.leases import take_lease
from forum.kernel.pending import try_parked_again
from forum.kernel.settings import registry
from forum.kernel.settings.environment import Environment
from forum.mail.actions import queue_mail
from forum.mail.models import OutgoingMail
from forum.operations import mail_checks, surroundings
from forum.operations.checks import _database, examine
from forum.operations.mail_checks import mailbox_findings, signing_findings
from forum.people.models import Person
from tests import databases, posts
from tests.conftest import NOON
from tests.operations.truth import of
from tests.people import ana, make_person
from tests.running import environment_of, forum, mail_server


def _wrong(environment: Environment) -> dict[str, str]:
    """The sentences about what is wrong, each with its remedy."""
    return {finding.sentence: finding.remedy for finding in examine(environment) if finding.is_wrong}


@pytest.fixture(params=databases.KINDS)
def well(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Environment]:
    """The environment of an installation that nothing is wrong with; the test runs in it."""
    registry.forget()
    app = databases.make_app(databases.fresh_database(request.param, tmp_path), tmp_path)
    with of(app):
        with transaction():
            make_person("Aishah Rahman", roles="employee administrator")
        yield app.extensions["environment"]


def test_the_doctor_says_where_mails_that_come_in_cannot_be_answered() -> None:
    silent = Environment(mail_in_lmtp="127.0.0.1:8024")
    assert "carry no address to answer to" in str(next(mailbox_findings(silent)))
    answerable = Environment(mail_in_lmtp="127.0.0.1:8024", mail_in_domain="kencana.example")
    assert list(mailbox_findings(answerable)) == []


def test_a_sound_installation_needs_nothing(well: Environment) -> None:
    assert _wrong(well) == {}


@pytest.mark.parametrize(
    ("values", "sentence", "remedy"),
    [
        ({"public_url": "http://ask.example.com"}, "is not https", "set TANYA_PUBLIC_URL"),
        ({"public_url": "https://ask.example.com"}, "one limit for all", "TANYA_TRUSTED_PROXIES"),
        (
            {"public_url": "https://ask.example.com", "trusted_proxies": 1, "sample_company": True},
            "sample logins",
            "Unset TANYA_SAMPLE_COMPANY",
        ),
        (
            {"mail_url": "smtp://127.0.0.1:1", "mail_from": "it@x.example"},
            "takes no mails: no server answers at this address and port (connection refused).",
            "TANYA_MAIL_URL",
        ),
    ],
)
def test_what_the_environment_says_wrongly(
    well: Environment, values: dict[str, Any], sentence: str, remedy: str
) -> None:
    ((found, told),) = _wrong(well.model_copy(update=values)).items()
    assert sentence in found and remedy in told


@pytest.fixture
def smtp() -> Iterator[str]:
    """The address of a mail server on loopback."""
    with mail_server(Sink()) as address:
        yield address


def test_a_mail_server_is_asked_and_the_sender_looked_at(well: Environment, smtp: str) -> None:
    assert _wrong(well.model_copy(update={"mail_url": smtp, "mail_from": "it@kencana.example"})) == {}
    (remedy,) = _wrong(well.model_copy(update={"mail_url": smtp})).values()
    assert "Set TANYA_MAIL_FROM" in remedy


def test_a_secret_that_others_can_read(well: Environment) -> None:
    secret = well.data_dir / "secret_key"
    secret.write_text("s" * 40, "ascii")
    secret.chmod(0o644)
    (remedy,) = _wrong(well.model_copy(update={"secret_key": ""})).values()
    assert f"chmod 600 {secret}" in remedy
    secret.chmod(0o600)
    assert _wrong(well.model_copy(update={"secret_key": ""})) == {}


def test_a_data_folder_that_others_can_look_into(well: Environment) -> None:
    well.data_dir.chmod(0o755)
    ((found, remedy),) = _wrong(well).items()
    assert "look into" in found and remedy == f"Run: chmod o= {well.data_dir}"
    well.data_dir.chmod(0o750)
    assert _wrong(well) == {}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to others")
def test_what_root_left_in_the_data_folder_is_named_until_it_is_given_back(well: Environment) -> None:
    left = well.data_dir / "search" / "current"
    left.parent.mkdir(exist_ok=True)
    left.touch()
    os.chown(left, 12345, -1)
    ((found, remedy),) = _wrong(well).items()
    assert f"1, one is {left}" in found and f"chown -R root: {well.data_dir}" in remedy
    left.unlink()
    assert not _wrong(well)


def test_a_data_folder_that_is_not_ones_own_is_not_taken_for_the_pattern(
    well: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    ((found, remedy),) = _wrong(well).items()
    assert f"one is {well.data_dir}." in found and f"chown -R 12345: {well.data_dir}" in remedy


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to others")
def test_a_link_to_a_shared_folder_may_be_roots(well: Environment, tmp_path_factory: pytest.TempPathFactory) -> None:
    link = well.data_dir / "files"
    link.symlink_to(tmp_path_factory.mktemp("shared"))
    os.chown(link, 12345, -1, follow_symlinks=False)
    assert _wrong(well) == {}


def test_a_data_folder_that_the_forum_makes_is_its_owners(tmp_path: Path) -> None:
    forum("db", "status", env=environment_of(made := tmp_path / "data"))
    assert made.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["files", "search"])
def test_a_folder_within_that_cannot_be_written(well: Environment, name: str) -> None:
    (well.data_dir / name).write_text("a file in the place of the folder", "utf-8")
    wrong = _wrong(well.model_copy(update={"search_url": "whoosh:"}))
    (found,) = [sentence for sentence in wrong if "cannot be written" in sentence]
    assert f"{well.data_dir / name}, cannot be written: Not a directory." in found


def test_a_queue_that_does_not_answer(well: Environment) -> None:
    ((found, remedy),) = _wrong(well.model_copy(update={"queue_url": "postgresql://127.0.0.1:1/tanya"})).items()
    assert "The queue cannot be used" in found and "TANYA_QUEUE_URL" in remedy


def test_a_variable_that_is_no_setting(well: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANYA_DATADIR", "/srv/tanya")
    ((found, remedy),) = _wrong(well).items()
    assert found == "No setting is called TANYA_DATADIR (did you mean TANYA_DATA_DIR?)." and "unset it" in remedy


def test_a_full_disk(well: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "_LEAST_FREE_MB", 10**9)
    ((found, remedy),) = _wrong(well).items()
    assert "MB are free" in found and "Make room" in remedy


def test_a_full_disk_of_the_index_alone(well: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "_LEAST_FREE_MB", 10**9)
    with TemporaryDirectory(dir="/dev/shm") as other_disk:
        wrong = _wrong(well.model_copy(update={"search_url": f"whoosh:{other_disk}/search"}))
    (remedy,) = [remedy for sentence, remedy in wrong.items() if f"MB are free in {other_disk}" in sentence]
    assert "name another folder" in remedy and len(wrong) == 2


def test_nobody_administers(well: Environment) -> None:
    with transaction():
        session.execute(update(Person).values(roles="employee"))
    (remedy,) = _wrong(well).values()
    assert "forum setup-code" in remedy and "/setup" in remedy


def test_a_category_whose_tickets_reach_nobody_is_named_and_no_fault(well: Environment) -> None:
    with transaction():
        posts.category("Hardware")
        posts.category("Pensions", archived_at=NOON)
    said = [finding.sentence for finding in examine(well) if not finding.is_wrong]
    assert not _wrong(well) and "Categories without a team that somebody leads: 1, one is Hardware." in " ".join(said)


def _queue_a_mail(**facts: object) -> None:
    with transaction():
        mail = queue_mail(
            person_id=None, address="ana@kencana.example", language="en", template="question_answered", facts={},
            sender_name="", at=NOON,
        )  # fmt: skip
        for name, fact in facts.items():
            setattr(mail, name, fact)


def test_work_that_waits_too_long(well: Environment) -> None:
    _queue_a_mail()
    assert _wrong(well) == {
        "Waiting too long, of mails to send: 1.": "Is the worker running? Start it: forum serve",
    }


def test_parked_work_is_named_with_its_reason_and_can_be_tried_again(well: Environment) -> None:
    _queue_a_mail(parked_at=NOON, attempts=8, failure="SMTPRecipientsRefused: 552 mailbox full")
    ((found, remedy),) = _wrong(well).items()
    assert found.endswith("552 mailbox full") and remedy.endswith("forum retry mails")
    with transaction():
        assert try_parked_again(OutgoingMail, at=clock.now()) == 1
    assert _wrong(well) == {}
    mail = session.scalars(select(OutgoingMail)).one()
    assert (mail.attempts, mail.parked_at, mail.failure) == (0, None, None)


def test_what_was_parked_for_a_decision_has_not_failed(well: Environment) -> None:
    _queue_a_mail(parked_at=NOON, failure="")
    assert _wrong(well) == {}
    assert "decision, of mails to send: 1" in " ".join(finding.sentence for finding in examine(well))


def test_an_upload_whose_bytes_are_gone(well: Environment) -> None:
    storage = FolderStorage(well.files_dir)
    kept = keep_bytes(prepared("log.txt", b"printer on fire"), storage)
    with transaction():
        token = record_file(kept, by_id=ana().id, at=NOON).token
    assert _wrong(well) == {}
    storage.discard(token)
    ((found, remedy),) = _wrong(well).items()
    assert found == "Uploaded files that are gone: 1, one is log.txt." and remedy.startswith("Restore a backup")


def test_room_for_uploads_that_is_nearly_gone_is_told_before_it_is(well: Environment) -> None:
    kept = keep_bytes(prepared("log.txt", b"printer on fire"), FolderStorage(well.files_dir))
    with transaction():
        registry.store(STORE_MEGABYTES, 10)
        record_file(kept, by_id=ana().id, at=NOON).size = 8_900_000
    registry.refresh_now()
    assert _wrong(well) == {}
    with transaction():
        session.execute(update(StoredFile).values(size=9_000_000))
    ((sentence, remedy),) = _wrong(well).items()
    assert sentence == "Uploaded files take 9 of the 10 MB that they may take together." and "Settings" in remedy


def test_a_clock_that_is_behind_what_workers_wrote_is_named(well: Environment) -> None:
    assert take_lease("sweep", "worker", lasting=timedelta(seconds=50), at=clock.now() + timedelta(days=2))
    ((sentence, remedy),) = _wrong(well).items()
    assert "a worker has written that it has work until" in sentence and "NTP" in remedy


def test_a_clock_that_is_not_the_database_servers_is_named(well: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    late = clock.now() + timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert any("that of the database server" in found for found in _wrong(well)) is not is_sqlite()


def test_a_server_that_takes_no_changes_is_named(well: Environment) -> None:
    if not is_sqlite():
        session.execute(text("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"))
        session.rollback()
        found = [each.sentence for each in _database()]
        session.execute(text("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"))
        assert "PostgreSQL takes no changes: it is read-only." in found


def test_a_damaged_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    env = environment_of(tmp_path, url := databases.fresh_database("sqlite", tmp_path))
    path = Path(url.removeprefix("sqlite:///"))
    os.truncate(path, path.stat().st_size // 2)
    (told,) = [line for line in forum("doctor", env=env).stdout.splitlines() if line.startswith("DO")]
    assert "The database is damaged: " in told and "forum restore" in told
    ended = forum("db", "recount", env=env)
    assert ended.returncode == 1 and len(ended.stderr.splitlines()) == 1 and "is damaged: " in ended.stderr


@pytest.mark.parametrize(
    ("url", "sentence", "remedy"),
    [
        ("", "The database is empty.", "Run: forum db upgrade"),
        ("postgresql://127.0.0.1:1/tanya", "The database does not answer:", "Look at TANYA_DATABASE_URL"),
    ],
)
def test_on_the_console_each_fault_is_one_line_with_what_to_do(
    tmp_path: Path, url: str, sentence: str, remedy: str
) -> None:
    ended = forum("doctor", env=environment_of(tmp_path, url))
    lines = ended.stdout.splitlines()
    assert ended.returncode == 1 and ended.stderr == ""
    assert all(line.startswith(("ok    ", "DO    ")) for line in lines)
    (told,) = [line for line in lines if line.startswith("DO")]
    assert sentence in told and remedy in told


@pytest.mark.parametrize(
    ("found", "sentence"), [(True, ""), (False, "the DNS has no key that fits, at it._domainkey.x.example")]
)
def test_the_key_that_signs_is_compared_with_the_dns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: bool, sentence: str
) -> None:
    (key := tmp_path / "key.pem").touch(0o600)
    monkeypatch.setattr(mail_checks, "is_known_to_others", lambda signature: found)
    environment = Environment(mail_from="it@x.example", mail_dkim_key=key, mail_dkim_selector="it")
    wrong = [finding.sentence for finding in signing_findings(environment) if finding.is_wrong]
    assert sentence in "".join(wrong) and bool(wrong) != found


def test_a_key_that_signs_nothing_or_that_others_can_read_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (key := tmp_path / "key.pem").write_text("no key")
    environment = Environment(mail_from="it@x.example", mail_dkim_key=key)
    assert "Mails cannot be signed" in "".join(each.sentence for each in signing_findings(environment))
    monkeypatch.setattr(mail_checks, "is_known_to_others", lambda signature: True)
    key.chmod(0o644)
    assert "chmod 600" in "".join(each.remedy for each in signing_findings(environment))
