"""How seats are found: first such that every rule holds, then such that the wishes cost least."""
