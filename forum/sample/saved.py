"""Saved replies of the sample company: two for all staff, one of the network team, one of Iris's own."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.models import Team
from forum.kernel.db import session
from forum.sample.people import actor_called
from forum.saved_replies.actions import save_reply
from forum.saved_replies.rules import Draft, Scope
from forum.topics.models import Category
from forum.topics.visibility import unrestricted

_MORE = Draft(
    "I need one more detail",
    "Hi {{ requester.call_name }},\n\nthank you for writing. I have looked at {{ ticket.title }} and need one more "
    "detail before I can go on:\n\n- \n\nAs soon as I have it, I tell you by when it will be solved.\n\n{{ me.name }}",
    "Hai {{ requester.call_name }},\n\nterima kasih kerana menulis. Saya sudah melihat {{ ticket.title }} dan perlukan "
    "satu maklumat lagi:\n\n- \n\nSebaik sahaja saya menerimanya, saya beritahu bila ia akan selesai.\n\n{{ me.name }}",
)
_DESK = Draft(
    "Please bring it to the desk",
    "Hi {{ requester.call_name }},\n\nI would like to look at it here. Please bring it to the desk on floor 2, any day "
    "from 9:00 to 17:00; it takes about half an hour, and you can wait or have a spare one.\n\n{{ me.name }}",
    "Hai {{ requester.call_name }},\n\nsaya ingin memeriksanya di sini. Sila bawa ke kaunter di tingkat 2, pukul 9:00 "
    "pagi hingga 5:00 petang; kira-kira setengah jam, dan anda boleh menunggu.\n\n{{ me.name }}",
)
_SWITCH = Draft(
    "The switch on your floor is being changed",
    "Hi {{ requester.call_name }},\n\nthe switch on your floor is being changed. {{ ticket.number }} stays open until "
    "you tell me that it is quick again; I write when the new one runs.\n\n{{ me.name }}",
)
_THANKS = Draft(
    "Thanks for trying",
    "Hi {{ requester.call_name }},\n\nthank you for trying that so quickly, and for the picture.\n\n{{ me.name }}",
    "Hai {{ requester.call_name }},\n\nterima kasih kerana cepat mencubanya, dan atas gambar itu.\n\n{{ me.name }}",
)


def write_saved_replies(*, at: datetime) -> None:
    """They can be used; the caller commits."""
    admin, iris = actor_called("aishah.rahman", at=at), actor_called("iris.tan", at=at)
    network = session.scalars(select(Team.id).where(Team.lead_id == iris.id)).first()
    place = session.scalars(select(Category.id).where(unrestricted(), Category.slug.contains("network"))).first()
    save_reply(_MORE, Scope(), by=admin, at=at)
    save_reply(_DESK, Scope(), by=admin, at=at)
    if network is not None:
        switch = Draft(_SWITCH.title, _SWITCH.source, category_id=place)
        save_reply(switch, Scope(team_id=network), by=iris, at=at)
    save_reply(_THANKS, Scope(owner_id=iris.id), by=iris, at=at)
