"""Boxes and matrices of PDF: lengths in points, from the lower left corner of the page."""

from __future__ import annotations

Box = tuple[float, float, float, float]
"""Left, bottom, right and top."""

Matrix = tuple[float, float, float, float, float, float]
"""As an operand of ``cm``."""

SMALLEST = 8.0
"""Type below this size cannot be read by many."""

PRINTER_REACH_MM = 5.0
"""How near to the edge of the paper nearly every printer prints."""

IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does what *first* does, and *then* the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def inverse(matrix: Matrix) -> Matrix:
    """Return the matrix that leads back."""
    a, b, c, d, e, f = matrix
    scale = a * d - b * c
    return (
        d / scale,
        -b / scale,
        -c / scale,
        a / scale,
        (c * f - d * e) / scale,
        (b * e - a * f) / scale,
    )


def placed(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """Return where *matrix* puts a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
