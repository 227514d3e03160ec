"""When and in what order; the only room that knows the clock, the settings and Prefect."""
