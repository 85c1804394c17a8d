"""Icons of the one sprite, drawn once a name: a page has forty of them."""

from functools import lru_cache

from markupsafe import Markup

from forum.web.assets import static


@lru_cache(maxsize=512)
def icon(name: str) -> Markup:
    """An icon of the sprite; always beside a word, or inside something that has a name."""
    return Markup('<svg class="icon" aria-hidden="true"><use href="%s#%s"></use></svg>') % (static("icons.svg"), name)
