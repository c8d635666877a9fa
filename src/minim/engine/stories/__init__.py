"""Sentences about a plan: for each group, for each person, and for what another place would cost."""
