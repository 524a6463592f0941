"""Does one source row with many recipients become one message each, and does a row that is not final get read again?"""

from datetime import timedelta

from tests.ingest.ingest_bench import Bench
from tests.ingest.small_store import NOON

MANY = """
name = "many"
[messages]
select = "SELECT id AS message_id, status, created_at, sent_at, to_address AS recipients, updated_at FROM messages WHERE updated_at >= :since"
cursor = "updated_at"
fan_out = "recipients"
[messages.defaults]
channel = "email"
type = "custom"
"""
WHO = """
    SELECT message_id, name, email FROM messages JOIN recipients USING (recipient_key) ORDER BY message_id
"""


def test_every_address_becomes_a_message_of_its_own(bench: Bench) -> None:
    bench.use(MANY)
    bench.store.message(to_address='"Nováková, Žofia" <zofia@example.org>, jan@example.org,Eva <eva@example.org>')
    bench.run()

    assert bench.rows(WHO) == [
        ("1", "Nováková, Žofia", "zofia@example.org"),
        ("1~2", "", "jan@example.org"),
        ("1~3", "Eva", "eva@example.org"),
    ]


def test_a_recipient_who_is_taken_off_is_taken_off(bench: Bench) -> None:
    bench.use(MANY)
    message = bench.store.message(to_address="a@example.org, b@example.org, c@example.org")
    bench.store.message(to_address="a@example.org, b@example.org")
    bench.run()

    bench.store.change(message, to_address="a@example.org")
    bench.run()

    assert [row[0] for row in bench.rows(WHO)] == ["1", "2", "2~2"]
    assert bench.value("SELECT sum(messages) FROM daily") == 3
    assert bench.value("SELECT count(*) FROM recipients") == 2


def test_what_is_no_address_stays_visible_as_it_is(bench: Bench) -> None:
    bench.use(MANY)
    bench.store.message(to_address="")
    bench.store.message(to_address="not an address")
    bench.run()

    assert [row[0] for row in bench.rows(WHO)] == ["1", "2"]


def test_a_row_that_is_not_final_is_read_again_although_its_cursor_did_not_move(bench: Bench) -> None:
    bench.mapped(('cursor = "updated_at"', 'cursor = "updated_at"\nopen_rows = true'))
    old = NOON - timedelta(days=2)
    message = bench.store.message(status="sent", updated_at=old)
    bench.store.message(status="clicked", updated_at=old)
    bench.store.message()
    bench.run()

    bench.store.change(message, status="bounced")
    report = bench.run()

    assert report.messages_written == 1
    assert bench.value("SELECT status FROM messages WHERE message_id = '1'") == "bounced"


def test_rows_with_many_recipients_are_read_again_by_the_id_of_the_source(bench: Bench) -> None:
    bench.use(MANY.replace('fan_out = "recipients"', 'fan_out = "recipients"\nopen_rows = "P9D"'))
    message = bench.store.message(
        status="sent", to_address="a@example.org, b@example.org", updated_at=NOON - timedelta(1)
    )
    bench.store.message()
    bench.run()

    bench.store.change(message, status="failed")

    assert bench.run().messages_written == 2


def test_without_a_cursor_every_run_reads_all(bench: Bench) -> None:
    bench.use(MANY.replace('cursor = "updated_at"', "").replace(", updated_at FROM", " FROM"))
    for _ in range(3):
        bench.store.message()

    assert [bench.run().messages_read, bench.run().messages_read] == [3, 3]


def test_an_integer_cursor_re_reads_its_overlap(bench: Bench) -> None:
    bench.mapped(
        ("m.currency, m.updated_at", "m.currency, m.id AS number"),
        ("m.updated_at >= :since", "m.id >= :since"),
        ('cursor = "updated_at"\noverlap = "PT10M"', 'cursor = "number"\noverlap = 2'),
    )
    for _ in range(10):
        bench.store.message()
    bench.run()
    bench.store.message()

    assert bench.run().messages_read == 4
