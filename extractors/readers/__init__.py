"""From a file to a Document; this wing knows nothing of facts."""
