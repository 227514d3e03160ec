"""What people keep: the ledger and the papers of a morning."""
