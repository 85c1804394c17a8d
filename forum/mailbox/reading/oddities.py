"""What is said about a message that had to be mended, or of which something was left out."""

from forum.kernel.words import N_

DAMAGED = N_("A part of this message was damaged on its way.")
TOO_MANY_PARTS = N_("This message has too many parts; some of them are kept as one file.")
NOT_APART = N_("The parts of this message could not be told apart.")
NOT_MARKED = N_("The parts of this message were not marked as they should be.")
TOO_MANY_FILES = N_("This message has too many files; some were left out.")
ENCRYPTED = N_("This message is encrypted; its parts are kept as files.")
ONLY_OUTLOOK = N_("A file that only Outlook can open is kept as it came.")
TWO_SENDERS = N_("This message names more than one sender.")
NAMELESS_FORWARD = N_("The forwarded message does not say from which address it came.")
TOO_LONG = N_("The text of this message is very long; all of it is kept as a file.")
UNREADABLE = N_("This message could not be read.")
