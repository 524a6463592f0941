"""What time is it?"""

from datetime import UTC, datetime

from settings import settings


def now() -> datetime:
    """The present instant, aware; SENTLOG_NOW stands in for it in tests."""
    return settings().now or datetime.now(UTC)
