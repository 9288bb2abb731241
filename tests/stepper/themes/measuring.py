"""Contrast and distance of colours, as seen with each colour vision."""

from __future__ import annotations

import numpy as np
from rich.color import Color
from rich.style import Style

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", IEEE TVCG 15 (2009), table 1, severity 1.0; on linear RGB.
VISIONS = {
    "any": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# CIE XYZ of linear sRGB, and the white of D65 (IEC 61966-2-1).
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def linear(color: Color) -> np.ndarray:
    """The red, green and blue light of a colour, from 0 to 1."""
    share = np.array(color.get_truecolor()) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def contrast(style: Style) -> float:
    """The contrast of a style's text with its ground by WCAG 2.2, from 1 to 21."""
    assert style.color is not None
    assert style.bgcolor is not None
    lights = sorted(float(linear(each) @ XYZ[1]) for each in (style.color, style.bgcolor))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def lab(color: Color, vision: str = "any") -> np.ndarray:
    """CIE 1976 L*a*b* of a colour as it is seen."""
    seen = np.clip(VISIONS[vision] @ linear(color), 0, 1)
    t = XYZ @ seen / WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: Color, other: Color, vision: str) -> float:
    """How far apart two colours are seen (CIE 1976); some 2 are just noticed side by side."""
    return float(np.linalg.norm(lab(one, vision) - lab(other, vision)))
