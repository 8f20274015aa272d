"""Whatever is done to last round's rows, in whatever order: what is left is what nobody said anything of."""

from datetime import date

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop_app.app import cataloguing, confirming, entry, views
from desktop_app.app.ports import Desk
from desktop_app.domain.values import Value
from tests.desks import add

ROWS = 3
VERBS = ("confirm", "confirm all", "undo", "change", "retire", "bring back")
steps = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, ROWS - 1)), max_size=15)


class Expected:
    """What a person would say of the rows: which are there, and of which something was said in this round."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.recs = [add(desk, asset_code=f"MT-{n}") for n in range(ROWS)]
        self.there, self.said = set(self.recs), set[str]()
        self.undo: list[confirming.Before] = []

    def confirm(self, recs: list[str]) -> None:
        before = confirming.confirm_recs(self.desk, "computer", recs)
        assert before.keys() == set(recs) - self.said
        self.undo.append(before)
        self.said |= set(recs)

    def do(self, verb: str, rec: str, number: int) -> None:
        if verb == "undo" and self.undo:
            before = self.undo.pop()
            confirming.put_back(self.desk, "computer", before)
            self.said -= before.keys() & self.there
        elif verb == "bring back" and rec not in self.there:
            entry.bring_back(self.desk, "computer", rec)
            self.there.add(rec)
        elif verb == "confirm all":
            self.confirm([one for one in self.recs if one in self.there])
        elif rec in self.there and verb == "confirm":
            self.confirm([rec])
        elif rec in self.there and verb == "retire":
            confirming.retire(self.desk, [entry.open_record(self.desk, "computer", rec)], "lost")
            self.there.discard(rec)
        elif rec in self.there and verb == "change":
            opened = entry.open_record(self.desk, "computer", rec)
            entry.save(self.desk, opened, {"maker": Value(f"Dell {number}")})
            self.said.add(rec)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps)
@example([("confirm", 0), ("retire", 0), ("undo", 0)])  # what is gone is not brought back by an undo
def test_what_is_left_is_what_nobody_said_anything_of(district: Desk, steps: list[tuple[str, int]]) -> None:
    expected = Expected(district)
    cataloguing.open_round(district, date(2023, 12, 31))
    for number, (verb, at) in enumerate(steps):
        expected.do(verb, expected.recs[at], number)
    mine = set(expected.recs)
    assert mine & set(confirming.unconfirmed_recs(district, "computer")) == expected.there - expected.said
    assert mine & {row.rec for row in views.all_rows(district, "computer")} == expected.there
