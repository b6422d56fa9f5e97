"""`python -m pipeline.demo` has moved."""

import sys

if __name__ == "__main__":
    sys.exit("The demonstration collection has a package of its own: python -m demo OUT")
