"""Groups from a matrix of distances: the maximally diverse grouping problem, for published benchmarks and teachers."""

from minim.engine.matrix.diversify import Diversity, diversify
from minim.engine.matrix.mdgp import MDGP

__all__ = ["MDGP", "Diversity", "diversify"]
