"""The ledger's books: each records and returns one kind of value, over the one database."""
