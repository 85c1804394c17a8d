"""What may be taken out: facts in, a refusal out."""

from forum.kernel.errors import Invalid

SHORTEST, LONGEST = 4, 4000  # characters of a secret: a PIN, a private key
MOST_POSTS = 40  # in so many a text is no secret


def check_secret(text: str) -> None:
    """Invalid for a text too short or too long to be a secret."""
    if len(text.strip()) < SHORTEST:
        raise Invalid(
            "Write at least %(least)s characters: what is shorter stands everywhere.", field="text", least=SHORTEST
        )
    if len(text) > LONGEST:
        raise Invalid("At most %(most)s characters can be removed at once.", field="text", most=LONGEST)


def check_place(is_there: bool) -> None:
    """Invalid if the text does not stand where somebody says it does."""
    if not is_there:
        raise Invalid(
            "This does not stand here like that. Copy it from the sources below: a page may show it otherwise.",
            field="text",
        )


def check_no_everyday_text(posts: int) -> None:
    """Invalid for what stands in too many posts: removing it cannot be undone."""
    if posts > MOST_POSTS:
        raise Invalid(
            "This stands in more than %(most)s posts, so it is hardly a secret. Write more of it: nothing of what is "
            "removed can be brought back.",
            field="text",
            most=MOST_POSTS,
        )
