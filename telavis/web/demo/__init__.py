"""Pages of the demonstration: they exist on one's own machine only."""
