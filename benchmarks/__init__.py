"""Ratios against other tools, each taken in one interleaved run; nothing here gates a build."""
