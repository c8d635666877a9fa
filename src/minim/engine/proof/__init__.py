"""What counting alone proves: what cannot be, and what no plan can beat."""
