"""Did it work? What people say after a ticket is solved, and after an answer was accepted for them."""
