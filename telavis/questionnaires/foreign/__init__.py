"""Forms of somebody else: read from a file, brought to what this program asks, and each difference told."""
