"""How do a business, a customer and an appointment stand in the store? Values in the order of the tables' columns."""

from datetime import datetime
from typing import Any

from demo.businesses import Business
from demo.diary import Appointment
from demo.people import Customer


def business_row(business: Business) -> tuple[Any, ...]:
    return (business.id, business.name, business.zone.key, business.country, business.currency)


def appointment_row(visit: Appointment) -> tuple[Any, ...]:
    service = visit.customer.business.services[visit.customer.language][visit.service]
    return (
        visit.id,
        visit.customer.business.id,
        visit.customer.id,
        service,
        visit.staff,
        visit.starts_at,
        visit.ends_at,
        visit.status,
        visit.created_at,
        visit.updated_at,
    )


def customer_row(customer: Customer, created_at: datetime, unsubscribed_at: datetime | None) -> tuple[Any, ...]:
    return (
        customer.id,
        customer.business.id,
        customer.name,
        customer.email,
        customer.phone,
        customer.language,
        customer.country,
        customer.birthday,
        unsubscribed_at,
        created_at,
        unsubscribed_at or created_at,
    )
