"""Which messages go into the file of what the log shows?"""

from collections.abc import Iterator

import pyarrow as pa

from queries.filters import Filters
from queries.message_log import NAMES, Sort
from warehouse.reading import Warehouse


def message_export(warehouse: Warehouse, filters: Filters, sort: Sort) -> Iterator[pa.RecordBatch]:
    """All rows of the log in its order, in batches: `message_id, at, sent_at, delivered_at, opened_at, clicked_at, channel, type,
    status, recipient_name, recipient_email, recipient_phone, subject, provider, country, error_code, error_message, failure_reason,
    segments, price, currency, customer_id, appointment_id, business_id`; instants are UTC, price is DECIMAL(18, 6)."""
    sql = f"""
        SELECT m.message_id, m."at", m.sent_at, m.delivered_at, m.opened_at, m.clicked_at, m.channel, m.type, m.status,
               r.name AS recipient_name, r.email AS recipient_email, r.phone AS recipient_phone, s.subject,
               m.provider, m.country, m.error_code, m.error_message, m.failure_reason,
               coalesce(m.segments, m.segments_computed) AS segments, m.price, m.currency,
               m.customer_id, m.appointment_id, m.business_id
        FROM messages AS m {NAMES}
        WHERE {filters.matching_messages}
        ORDER BY {sort.order}
    """
    return warehouse.stream(sql, filters.message_parameters())
