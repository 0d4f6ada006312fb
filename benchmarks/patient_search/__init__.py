"""The patient search on a generated country: a kit that makes people and misspelt queries, and the measure beside simple ways."""
