"""Who a person is: names, handle, language, zone, and what everything else points at."""
