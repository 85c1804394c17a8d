"""Which names and handles nobody may take."""

import pytest

from forum.accounts.actions.names import check_name, is_reserved
from forum.accounts.settings import COMPANY, SITE_NAME
from forum.app import Tanya
from forum.kernel.errors import Invalid
from forum.kernel.settings.registry import refresh_now, store

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
