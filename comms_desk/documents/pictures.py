"""A drawing (SVG) as a picture (PNG), for files that hold no drawing.

Typst draws it, with the window's font, and reaches no file: see `pdf`.
"""

from tempfile import TemporaryDirectory
from typing import cast

from comms_desk.documents.pdf import window_fonts

PIXELS_AN_INCH = 192.0
"""Twice what a screen has: it is printed too."""
_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg")"""


def png_of(drawing: str) -> bytes:
    """Return *drawing*, an SVG of ours, as PNG."""
    import typst

    with TemporaryDirectory() as nothing:
        compiler = typst.Compiler(
            _PAGE,
            root=nothing,
            font_paths=window_fonts(of_the_system=False),
            sys_inputs={"drawing": drawing},
            package_path=nothing,
            package_cache_path=nothing,
        )
        return cast("bytes", compiler.compile(format="png", ppi=PIXELS_AN_INCH))  # of one page
