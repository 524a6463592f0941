"""A Django site with django-post-office, as others run it: `python -m tests.integration.post_office_site URL PORT`.

It lives in a process of its own, so that Django's global state and warnings stay out of the tests. Each line of stdin is a
step, `["name", {arguments}]` in JSON; each is answered by a line of JSON. Mail leaves for an SMTP server on 127.0.0.1:PORT.
"""

import json
import sys
from datetime import timedelta
from typing import Any

import django
from django.conf import settings
from sqlalchemy import make_url

ENGINES = {"sqlite": "sqlite3", "postgresql": "postgresql", "mysql": "mysql", "mariadb": "mysql"}


def set_up(url: str, port: int) -> None:
    settings.configure(
        DATABASES={"default": _database(url)},
        INSTALLED_APPS=["django.contrib.contenttypes", "post_office"],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_TIMEOUT=10,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        POST_OFFICE={
            "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
            "MAX_RETRIES": 1,
            "RETRY_INTERVAL": timedelta(0),
        },
    )
    django.setup()


def _database(url: str) -> dict[str, Any]:
    parts = make_url(url)
    engine = ENGINES[parts.get_backend_name()]
    if engine == "mysql":
        import pymysql

        pymysql.install_as_MySQLdb()
    options: dict[str, Any] = {"charset": "utf8mb4"} if engine == "mysql" else {}
    if socket := parts.query.get("unix_socket"):
        options["unix_socket"] = socket
    return {
        "ENGINE": f"django.db.backends.{engine}",
        "NAME": parts.database,
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": parts.query.get("host") or parts.host or "",
        "PORT": parts.port or "",
        "OPTIONS": options,
    }


class Site:
    """What the people who run the site, and the site itself, do."""

    def migrate(self) -> None:
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)

    def template(self, **fields: str) -> None:
        from post_office.models import EmailTemplate

        EmailTemplate.objects.create(**fields)

    def mail(self, **fields: Any) -> int:
        from post_office import mail

        return int(mail.send(sender="salon@salon.test", **fields).pk)

    def send_queued(self) -> list[int]:
        """How many were sent, failed and put back into the queue."""
        from post_office.mail import send_queued

        return list(send_queued())

    def requeue(self, number: int) -> None:
        """What the action "Requeue selected emails" of the admin does."""
        from post_office.models import STATUS, Email

        Email.objects.filter(pk=number).update(status=STATUS.queued)

    def webhook(self, number: int, status: str, words: str = "") -> None:
        """What a site's own `handle_events` does with what a provider reported."""
        from post_office.models import Email, Log, RecipientDeliveryStatus

        Email.objects.filter(pk=number).update(recipient_delivery_status=RecipientDeliveryStatus[status])
        Log.objects.create(email_id=number, status=RecipientDeliveryStatus[status], message=words)

    def age(self, days: int) -> None:
        """Everything so far happened some days earlier."""
        from django.db.models import F
        from post_office.models import Email, Log

        earlier = timedelta(days=days)
        Email.objects.update(created=F("created") - earlier, last_updated=F("last_updated") - earlier)
        Log.objects.update(date=F("date") - earlier)

    def last_updated(self, number: int) -> str:
        from post_office.models import Email

        return str(Email.objects.get(pk=number).last_updated)


def main() -> None:
    set_up(sys.argv[1], int(sys.argv[2]))
    site = Site()
    for line in sys.stdin:
        name, arguments = json.loads(line)
        print(json.dumps(getattr(site, name)(**arguments)), flush=True)


if __name__ == "__main__":
    main()
