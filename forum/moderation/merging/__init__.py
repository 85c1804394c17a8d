"""Two threads become one, answers become a thread of their own, spam goes in one act; each with its undo."""
