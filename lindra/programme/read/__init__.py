"""How the files of a programme are read, noun by noun."""
