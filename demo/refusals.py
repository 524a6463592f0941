"""In which words does each provider say that a message did not arrive?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A provider's code and text. `{to}`, `{host}` and `{from_}` in the text stand for the two sides."""

    code: str
    text: str
    bounced: bool = True  # False: refused before it reached the recipient's side
    weight: float = 1.0


# SMTP replies: the enhanced codes of RFC 3463 with the texts mail servers really use.
HARD_BOUNCES = (
    Refusal(
        "550 5.1.1",
        "smtp;550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table",
        weight=5,
    ),
    Refusal(
        "550 5.1.1",
        "smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos",
        weight=4,
    ),
    Refusal("5.4.4", "dns; {host}: Name service error: Host not found (NXDOMAIN); no such domain", weight=1.5),
    Refusal("550 5.2.1", "smtp;550 5.2.1 The email account that you tried to reach is disabled", weight=1),
    Refusal(
        "550 5.1.10",
        "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {to} not found by SMTP address lookup",
        weight=1,
    ),
)
SOFT_BOUNCES = (
    Refusal("552 5.2.2", "smtp;552 5.2.2 <{to}>: Mailbox full; user is over quota, please try again later", weight=5),
    Refusal(
        "421 4.7.0",
        "smtp;421 4.7.0 {host} Temporary rate limit: too many messages from your IP, try again later",
        weight=2,
    ),
    Refusal(
        "450 4.2.1",
        "smtp;450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered",
        weight=2,
    ),
    Refusal(
        "4.4.7", "smtp; 4.4.7 Message expired: unable to deliver in 840 minutes. 4.4.1 Connection timed out", weight=2
    ),
    Refusal("451 4.3.0", "smtp;451 4.3.0 <{to}>: Temporary lookup failure", weight=1),
    Refusal("552 5.3.4", "smtp;552 5.3.4 Message size exceeds fixed limit", weight=0.3),
)
BLOCKED_MAIL = (
    Refusal(
        "550 5.7.1",
        "smtp;550 5.7.1 Unauthenticated email from {from_} is not accepted due to domain's DMARC policy (SPF and DKIM both failed)",
        False,
        2,
    ),
    Refusal(
        "554 5.7.1",
        "smtp;554 5.7.1 Service unavailable; Client host [192.0.2.25] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.25",
        False,
        2,
    ),
    Refusal(
        "550 5.7.26",
        "smtp;550 5.7.26 This mail has been blocked because the sender is unauthenticated. DKIM = did not pass; SPF [{from_}] with ip: [192.0.2.25] = did not pass",
        False,
        1,
    ),
)
SENDER_LISTED = Refusal(
    "554 5.7.1",
    "smtp;554 5.7.1 Service unavailable; Client host [198.51.100.61] blocked using bl.spamcop.net; sender {from_} is listed",
    False,
)
GREYLISTED = Refusal(
    "451 4.7.1", "smtp;451 4.7.1 <{to}>: Recipient address rejected: Greylisted, please try again in 5 minutes"
)
POSTMARK_REFUSALS = (
    Refusal(
        "406",
        "You tried to send to a recipient that has been marked as inactive. Found inactive addresses: {to}. Inactive recipients are ones that have generated a hard bounce, a spam complaint, or a manual suppression.",
        False,
        3,
    ),
    Refusal("300", "Invalid email request: Error parsing 'To': Illegal email address '{to}'.", False, 1),
)
SES_REFUSALS = (
    Refusal("Throttling", "Maximum sending rate exceeded.", False, 2),
    Refusal("MessageRejected", "Email address is on the suppression list for your account: {to}", False, 2),
)

# Error codes of Twilio's message resource.
TWILIO_BAD_NUMBERS = (
    Refusal("30003", "Unreachable destination handset", False, 4),
    Refusal("30005", "Unknown destination handset", False, 4),
    Refusal("30006", "Landline or unreachable carrier", False, 2),
    Refusal("21211", "The 'To' number {to} is not a valid phone number.", False, 0.5),
    Refusal("21614", "'To' number {to} is not a valid mobile number", False, 2),
)
TWILIO_PASSING = (
    Refusal("30003", "Unreachable destination handset", False, 5),
    Refusal("30008", "Unknown error", False, 4),
    Refusal("30004", "Message blocked", False, 1.5),
    Refusal("30007", "Message filtered: Carrier violation", False, 2.5),
    Refusal("21610", "Attempt to send to unsubscribed recipient", False, 2),
    Refusal("21611", "This 'From' number has exceeded the maximum number of queued messages", False, 0.5),
    Refusal("30001", "Queue overflow", False, 0.5),
    Refusal("30034", "US A2P 10DLC - Message from an Unregistered Number", False, 1),
    Refusal("30410", "Provider Timeout Error", False, 0.5),
)
TWILIO_OUTAGE = Refusal("30001", "Queue overflow", False)

# err-code of Vonage's delivery receipts. Its answer to a request counts on its own: there 9 means an empty account, while
# a receipt's 9 would be an illegal number; the demo uses 9 for the empty account only.
VONAGE_BAD_NUMBERS = (
    Refusal("3", "Absent Subscriber - Permanent", False, 4),
    Refusal("11", "Unroutable", False, 2),
    Refusal("5", "Portability Error", False, 1),
)
VONAGE_PASSING = (
    Refusal("1", "Unknown", False, 4),
    Refusal("2", "Absent Subscriber - Temporary", False, 6),
    Refusal("4", "Call Barred by User", False, 1.5),
    Refusal("5", "Portability Error", False, 1),
    Refusal("6", "Anti-Spam Rejection", False, 2),
    Refusal("7", "Handset Busy", False, 2),
    Refusal("8", "Network Error", False, 2),
    Refusal("12", "Destination Unreachable", False, 1),
    Refusal("99", "General Error", False, 1),
)
VONAGE_NO_CREDIT = Refusal(
    "9", "Partner quota exceeded: your account does not have sufficient credit to process this message", False
)
VONAGE_NETWORK_DOWN = Refusal("8", "Network Error", False)
