"""Why can a message not arrive, what does that mean to a manager, and who mends it?"""

from dataclasses import dataclass

from messaging.vocabulary import BounceKind, FailureReason

BAD_ADDRESS, BLOCKED = FailureReason.BAD_ADDRESS, FailureReason.BLOCKED
QUOTA, TRANSIENT, OTHER = FailureReason.QUOTA, FailureReason.TRANSIENT, FailureReason.OTHER
HARD, SOFT = BounceKind.HARD, BounceKind.SOFT

WHO_ACTS = {
    BAD_ADDRESS: "Ask the customer for the right address or number and correct it on the customer's profile.",
    BLOCKED: "Escalate to SuperAdmin: check SPF/DKIM, the sender's registration and the block lists.",
    QUOTA: "Top up the SMS credit or raise the sending limit (SuperAdmin), then send it again.",
    TRANSIENT: "Wait: it is retried by itself. Call the customer if it is urgent.",
    OTHER: "Escalate to SuperAdmin with the code and the provider's own words.",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of failure. Where it is `vague`, the words of the diagnostic text know better."""

    reason: FailureReason
    bounce: BounceKind
    explanation: str
    next_step: str = ""
    flags_customer: bool = False
    vague: bool = False

    def __post_init__(self) -> None:
        if not self.next_step:
            object.__setattr__(self, "next_step", WHO_ACTS[self.reason])


def _nobody_there(explanation: str, *, vague: bool = False) -> Cause:
    return Cause(BAD_ADDRESS, HARD, explanation, flags_customer=True, vague=vague)


# the address or the number is at fault
NO_MAILBOX = _nobody_there("The mailbox does not exist: the e-mail address is mistyped or closed.")
NO_DOMAIN = _nobody_there("The domain after the @ does not exist or takes no mail: the address is mistyped.")
NOT_AN_ADDRESS = _nobody_there("This is not a valid e-mail address.")
MAILBOX_CLOSED = _nobody_there("The mailbox is switched off or abandoned.")
REFUSED_ADDRESS = _nobody_there("The recipient's server refused this address for good.", vague=True)
KNOWN_AS_DEAD = _nobody_there("The provider did not try: this address bounced for good before.")
MOVED = Cause(BAD_ADDRESS, SOFT, "The recipient has moved to another address.")
AMBIGUOUS = Cause(BAD_ADDRESS, HARD, "The address fits more than one mailbox, or none for sure.", vague=True)
NOT_A_NUMBER = _nobody_there("This is not a valid phone number.")
NO_SUCH_NUMBER = _nobody_there("The number does not exist or is no longer in use.")
LANDLINE = _nobody_there("The number is a landline or a line that cannot receive SMS.")
NO_ROUTE = Cause(
    BAD_ADDRESS, SOFT, "No network serves this number; it may be mistyped or of a country we do not send to."
)
NO_ADDRESS = Cause(BAD_ADDRESS, SOFT, "The message had no address or number to go to.")

# the recipient, a filter or a rule keeps it out
SENDER_REFUSED = Cause(BLOCKED, SOFT, "The recipient's server refuses our sender address or domain.")
AUTHENTICATION = Cause(BLOCKED, SOFT, "Our mail failed the SPF, DKIM or DMARC check.")
POLICY = Cause(BLOCKED, SOFT, "The recipient's server refused it by its own policy or spam filter.")
TRANSACTION_REFUSED = Cause(
    BLOCKED, SOFT, "The recipient's server refused the message, most often by a filter.", vague=True
)
SPAM = Cause(BLOCKED, SOFT, "A spam filter refused the message.")
BLOCK_LIST = Cause(BLOCKED, SOFT, "Our sending server is on a block list.")
VIRUS = Cause(BLOCKED, SOFT, "A scanner took the message or its attachment for dangerous.")
CARRIER_FILTER = Cause(BLOCKED, SOFT, "The mobile network's filter stopped the message.")
FRAUD_GUARD = Cause(BLOCKED, SOFT, "The provider's fraud protection stopped the message.")
UNREGISTERED = Cause(
    BLOCKED, SOFT, "Our sender name or number is not registered or allowed in the recipient's country or network."
)
ACCOUNT_BARRED = Cause(BLOCKED, SOFT, "Our account at the provider is suspended or not allowed to send this.")
NOT_ALLOWED_THERE = Cause(BLOCKED, SOFT, "Sending to this country or number is switched off in our account.")
OPTED_OUT = Cause(
    BLOCKED,
    SOFT,
    "The customer opted out of our messages.",
    "Do not send again. Use another channel, or ask the customer to opt in again (SMS: reply START).",
)
COMPLAINED = Cause(
    BLOCKED,
    SOFT,
    "The customer marked an earlier message as spam, so the provider sends no more.",
    "Do not send again by e-mail. If the customer wants our mail, escalate to SuperAdmin to lift the block.",
)
SUPPRESSED = Cause(
    BLOCKED,
    SOFT,
    "The address is on the provider's do-not-send list.",
    "Check the address with the customer, then escalate to SuperAdmin to take it off the list.",
)
CALLS_BARRED = Cause(
    BLOCKED,
    SOFT,
    "The customer's line is barred from receiving such SMS.",
    "Ask the customer to have the network operator lift the bar, or use another channel.",
)
AGE_LIMIT = Cause(
    BLOCKED, SOFT, "The network withholds such messages from this customer by age.", "Use another channel."
)

# credit and limits
NO_CREDIT = Cause(QUOTA, SOFT, "The SMS credit at the provider is used up.")
SENDING_LIMIT = Cause(QUOTA, SOFT, "We reached the sending limit for the day or of the account.")
PRICE_CAP = Cause(QUOTA, SOFT, "The message costs more than the price limit set for it.")
RECIPIENT_CREDIT = Cause(
    QUOTA,
    SOFT,
    "The customer's prepaid line has no credit to receive it.",
    "Use another channel, or send again later; our own credit is fine.",
)

# passing
MAILBOX_FULL = Cause(
    TRANSIENT,
    SOFT,
    "The mailbox is full.",
    "Wait: it is retried by itself. Ask the customer to make room, or call.",
)
TRY_LATER = Cause(TRANSIENT, SOFT, "The recipient's server asked to try again later.", vague=True)
SERVER_DOWN = Cause(TRANSIENT, SOFT, "The recipient's server could not be reached.")
NO_ANSWER = Cause(TRANSIENT, SOFT, "The mail could not get through to the recipient's server.", vague=True)
GREYLISTED = Cause(TRANSIENT, SOFT, "The recipient's server makes unknown senders wait (greylisting).")
TOO_FAST = Cause(TRANSIENT, SOFT, "We sent too fast; the provider or server slowed us down.")
PHONE_OFF = Cause(TRANSIENT, SOFT, "The phone is switched off or out of reach.")
NETWORK_FAULT = Cause(TRANSIENT, SOFT, "The mobile network had a fault.")
PROVIDER_FAULT = Cause(TRANSIENT, SOFT, "The provider had a fault.")
EXPIRED = Cause(
    TRANSIENT,
    SOFT,
    "It could not be handed over in time and was given up.",
    "Send it again, or call the customer if it is urgent.",
)

# something else
TOO_LARGE = Cause(
    OTHER, SOFT, "The message is too large for the recipient.", "Send it again without the attachment, or shorter."
)
BAD_CONTENT = Cause(OTHER, SOFT, "The provider or server could not read the message as we built it.")
OUR_SETUP = Cause(OTHER, SOFT, "Our sending is set up wrongly: an address, number or permission of ours is missing.")
PROTOCOL = Cause(OTHER, SOFT, "The two mail servers did not understand each other.")
LOOP = Cause(OTHER, SOFT, "The mail went round in a circle between servers.")
AUTO_REPLY = Cause(
    OTHER, SOFT, "An automatic reply came back, such as out of office.", "Nothing to mend: the message arrived."
)
CHALLENGE = Cause(
    OTHER,
    SOFT,
    "The recipient's server wants the sender to confirm by hand.",
    "Ask the customer to put our address on the list of known senders.",
)
NO_REASON = Cause(OTHER, SOFT, "The provider could not say why it did not arrive.", vague=True)
REFUSED_FOR_GOOD = Cause(OTHER, HARD, "The recipient's server refused it for good and did not say why.", vague=True)
