"""INSi, the national service that gives somebody's INS from their traits. Télavis is not certified for it: see the README."""
