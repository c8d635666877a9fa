"""How a company begins: a dated plan, trained Facilitators, words for every moment, and what to keep and change."""
