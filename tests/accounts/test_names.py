"""Which names and handles nobody may take."""

import pytest

from forum.accounts.actions.names import check_name, is_reserved
from forum.accounts.settings import COMPANY, SITE_NAME
from forum.app import Tanya
from forum.kernel.errors import Invalid
from forum.kernel.settings.registry import refresh_now, store
from tests.people import iris

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    "name",
    [
        "Tanya Bot", "TanyaBot", "tanya.bot", "Bot Tanya", "Тanya Вot", "Tanya\u200b Forum", "Sistem Tanya", "Help Bot",
        "IT Help", "Bantuan Tanya", "Ｔａｎｙａ　Ｂｏｔ", "Semua Staf", "Security IT", "ІТ Guy",
        "Ben Ong (IT)", "Ben Ong, IT", "Ben Ong - ICT", "BEN ONG (IT)", "Ben Ong IT", "Kencana IT", "IT Penang",
    ],
)  # fmt: skip
def test_a_name_that_says_nothing_but_roles_or_adds_the_department_is_refused(app: Tanya, name: str) -> None:
    with pytest.raises(Invalid, match="looks like a role"):
        check_name(name)


@pytest.mark.parametrize("name", ["Nurul Huda - Staf", "Nurul Huda (Staff)", "Nurul Huda, Kakitangan"])
def test_nobody_adds_that_he_is_staff(app: Tanya, name: str) -> None:
    with pytest.raises(Invalid, match="looks like a role"):
        check_name(name)


@pytest.mark.parametrize("name", ["✅ Nurul Huda", "Nurul Huda \U0001f6e1", "Nurul ★ Huda", "Nurul Huda \ue000"])
def test_nobody_draws_a_badge_into_his_name(app: Tanya, name: str) -> None:
    with pytest.raises(Invalid, match="in letters"):
        check_name(name)


@pytest.mark.parametrize("name", ["Iris Tan 2", "Iris Tan2", "Dr Iris Tan", "Puan Iris Tan", "Dato' Dr. Irіs Tan 01"])
def test_neither_a_number_nor_an_address_makes_a_name_another(app: Tanya, name: str) -> None:
    iris()
    with pytest.raises(Invalid, match="has this name"):
        check_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Iris Tan Mei", "Dr Iris", "Irene Tan", "Sara D’Cruz", "Nur’ain binti Ali", "李小龍", "José Núñez-Díaz",
        "Ali, Hassan", "Drew Miller", "Tsai Ming", "Encik Ali", "Ana Lim 3",
    ],
)  # fmt: skip
def test_who_is_somebody_else_keeps_the_name(app: Tanya, name: str) -> None:
    iris()
    check_name(name)


@pytest.mark.parametrize(
    "name",
    ["Tanya Lim", "Teh It Seng", "TEH IT SENG", "Amit Sharma", "Robot Ali", "Siti Bantuan", "tanya.lim"],
)
def test_a_name_that_a_person_has_is_kept(app: Tanya, name: str) -> None:
    check_name(name)


def test_the_forum_is_called_by_its_own_and_its_company_s_name(app: Tanya) -> None:
    store(SITE_NAME, "Askhub")
    store(COMPANY, "Kencana Foods")
    refresh_now()
    for name in ("Askhub", "ask.hub", "Askhub Bot", "Kencana Foods", "Kencana Foods Askhub", "Tanya"):
        assert is_reserved(name), name
    assert not is_reserved("Askhub Lim")
