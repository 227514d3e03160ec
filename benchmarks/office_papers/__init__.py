"""Chinese office papers in PDF, drawn by chance from a seed, with the truth about each; and how well they are read."""
