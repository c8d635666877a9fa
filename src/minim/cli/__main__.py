"""`python -m minim.cli` is `minim`."""

from minim.cli import main

if __name__ == "__main__":
    main()
