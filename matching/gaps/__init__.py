"""The gap rules, by family; each is a pure function of an item, its claims and a day."""
