"""The values of a page, before a browser reads them."""

from __future__ import annotations

import numpy as np

from backstep.export.html.values import Values
from backstep.recording.values import value_of


def test_a_value_that_was_let_go_leaves_its_place_to_no_other() -> None:
    values = Values()
    texts = [values.rows[values.place(value_of(np.array(float(i)))) or 0][0] for i in range(200)]
    assert texts == [f"{i}.0" for i in range(200)]
