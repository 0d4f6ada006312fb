"""What a folder and a file may hold."""

MAX_FILE_SIZE = 25 * 1024 * 1024
"""Of a file that comes with a form, whole; piece by piece it may have more."""
MAX_UPLOAD_SIZE = 200 * 1024 * 1024
MAX_PIECE = 4 * 1024 * 1024
MAX_FILES = 50
MAX_FORM_FILES = 20
MAX_PIXELS = 100_000_000
THUMBNAIL_SIDE = 320
FILE_NAME_LENGTH = 200
TITLE_LENGTH = 150
DAYS_IN_THE_BIN = 30
VIEW_SIDE = 2048
"""A picture larger than this has a view of this size, that is shown first."""
TILED_FROM = 16_000_000
TILE_SIDE = 512
"""A picture of more points than that is cut into tiles of this side, at each half of its size down to the view."""
MAX_PAGES = 600
MAX_PIXELS_OF_PAGES = 250_000_000
"""Pages of a TIFF or frames of a DICOM file, and the points of all of them together."""
PAGES_WITH_THUMBNAIL = 40
HOURS_TO_COMPLETE = 24
