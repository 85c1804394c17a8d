"""English words that say nothing about a problem. Negations and "on", "off", "down" say something: they stay."""

_STOP_WORDS = """
    a an and are as at be been but by do does for from had has have he her his how i if in into is it its me my of or
    our she so than that the their them then there these they this to us was we were what when where which while who why
    will with would you your can could should
    about after again also any because before both during each else every get gets getting got just more most much other
    others since some still than too until very
    """
STOP_WORDS = frozenset(_STOP_WORDS.split())
# They say something beside others, and nothing by themselves: a passage is not shown for their sake.
_FAINT = """
    on off up down out no not cannot cant dont doesnt didnt wont isnt
    work works working worked problem problems issue issues help please hi hello thanks
    """
FAINT = frozenset(_FAINT.split())
