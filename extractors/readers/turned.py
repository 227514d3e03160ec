"""Boxes of a page that is read sideways: to the reading direction and back."""

from __future__ import annotations

import math
from dataclasses import dataclass

from extractors.readers.lines import Box

#: x' = a·x + c·y + e, y' = b·x + d·y + f
Matrix = tuple[float, float, float, float, float, float]


def combined(inner: Matrix, outer: Matrix) -> Matrix:
    """First `inner`, then `outer`."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


@dataclass(frozen=True, slots=True)
class Frame:
    """A shown page of `width` by `height` points whose text is turned `turn` degrees clockwise."""

    width: float
    height: float
    turn: int = 0  # 0, 90, 180, 270
    tilt: float = 0.0  # degrees by which a scan's lines still sank to the right after turning back

    @property
    def reading_size(self) -> tuple[float, float]:
        """Width and height as the reader holds the page."""
        return (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)

    @property
    def matrix(self) -> Matrix:
        """From the shown page to the reading direction, for points."""
        return {
            90: (0.0, -1.0, 1.0, 0.0, 0.0, self.width),
            180: (-1.0, 0.0, 0.0, -1.0, self.width, self.height),
            270: (0.0, 1.0, -1.0, 0.0, self.height, 0.0),
        }.get(self.turn, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0))

    def read(self, box: Box) -> Box:
        """From the shown page to the reading direction.

        >>> Frame(600, 800, 90).read((500, 0, 520, 100))
        (0, 80, 100, 100)
        """
        x0, top, x1, bottom = box
        if self.turn == 90:
            return (top, self.width - x1, bottom, self.width - x0)
        if self.turn == 180:
            return (self.width - x1, self.height - bottom, self.width - x0, self.height - top)
        if self.turn == 270:
            return (self.height - bottom, x0, self.height - top, x1)
        return box

    def shown(self, box: Box) -> Box:
        """From the reading direction back to the shown page.

        >>> frame = Frame(600, 800, 270)
        >>> frame.shown(frame.read((1, 2, 3, 4)))
        (1, 2, 3, 4)
        """
        x0, top, x1, bottom = self._tilted(box) if self.tilt else box
        if self.turn == 90:
            return (self.width - bottom, x0, self.width - top, x1)
        if self.turn == 180:
            return (self.width - x1, self.height - bottom, self.width - x0, self.height - top)
        if self.turn == 270:
            return (top, self.height - x1, bottom, self.height - x0)
        return box

    def _tilted(self, box: Box) -> Box:
        """The box around a straightened box where it stands on the sloping page."""
        width, height = self.reading_size
        sine, cosine = math.sin(math.radians(self.tilt)), math.cos(math.radians(self.tilt))
        around = [(x - width / 2, y - height / 2) for x in (box[0], box[2]) for y in (box[1], box[3])]
        corners = [(x * cosine - y * sine + width / 2, x * sine + y * cosine + height / 2) for x, y in around]
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        return (min(xs), min(ys), max(xs), max(ys))
