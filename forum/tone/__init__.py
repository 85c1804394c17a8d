"""How a draft sounds, before anybody reads it: hints from rules in a file, for English and Malay. Pure."""
