"""How text becomes the words that the index keeps and a query asks for."""
