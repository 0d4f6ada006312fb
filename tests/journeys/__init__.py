"""The memo's journey, told once, and walked in several browsers by the visible words only."""
