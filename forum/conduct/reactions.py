"""What conduct does when somebody says something else of himself, and when an account is closed."""

from forum.accounts.actions.profile import profile_of
from forum.accounts.events import AccountClosed, ProfileChanged
from forum.conduct.cooling import forget_drafts_of
from forum.conduct.screening import check_shown_everywhere, not_written, screened_line, screened_words, word_to_hold
from forum.kernel.db import session
from forum.kernel.events import reaction_to
from forum.people.models import Person


@reaction_to(ProfileChanged)
def screen_profile(event: ProfileChanged) -> None:
    """What is new in the profile is screened as a post is; Invalid with the field. No watched word stands in a name."""
    person = session.get_one(Person, event.person_id)
    profile = profile_of(person)
    for name in sorted(event.fields & {"name", "handle"}):
        check_shown_everywhere(getattr(person, name), field=name)
    for name in sorted(event.fields & {"title", "department", "location"}):
        setattr(person, name, _short(getattr(person, name), name))
    if "languages" in event.fields:
        profile.languages = _short(profile.languages, "languages")
    if "about" in event.fields:
        profile.about, profile.about_html = screened_words(profile.about, profile.about_html, field="about")
    session.flush()


@reaction_to(AccountClosed)
def forget_drafts(event: AccountClosed) -> None:
    """What the person has not sent is nobody's."""
    forget_drafts_of(event.person_id)


def _short(text: str, field: str) -> str:
    """A line beside the name. What would wait for a moderator elsewhere is refused: a line cannot wait."""
    if word := word_to_hold(text):
        raise not_written(word, field)
    return screened_line(text, field=field)
