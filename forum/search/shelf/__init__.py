"""What the company knows already, found by its words: the FAQ and known issues, beside the index's threads.

They are few enough that a process holds the words of all of them, and as fresh as the database: each search asks for
a stamp of what is published, and reads again what has changed. So every node finds the same, without an index.
"""
