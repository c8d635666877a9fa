"""What counting alone proves: what cannot be, what no plan can beat, and why a compromise stays."""
