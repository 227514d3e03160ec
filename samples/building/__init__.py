"""Builds the sample files from the texts beside it."""
