"""Can what was planted be found again in the figures?"""

from datetime import UTC, timedelta

import pytest
from sqlalchemy import Engine

from demo.incidents import INCIDENTS, PUSHY_CAMPAIGN, RECENT, Incident
from tests.conftest import NOW
from tests.demo.demo_store import RATE, rows

STAMP = "%Y-%m-%d %H:%M:%S.%f"
NOW_UTC = NOW.astimezone(UTC).replace(tzinfo=None)
DURING = "FROM messages WHERE provider = :provider AND (:everywhere OR business_id = :business) AND created_at >= :begins AND created_at < :ends"


def _during(incident: Incident) -> dict[str, object]:
    begins, ends = incident.spans(NOW_UTC)
    return {
        "provider": incident.provider,
        "everywhere": incident.everywhere,
        "business": incident.business.id,
        "begins": begins.strftime(STAMP),
        "ends": ends.strftime(STAMP),
    }


@pytest.mark.parametrize("incident", [one for one in INCIDENTS if one.refusal], ids=lambda one: one.kind)
def test_an_incident_shows_in_the_delivery_rate(large_store: Engine, incident: Incident) -> None:
    assert incident.refusal
    ((count, rate),) = rows(large_store, f"SELECT count(*), {RATE} {DURING}", **_during(incident))
    assert count >= 15
    assert rate < 1 - incident.share + 0.2
    code = {"code": incident.refusal.code}
    ((refused,),) = rows(large_store, f"SELECT avg(error_code = :code) {DURING}", **_during(incident), **code)
    assert refused > incident.share - 0.25


def test_the_pushy_campaign_shows_in_unsubscribes_and_complaints(large_store: Engine) -> None:
    annoyed = f"""
        SELECT count(DISTINCT message_id) FROM delivery_events WHERE kind IN ('unsubscribed', 'complained')
        AND message_id IN (SELECT id {DURING} AND kind = 'campaign')"""
    ((campaign,),) = rows(large_store, f"SELECT count(*) {DURING} AND kind = 'campaign'", **_during(PUSHY_CAMPAIGN))
    ((left,),) = rows(large_store, annoyed, **_during(PUSHY_CAMPAIGN))
    assert campaign > 100
    assert left / campaign > 0.03  # ten times what is usual


def test_the_last_thirty_days_have_an_incident_and_all_are_within_the_period() -> None:
    assert RECENT.spans(NOW_UTC)[0] > NOW_UTC - timedelta(days=30)
    assert all(NOW_UTC - timedelta(days=720) < incident.spans(NOW_UTC)[0] for incident in INCIDENTS)
    assert all(incident.spans(NOW_UTC)[1] < NOW_UTC for incident in INCIDENTS)
