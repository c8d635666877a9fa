"""Why no plan can keep every rule, and the smallest changes that help."""
