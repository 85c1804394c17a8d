"""What the FAQ's pages read: lists, one entry, what its curators should look at."""
