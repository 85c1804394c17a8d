"""Mail in: what came to the company's addresses is kept, read, decided on and carried out."""
