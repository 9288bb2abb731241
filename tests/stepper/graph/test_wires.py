"""Tracks of wires between two layers: what may share one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backstep.stepper.graph.wires import Taken, nets_of
from backstep.stepper.graph.wires import _Track as Track


@st.composite
def wanted(draw_from: st.DrawFn) -> Taken:
    """Some rows of a track, and the rows that it leads to."""
    first = draw_from(st.integers(-4, 30))
    rows = draw_from(st.frozensets(st.integers(0, 3), max_size=2))
    return first, first + draw_from(st.integers(0, 8)), rows


def in_the_way(a: Taken, b: Taken) -> bool:
    """Whether two stand in rows that touch, and do not lead to one and the same row."""
    joined = len(a[2]) == 1 and a[2] == b[2]
    return not joined and bool({*range(a[0] - 1, a[1] + 2)} & {*range(b[0], b[1] + 1)})


@given(st.lists(wanted(), max_size=12), wanted())
def test_a_track_has_room_where_nothing_is_in_the_way(several: list[Taken], last: Taken) -> None:
    track, taken = Track(-5), []
    for each in [*several, last]:
        free = not any(in_the_way(each, other) for other in taken)
        assert track.has_room(each) == free
        if free:
            track.take(each)
            taken.append(each)


rows = st.frozensets(st.integers(0, 12), min_size=1, max_size=3)


@given(st.dictionaries(st.integers(0, 12), rows, max_size=10))
def test_tracks_of_different_nets_never_touch(reached: dict[int, frozenset[int]]) -> None:
    found, tracks = nets_of(reached)
    nets = [net for net in dict.fromkeys(found.values()) if net.bends]
    nets += [joint for net in found.values() for joint in net.joints.values()]
    taken = [(net.track, (*net.reach, frozenset(net.rows))) for net in dict.fromkeys(nets)]
    assert all(0 <= track < tracks for track, _ in taken)
    for i, (track, one) in enumerate(taken):
        for other_track, other in taken[:i]:
            assert track != other_track or not in_the_way(one, other)
