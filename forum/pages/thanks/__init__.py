"""Thanks: a word to who answered, and who helped in a month."""
