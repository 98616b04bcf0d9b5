"""Who wins, and why: pure functions from plans and ballots to an outcome that explains itself."""
