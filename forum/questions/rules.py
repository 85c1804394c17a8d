"""What may be asked, changed, removed, marked: facts in, a refusal out."""

from dataclasses import dataclass

from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.kernel.text.lengths import letters_said
from forum.questions.models import Visibility

SHORTEST_TITLE = 8  # as `letters_said` counts
LONGEST_TITLE = 200
LONGEST_SOURCE = 64_000
LONGEST_REASON = 200
LONGEST_DEVICE = 200


@dataclass(frozen=True)
class Standing:
    """How a post stands, for the rules of questions, answers and comments alike."""

    visibility: Visibility
    is_locked: bool = False


def check_title(title: str) -> None:
    """Invalid unless the title says what 8 letters can say, in at most 200 characters."""
    if letters_said(title) < SHORTEST_TITLE:
        raise Invalid(
            "Say in at least %(least)s characters what is wrong, such as “Printer on floor 3 prints blank pages”.",
            field="title",
            least=SHORTEST_TITLE,
        )
    if len(title) > LONGEST_TITLE:
        raise Invalid("The title can be at most %(most)s characters long.", field="title", most=LONGEST_TITLE)


def check_source(source: str, *, most: int = LONGEST_SOURCE) -> None:
    """Invalid unless there is a text of at most `most` characters."""
    if not source.strip():
        raise Invalid("Please write something first.", field="source")
    if len(source) > most:
        raise Invalid(
            "This text has %(length)s characters; %(most)s are possible. Long logs can be attached as a file.",
            field="source",
            length=len(source),
            most=most,
        )


def check_reason(reason: str) -> None:
    """Invalid if a reason is longer than its column."""
    if len(reason) > LONGEST_REASON:
        raise Invalid("The reason can be at most %(most)s characters long.", field="reason", most=LONGEST_REASON)


def check_given_reason(reason: str) -> None:
    """Invalid unless a reason is given, at most as long as its column."""
    if not reason.strip():
        raise Invalid("Say why. It stands on the thread, for everybody who reads it.", field="reason")
    check_reason(reason)


def check_anonymous(*, wanted: bool, allowed: bool) -> None:
    """Invalid if the asker wants no name where the category shows names."""
    if wanted and not allowed:
        raise Invalid("Questions in this category carry your name.", field="anonymous")


def check_readable(standing: Standing) -> None:
    """NotAllowed if the question is removed: nothing is added to what nobody can read."""
    if standing.visibility is not Visibility.PUBLIC:
        raise NotAllowed("This question has been removed. Nothing can be added to it.")


def check_takes_posts(standing: Standing) -> None:
    """NotAllowed unless the question is public and not locked."""
    check_readable(standing)
    if standing.is_locked:
        raise NotAllowed("This question is locked. It takes no more answers or comments.")


def check_may_edit(standing: Standing, *, is_author: bool, may_edit_any: bool) -> None:
    """NotAllowed unless it is one's own public post, or staff edits."""
    if may_edit_any:
        return
    if not is_author:
        raise NotAllowed("Only the author and staff can edit this.")
    if standing.visibility is not Visibility.PUBLIC:
        raise NotAllowed("This has been removed and cannot be edited.")
    if standing.is_locked:
        raise NotAllowed("This question is locked and cannot be edited.")


def check_revision(*, seen: int, current: int) -> None:
    """Conflict if the post has been edited since the form was opened."""
    if seen != current:
        raise Conflict("Somebody edited this while you were writing. Compare both texts, then save yours again.")


def check_still_latest(*, seen: int, current: int) -> None:
    """Conflict if the post has been edited since the revisions were looked at."""
    if seen != current:
        raise Conflict("Somebody edited this since you opened its revisions. Look at the newest before you go back.")


def check_goes_back(*, says_already: bool) -> None:
    """Conflict if the chosen revision says what the post says: one more of the same words tells nobody anything."""
    if says_already:
        raise Conflict("It says this already, so nothing has been changed.")


def check_may_delete(*, is_author: bool, may_delete_any: bool, has_answers: bool) -> None:
    """NotAllowed unless it is one's own unanswered question, or staff deletes."""
    if may_delete_any:
        return
    if not is_author:
        raise NotAllowed("Only the author and staff can delete this.")
    if has_answers:
        raise NotAllowed("Colleagues have answered this question, so it stays for others. Staff can delete it.")


def check_stands_here(visibility: Visibility) -> None:
    """Conflict if the post has become a part of another thread: what would be done to it there is not done here."""
    if visibility is Visibility.MERGED:
        raise Conflict("This is a part of another thread now. Go on in that thread.")


def check_may_bring_back(
    removed_as: Visibility, *, is_author: bool, removed_by_self: bool, may_delete: bool, may_hide: bool
) -> None:
    """NotAllowed unless one deleted it oneself, or has the permission that it was removed with and did not write it;
    Conflict for what is a part of another thread."""
    check_stands_here(removed_as)
    if removed_as is Visibility.HELD and not may_hide:
        raise NotAllowed("A moderator looks at this first, and tells its author.")
    if removed_as is Visibility.HIDDEN and not may_hide:
        raise NotAllowed("A moderator has hidden this. Only a moderator can show it again.")
    if not (removed_by_self or may_delete or may_hide):
        raise NotAllowed("Only staff can bring this back.")
    if is_author and not removed_by_self:
        raise NotAllowed("This is about you. Another moderator decides it.")


def check_original(
    *, question_id: int, root_id: int, visibilities: set[Visibility | None], is_open_to_its_readers: bool
) -> None:
    """Invalid unless the question can be a duplicate of the thread that ends in `root_id`: this and the one that was
    named have `visibilities`, None for what cannot be seen; whoever reads the question may read them, too."""
    if question_id == root_id:
        raise Invalid("That question is a duplicate of this one, or is this one. Choose another.", field="original")
    if visibilities != {Visibility.PUBLIC}:
        raise Invalid("That question has been removed. Choose another.", field="original")
    if not is_open_to_its_readers:
        raise Invalid(
            "Not everybody who reads this question may read that one. Choose another, or move one of them first.",
            field="original",
        )


def check_may_join(standing: Standing, *, is_asker: bool) -> None:
    """NotAllowed if the question is removed or one's own: the asker is affected already."""
    check_readable(standing)
    if is_asker:
        raise NotAllowed("You asked this question, so you already count as affected.")
