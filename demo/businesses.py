"""Which businesses take part in the demo, and what do they offer?"""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, eq=False)
class Business:
    """One business. Weights need not sum to one; `services` are by language, `sms_name` fits the GSM alphabet, `minutes` long each."""

    id: int
    name: str
    sms_name: str
    domain: str
    zone: ZoneInfo
    country: str
    currency: str
    colour: str
    share: float
    languages: Mapping[str, float]
    countries: Mapping[str, float]
    email_providers: Mapping[str, float]
    sms_providers: Mapping[str, float]
    services: Mapping[str, tuple[str, ...]]
    minutes: tuple[int, ...]
    staff: tuple[str, ...]
    opens: int
    closes: int
    open_weekdays: tuple[float, ...]


DENTIST = Business(
    id=1,
    name="Zubná klinika Úsmev",
    sms_name="Usmev",
    domain="usmev.example",
    zone=ZoneInfo("Europe/Bratislava"),
    country="SK",
    currency="EUR",
    colour="#0f766e",
    share=0.30,
    languages={"sk": 0.76, "hu": 0.15, "en": 0.05, "de": 0.04},
    countries={"SK": 0.86, "AT": 0.05, "HU": 0.05, "CZ": 0.04},
    email_providers={"postmark": 1.0},
    sms_providers={"twilio": 1.0},
    services={
        "sk": ("Dentálna hygiena", "Preventívna prehliadka", "Ošetrenie kazu", "Bielenie zubov"),
        "hu": ("Szájhigiénia", "Fogászati ellenőrzés", "Tömés", "Fogfehérítés"),
        "en": ("Dental hygiene", "Check-up", "Filling", "Teeth whitening"),
        "de": ("Zahnreinigung", "Kontrolluntersuchung", "Füllung", "Bleaching"),
    },
    minutes=(45, 30, 60, 75),
    staff=("MUDr. Zuzana Kováčová", "MUDr. Peter Žák", "Bc. Lenka Ďurišová"),
    opens=7,
    closes=19,
    open_weekdays=(1.0, 1.1, 1.1, 1.05, 0.9, 0.05, 0.0),
)
BARBER = Business(
    id=2,
    name="Sharp & Sons Barbers",
    sms_name="Sharp & Sons",
    domain="sharpandsons.example",
    zone=ZoneInfo("Europe/London"),
    country="GB",
    currency="GBP",
    colour="#1e293b",
    share=0.28,
    languages={"en": 0.95, "es": 0.05},
    countries={"GB": 0.94, "IE": 0.04, "AU": 0.02},
    email_providers={"ses": 1.0},
    sms_providers={"twilio": 0.65, "vonage": 0.35},
    services={
        "en": ("Skin fade", "Haircut & beard", "Hot towel shave", "Kids’ cut"),
        "es": ("Degradado", "Corte y barba", "Afeitado clásico", "Corte infantil"),
    },
    minutes=(30, 45, 30, 20),
    staff=("Danny O’Neill", "Kwame Asante", "Freddie Sharp"),
    opens=9,
    closes=20,
    open_weekdays=(0.55, 0.8, 0.9, 1.1, 1.4, 1.6, 0.35),
)
YOGA = Business(
    id=3,
    name="Yogastudio Lotusblüte",
    sms_name="Lotus",
    domain="lotusbluete.example",
    zone=ZoneInfo("Europe/Berlin"),
    country="DE",
    currency="EUR",
    colour="#7c3aed",
    share=0.24,
    languages={"de": 0.74, "en": 0.20, "es": 0.06},
    countries={"DE": 0.93, "AT": 0.04, "SE": 0.03},
    email_providers={"postmark": 0.7, "ses": 0.3},
    sms_providers={"vonage": 1.0},
    services={
        "de": ("Vinyasa-Flow", "Yin Yoga", "Rückenyoga", "Einzelstunde"),
        "en": ("Vinyasa flow", "Yin yoga", "Yoga for your back", "Private class"),
        "es": ("Vinyasa flow", "Yin yoga", "Yoga para la espalda", "Clase particular"),
    },
    minutes=(75, 75, 60, 60),
    staff=("Anja Schröder", "Jörg Weiß", "Sofía Müller"),
    opens=7,
    closes=21,
    open_weekdays=(1.2, 1.1, 1.2, 1.0, 0.7, 0.6, 0.8),
)
SPA = Business(
    id=4,
    name="Bonita Nails & Spa",
    sms_name="Bonita Spa",
    domain="bonitaspa.example",
    zone=ZoneInfo("America/New_York"),
    country="US",
    currency="USD",
    colour="#be185d",
    share=0.18,
    languages={"en": 0.58, "es": 0.42},
    countries={"US": 0.97, "ES": 0.03},
    email_providers={"ses": 0.8, "postmark": 0.2},
    sms_providers={"twilio": 0.8, "vonage": 0.2},
    services={
        "en": ("Gel manicure", "Spa pedicure", "Deep tissue massage", "Facial"),
        "es": ("Manicura de gel", "Pedicura spa", "Masaje profundo", "Limpieza facial"),
    },
    minutes=(50, 60, 60, 45),
    staff=("María José Núñez", "Ashley Brooks", "Lucía Peña"),
    opens=9,
    closes=20,
    open_weekdays=(0.5, 0.8, 0.9, 1.0, 1.3, 1.5, 0.7),
)
BUSINESSES = (DENTIST, BARBER, YOGA, SPA)
