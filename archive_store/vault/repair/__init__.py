"""What is damaged or gone comes back from copies, as the ledger saw it and in no other form."""
