"""What a hand may do with a plan, and what that would mean."""
