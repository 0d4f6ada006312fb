"""The measuring itself is measured: a wrong scale would flatter."""
