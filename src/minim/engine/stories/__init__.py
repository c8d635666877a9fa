"""Sentences about a plan: for each group and person, for what another place would cost, and why a compromise stays."""
