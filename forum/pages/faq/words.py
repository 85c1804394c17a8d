"""What is said of an entry when it has moved on."""

from forum.kernel.words import N_

PUBLISHED = N_("Published: everybody who may read its category finds it.")
SUBMITTED = N_("Colleagues are asked to read and publish it.")
TAKEN_BACK = N_("Taken back: readers find it again when it is published anew.")
DRAFTED = N_("It is a draft: only staff see it.")
OBSOLETE = N_("Obsolete: lists and search leave it out, and its page says so.")
