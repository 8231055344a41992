"""How much a colour stands out on white paper."""

from __future__ import annotations

import tinycss2.color4

MINIMUM_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3: contrast of text against its ground."""


def rgb(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue (0 to 255) of a solid CSS colour."""
    parsed = tinycss2.color4.parse_color(colour)
    if parsed is None or isinstance(parsed, str) or parsed.alpha != 1:
        raise ValueError(f'"{colour}" is not a solid colour: write it as "#0b5563"')
    try:
        red, green, blue = (
            round(255 * min(max(value, 0), 1)) for value in parsed.to("srgb").coordinates
        )
    except (NotImplementedError, ValueError):  # another colour space, or not a number
        raise ValueError(f'"{colour}" cannot be measured: write it as "#0b5563"') from None
    return red, green, blue


def linear(value: float) -> float:
    """Return the light of a channel of sRGB, or of a grey, from 0 to 1."""
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


def contrast_on_white(colour: str) -> float:
    """Return the contrast ratio (1 to 21) of a CSS colour on white paper, by WCAG 2.2."""
    channels = [linear(channel / 255) for channel in rgb(colour)]
    luminance = sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True))
    return float(1.05 / (luminance + 0.05))
