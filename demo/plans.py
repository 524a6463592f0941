"""Which messages go out in two years, to whom and when?"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from random import Random

from demo.businesses import BUSINESSES, Business
from demo.diary import Appointment, Plan, appointment, messages_about
from demo.incidents import PUSHY_CAMPAIGN, Trouble
from demo.people import Customer, customers
from demo.rhythm import BOOKINGS, WEEK_OF_BOOKINGS, Days, Hours, local, moment, utc, whole_milliseconds
from messaging.vocabulary import Channel, MessageType

PERIOD = timedelta(days=730)
FUTURE = timedelta(days=35)
MESSAGES_PER_APPOINTMENT = 3.1
SHARE_ABOUT_APPOINTMENTS = 0.70
MESSAGES_PER_CUSTOMER = 22
OTHER_TYPES = {
    MessageType.MARKETING: 0.52,
    MessageType.BIRTHDAY: 0.07,
    MessageType.SYSTEM: 0.16,
    MessageType.WAITLIST: 0.07,
    MessageType.PACKAGE_PURCHASE: 0.06,
    MessageType.PAYMENT: 0.05,
    MessageType.CUSTOM: 0.07,
}
HOURS = Hours(BOOKINGS)


_instant_of = itemgetter(Plan._fields.index("at"))


@dataclass(frozen=True, slots=True)
class Campaign:
    """A newsletter: sent off at `starts_at` (naive UTC), over in an hour or so."""

    business: Business
    starts_at: datetime
    channel: Channel


class Clientele:
    """The customers of each business; regulars are picked more often."""

    def __init__(self, everybody: list[Customer]) -> None:
        self.everybody = everybody
        self.of = {business: [one for one in everybody if one.business is business] for business in BUSINESSES}
        self._businesses = list(self.of)
        self._shares = [business.share for business in self._businesses]

    def business(self, rng: Random) -> Business:
        return rng.choices(self._businesses, self._shares)[0]

    def regular(self, rng: Random, business: Business) -> Customer:
        clients = self.of[business]
        return clients[int(len(clients) * rng.random() ** 1.6)]

    def anyone(self, rng: Random, business: Business) -> Customer:
        return rng.choice(self.of[business])


class Planner:
    """Plans exactly as many messages as asked for."""

    def __init__(self, rng: Random, count: int, now: datetime, troubles: list[Trouble]) -> None:
        self._rng = rng
        self._count = count
        self._now = now
        self._first = now - PERIOD
        self._troubles = troubles
        self.clientele = Clientele(customers(rng, BUSINESSES, count // MESSAGES_PER_CUSTOMER, self._first, now))
        self.appointments: list[Appointment] = []
        self._days = {
            business: Days(self._first.date(), (now - timedelta(days=1)).date(), WEEK_OF_BOOKINGS)
            for business in BUSINESSES
        }
        self._campaigns = self._plan_campaigns()

    def plans(self) -> list[Plan]:
        """In order of time. Fills `appointments` on the way."""
        special = (self._in_trouble() + self._stuck() + self._right_now())[: self._count]
        about = self._about_appointments()
        room = self._count - len(special)
        if len(about) > room:
            about = self._rng.sample(about, room)
        plans = special + about + [self._other() for _ in range(room - len(about))]
        plans = [plan._replace(at=whole_milliseconds(plan.at)) for plan in plans]
        plans.sort(key=_instant_of)
        return plans

    def _about_appointments(self) -> list[Plan]:
        rng = self._rng
        plans: list[Plan] = []
        days = {
            business: Days(self._first.date(), (self._now + FUTURE).date(), business.open_weekdays)
            for business in BUSINESSES
        }
        for _ in range(round(self._count * SHARE_ABOUT_APPOINTMENTS / MESSAGES_PER_APPOINTMENT)):
            business = self.clientele.business(rng)
            self._book(self.clientele.regular(rng, business), days[business].pick(rng), plans)
        for business in BUSINESSES:  # whatever the day, somebody comes tomorrow
            tomorrow = (local(self._now, business.zone) + timedelta(days=1)).date()
            wanted = len(self.appointments) + max(3, self._count // 6000)
            while len(self.appointments) < wanted:
                self._book(self.clientele.regular(rng, business), tomorrow, plans)
        return plans

    def _book(self, customer: Customer, day: date, plans: list[Plan]) -> None:
        visit = appointment(self._rng, len(self.appointments) + 1, customer, day, self._now)
        if visit:
            self.appointments.append(visit)
            plans += [plan for plan in messages_about(self._rng, visit) if self._first <= plan.at < self._now]

    def _other(self) -> Plan:
        rng = self._rng
        message_type = rng.choices(list(OTHER_TYPES), list(OTHER_TYPES.values()))[0]
        business = self.clientele.business(rng)
        if message_type is MessageType.MARKETING:
            return self._campaign_message(rng.choice(self._campaigns))
        customer = self.clientele.regular(rng, business)
        if message_type is MessageType.BIRTHDAY and customer.birthday:
            return self._birthday(customer, customer.birthday)
        return Plan(self._some_time(business), message_type, customer)

    def _some_time(self, business: Business) -> datetime:
        rng = self._rng
        return utc(moment(rng, self._days[business].pick(rng), HOURS), business.zone)

    def _birthday(self, customer: Customer, birthday: date) -> Plan:
        rng = self._rng
        years = [self._first.year, self._first.year + 1, self._first.year + 2]
        greetings = [
            utc(datetime.combine(birthday.replace(year=year), time(9)), customer.business.zone) for year in years
        ]
        at = rng.choice(
            [greeting for greeting in greetings if self._first <= greeting < self._now - timedelta(hours=1)]
        )
        return Plan(at + timedelta(seconds=rng.uniform(0, 900)), MessageType.BIRTHDAY, customer)

    def _plan_campaigns(self) -> list[Campaign]:
        """Two a month for each business, on Tuesday to Thursday in the morning or the afternoon."""
        rng, campaigns = self._rng, []
        for business in BUSINESSES:
            for _ in range(48):
                day = self._days[business].pick(rng)
                day += timedelta(days=min(1 - day.weekday() + rng.randrange(3), 0))
                starts_at = utc(datetime.combine(day, time(rng.choice((9, 10, 15)), 30)), business.zone)
                channel = Channel.SMS if rng.random() < 0.2 else Channel.EMAIL
                campaigns.append(Campaign(business, max(starts_at, self._first), channel))
        return campaigns

    def _campaign_message(self, campaign: Campaign) -> Plan:
        at = campaign.starts_at + timedelta(seconds=self._rng.expovariate(1 / 1200))
        customer = self.clientele.anyone(self._rng, campaign.business)
        return Plan(min(at, self._now), MessageType.MARKETING, customer, None, campaign.channel)

    def _in_trouble(self) -> list[Plan]:
        """Enough messages in each incident to be seen, however few there are in all."""
        return [
            self._message_within(trouble)
            for trouble in self._troubles
            for _ in range(
                max(40, self._count // 120) if trouble.incident is PUSHY_CAMPAIGN else max(8, self._count // 800)
            )
        ]

    def _message_within(self, trouble: Trouble) -> Plan:
        incident = trouble.incident
        at = trouble.begins + (trouble.ends - trouble.begins) * self._rng.uniform(0.02, 0.98)
        if trouble.ends - trouble.begins > timedelta(hours=12):
            at = utc(
                moment(self._rng, local(trouble.begins, incident.business.zone).date(), HOURS), incident.business.zone
            )
        customer = self._reachable(incident.business, incident.channel)
        return Plan(at, incident.message_type, customer, None, incident.channel)

    def _reachable(self, business: Business, channel: Channel) -> Customer:
        while True:
            customer = self.clientele.anyone(self._rng, business)
            if customer.email if channel is Channel.EMAIL else customer.phone:
                return customer

    def _stuck(self) -> list[Plan]:
        """A worker died: two in the queue and two half handed over, and more in a larger store."""
        rng = self._rng
        return [
            Plan(
                self._now - timedelta(minutes=rng.uniform(30, 2000)),
                MessageType.CUSTOM,
                self.clientele.regular(rng, self.clientele.business(rng)),
                stuck_after=number % 2,
            )
            for number in range(4 + self._count // 50_000)
        ]

    def _right_now(self) -> list[Plan]:
        """Some are always on their way: sign-in codes, and a newsletter where it is day."""
        rng, now = self._rng, self._now
        awake = [business for business in BUSINESSES if 8 <= local(now, business.zone).hour < 20]
        plans = []
        for number in range(max(12, self._count // 800)):
            business = rng.choice(awake or BUSINESSES)
            message_type = MessageType.MARKETING if awake and rng.random() < 0.7 else MessageType.SYSTEM
            ago = rng.uniform(0.1, 12) if number < 4 else min(rng.expovariate(1 / 700), 3500)
            at = now - timedelta(seconds=ago)
            plans.append(Plan(at, message_type, self.clientele.anyone(rng, business)))
        return plans
