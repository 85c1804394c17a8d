"""Text: cleaned at the edge, made safe HTML once, compared, and checked for look-alikes.

Import from the module that holds the idea (`forum.kernel.text.markdown.render`): some of them load
large tables, and a command that only cleans a line should not wait for them.
"""
