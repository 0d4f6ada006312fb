"""How large a form may be. Beyond, it is refused by a sentence; every page that shows it stays within its time."""

FILE_BYTES = 2_000_000
"""Of the JSON file."""
ITEMS = 1_000
DEPTH = 8
"""Items inside items."""
OPTIONS = 300
"""Of one question."""
CONDITIONS = 50
"""Of one item; as many alarms."""
CALCULATIONS = 60
"""Of the whole form; as many first values that a formula finds."""
TEXT = 10_000
"""Characters of one label, help or sentence."""
LINK_ID = 80
ELEMENTS = 100_000
"""Values of the JSON, all counted: what nothing else bounds."""
NESTING = 40
"""Of the JSON itself."""
NUMBER = 10**12
"""The largest number of any element, as of what a person may type."""
