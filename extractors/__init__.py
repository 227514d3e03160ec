"""Read what a unit sent: files become documents, text becomes statements and facts, each with its address."""
