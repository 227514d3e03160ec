"""What the text means for the plan: claims about items, and the gaps that follow."""
