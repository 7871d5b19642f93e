"""The author's linter: what makes a programme hard to read, unsafe, or out of date."""
