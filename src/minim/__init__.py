"""minim runs a company's Mini-M program: peer support groups of managers."""

__version__ = "0.1.0"
