"""The verdicts of a stocktake: whatever is scanned, however often, in whatever order, the sum is right."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import ids
from desktop_app.domain.stocktaking import Books, Count, Judged, Scan, Thing, Verdict
from desktop_app.domain.tags import spelled, tag_of

ROOMS = ("", "Phòng 1", "Phòng 2", "Một cửa")


def rec(number: int) -> str:
    return ids.uuid7(1_700_000_000_000 + number, lambda _n: number.to_bytes(10, "big"))


def thing(number: int = 1, **said: object) -> Thing:
    known = {"code": f"MT-{number}", "serial": f"SN{number}", "room": ROOMS[number % 4]}
    return Thing(rec(number), "computer", f"Máy {number}", **(known | said))  # type: ignore[arg-type]


def scan(number: int, typed: str, room: str = "", taken_back_ms: int | None = None) -> Scan:
    return Scan(number, typed, room, 0, "Lò Văn A", taken_back_ms)


def judged(things: list[Thing], *typed: str, room: str = "") -> list[Judged]:
    count = Count(Books(things), [scan(at, one, room) for at, one in enumerate(typed)])
    return count.judged


def verdicts(things: list[Thing], *typed: str, room: str = "") -> list[str]:
    return [one.verdict.value for one in judged(things, *typed, room=room)]


def test_asset_code_serial_tag_and_record_id_all_name_the_thing() -> None:
    one = thing()
    tag = tag_of(one.rec)
    for typed in ("MT-1", "mt-1 ", "SN1", tag, tag.lower(), spelled(tag), one.rec):
        assert verdicts([one], typed) == ["found"], typed


def test_a_thing_whose_serial_is_its_asset_code_is_one_thing() -> None:
    assert verdicts([thing(code="MT-7", serial="MT-7")], "MT-7") == ["found"]


def test_a_thing_of_another_room_is_found_and_says_where_it_should_be() -> None:
    (one,) = judged([thing(1)], "MT-1", room="Phòng 2")
    assert (one.verdict, one.things[0].room) == (Verdict.WRONG_ROOM, "Phòng 1")
    assert verdicts([thing(1)], "MT-1", room="phong 1") == ["found"]
    assert verdicts([thing(1, room="")], "MT-1", room="Phòng 2") == ["found"]
    assert verdicts([thing(1)], "MT-1") == ["found"]


def test_the_second_scan_of_a_thing_says_so_whichever_of_its_codes_is_scanned() -> None:
    assert verdicts([thing()], "MT-1", "SN1", "MT-1") == ["found", "twice", "twice"]


def test_a_serial_of_two_things_is_ambiguous_and_counts_neither() -> None:
    two = [thing(1, serial="X9"), thing(2, serial="X9")]
    count = Count(Books(two), [scan(1, "X9")])
    assert count.judged[0].verdict is Verdict.AMBIGUOUS
    assert count.judged[0].things == tuple(two)
    assert count.missing == two
    assert verdicts(two, "X9", "MT-2") == ["ambiguous", "found"]


def test_what_firmware_says_instead_of_a_serial_names_nothing() -> None:
    assert verdicts([thing(serial="Default string"), thing(2)], "Default string") == ["unknown"]


def test_the_thing_of_another_office_is_found_elsewhere_and_is_a_stray() -> None:
    count = Count(Books([thing(1), thing(2, booked=False, place="Phòng Y tế")]), [scan(1, "MT-2")])
    assert count.judged[0].verdict is Verdict.ELSEWHERE
    assert [one.scan.typed for one in count.strays] == ["MT-2"]
    assert count.counted == {rec(1): 0}


def test_a_code_that_unikey_changed_is_found_where_only_one_can_be_meant() -> None:
    assert verdicts([thing(code="SERIAL-7")], "SẺIAL-7") == ["found"]
    assert verdicts([thing(code="MAS"), thing(2, code="MA")], "MÁ") == ["ambiguous"]
    assert verdicts([thing(code="MÁ"), thing(2, code="MA")], "MÁ") == ["found"]
    assert verdicts([thing(code="SERIAL-7")], "SẺIAL-8") == ["unknown"]


def test_what_is_taken_back_counts_no_more_and_stays() -> None:
    count = Count(Books([thing()]), [scan(1, "MT-1", taken_back_ms=5), scan(2, "?", taken_back_ms=6)])
    assert [one.verdict for one in count.judged] == [Verdict.TAKEN_BACK] * 2
    assert (count.found, count.missing, count.strays) == ([], [thing()], [])


things = st.lists(st.integers(0, 12), unique=True, max_size=10).map(
    lambda numbers: [
        thing(n, serial=f"SN{n % 4}", booked=n % 5 != 0, code="" if n % 6 == 0 else f"MT-{n}")
        for n in numbers
    ]
)
typed = st.one_of(
    st.integers(0, 14).map(lambda n: f"MT-{n}"),
    st.integers(0, 14).map(lambda n: tag_of(rec(n))),
    st.integers(0, 5).map(lambda n: f"sn{n}"),
    st.text(max_size=5),
)
ledgers = st.lists(st.tuples(typed, st.sampled_from(ROOMS), st.none() | st.just(1)), max_size=40).map(
    lambda lines: [scan(at, *line) for at, line in enumerate(lines)]
)


@given(things, ledgers)
def test_found_and_missing_are_always_what_is_booked(booked: list[Thing], ledger: list[Scan]) -> None:
    books = Books(booked)
    count = Count(books, ledger)
    found = [one.things[0].rec for one in count.found]
    assert len(found) == len(set(found))
    assert sorted(found + [one.rec for one in count.missing]) == sorted(one.rec for one in books.booked)
    assert sum(count.counted.values()) == len(found)
    assert len(count.judged) == len(ledger)
    assert count.tally(list(Verdict)) == len(count.judged)


@given(things, ledgers, st.randoms(use_true_random=False))
def test_the_order_of_scans_changes_nothing_but_which_is_the_second(booked, ledger, chosen) -> None:
    mixed = list(ledger)
    chosen.shuffle(mixed)
    one, other = Count(Books(booked), ledger), Count(Books(booked), mixed)
    assert one.counted == other.counted
    assert one.missing == other.missing
    assert {s.things or s.scan.typed for s in one.strays if s.things} == {
        s.things or s.scan.typed for s in other.strays if s.things
    }
    assert sorted(j.verdict for j in one.judged if j.verdict not in ("found", "wrong_room")) == sorted(
        j.verdict for j in other.judged if j.verdict not in ("found", "wrong_room")
    )


@given(things, ledgers)
def test_scanning_everything_again_finds_nothing_new(booked: list[Thing], ledger: list[Scan]) -> None:
    books = Books(booked)
    assert Count(books, [*ledger, *ledger]).counted == Count(books, ledger).counted
