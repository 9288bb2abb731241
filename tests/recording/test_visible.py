"""Text of strangers reaches the screen harmless: labels, sources, messages, rules."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine import Config, Variable, square
from backstep.recording.making.recorder import Recorder
from backstep.recording.telling.narration import plain_steps
from backstep.recording.visible import LONGEST, one_line, visible
from backstep.session.packing import packed, unpacked

HOSTILE = "a\x1b[2J\nb\u202e\x9b"


@given(st.text(max_size=600))
def test_one_line_is_one_line_without_control_characters(text: str) -> None:
    line = one_line(text)
    assert len(line) <= LONGEST
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in line)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), max_size=80))
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_a_name_with_escapes_is_shown_written_out() -> None:
    recorder = Recorder()
    Config.recorder = recorder
    y = square(Variable(np.array(2.0), HOSTILE))
    y.backward()
    (recording,) = recorder.take()
    said = "\n".join(plain_steps(recording))
    assert "\x1b" not in said
    assert "\\x1b[2J\\nb" in said


def test_a_file_s_labels_rules_and_sources_are_written_out() -> None:
    recorder = Recorder()
    Config.recorder = recorder
    y = square(Variable(np.array(2.0)))
    y.backward()
    (recording,) = recorder.take()
    f = replace(
        recording.functions[0],
        label=HOSTILE,
        source=HOSTILE,
        formula=(HOSTILE,),
        class_name=HOSTILE,
    )
    forged = replace(
        recording,
        functions=(f,),
        variables=tuple(replace(v, label=HOSTILE) for v in recording.variables),
    )
    read = unpacked(packed(forged, 1))
    texts = [v.label for v in read.variables]
    texts += [read.functions[0].label, read.functions[0].source or "", *read.functions[0].formula]
    assert not any("\x1b" in text or "\n" in text or "\u202e" in text for text in texts)
