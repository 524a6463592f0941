"""Which words do mail servers use for a failure, and what causes each?"""

from messaging import failure_causes as cause
from messaging.failure_causes import Cause

# words of mail servers, in the order in which they are looked for
PATTERNS: tuple[tuple[str, Cause], ...] = (
    (r"unsubscribed|opted[ -]?out", cause.OPTED_OUT),
    (
        r"mailbox (is )?(full|over)|over ?quota|quota (is )?exceeded|exceed\w* (the |its |his |storage )*quota"
        r"|insufficient (system )?storage|out of storage|not enough (disk )?space",
        cause.MAILBOX_FULL,
    ),
    (r"gr[ea]y-?list", cause.GREYLISTED),
    (r"\b(spf|dkim|dmarc)\b|unauthenticated|not authenticated", cause.AUTHENTICATION),
    (
        r"authentication (required|failed|unsuccessful)|relay\w* (access )?(denied|not (permitted|allowed))"
        r"|unable to relay|username and password",
        cause.OUR_SETUP,
    ),
    (
        r"sender (address |domain |verify )?(is )?(rejected|refused|failed|denied|unknown|not found|invalid)"
        r"|(domain of|bad|invalid) sender|return path",
        cause.SENDER_REFUSED,
    ),
    (r"too many (connections|messages|recipients|errors)|rate.?limit|throttl|unusual rate|too fast", cause.TOO_FAST),
    (
        r"spamhaus|spamcop|barracuda|dnsbl|\brbl\b|black-?list|block-?list|blocked using|poor reputation|reputation",
        cause.BLOCK_LIST,
    ),
    (r"virus|malware|dangerous attachment", cause.VIRUS),
    (r"spam|unsolicited|junk|bulk mail", cause.SPAM),
    (
        r"message (size )?(is )?too (big|large|long)|size (limit )?exceed|exceeds (the )?(maximum |message )?size",
        cause.TOO_LARGE,
    ),
    (
        r"(disabled|deactivated|suspended|inactive|closed|expired|discontinued|abandoned) (user|mailbox|account|recipient)"
        r"|(user|mailbox|account|recipient) (has been |is |was )?(currently )?(disabled|deactivated|suspended|inactive"
        r"|closed|discontinued|expired)",
        cause.MAILBOX_CLOSED,
    ),
    (
        r"(unknown|no such|invalid|unrecogni[sz]ed|non-?existent|bad) (local )?(user|mailbox|recipient|account|address|person)"
        r"|(user|mailbox|recipient|account|address)( \S+)? (is )?(unknown|not found|unavailable|invalid|not known"
        r"|(does|did|do)( not|n'?t) exist)|recipient (address )?(rejected|refused)|address rejected"
        r"|(does( not|n'?t)|no longer) (exist|have an?|has an?|available)|no mailbox here|not a valid (mailbox|recipient|user)"
        r"|not our customer|undeliverable address|no longer (works|employed)",
        cause.NO_MAILBOX,
    ),
    (r"temporary failure in name resolution", cause.SERVER_DOWN),
    (
        r"(domain|host)( name)?( \S+)? (not found|unknown|(does( not|n'?t) exist))|nxdomain|unrout\w+ (mail )?domain"
        r"|no mx\b|null ?mx|name or service not known|no address associated|nodename nor servname",
        cause.NO_DOMAIN,
    ),
    (
        r"time(d)?.?out|connection (was |has been )?(unexpectedly )?(refused|reset|closed|lost|aborted)|connect\w*refused"
        r"|broken pipe|disconnected|network (is )?unreachable|no route to host|unexpectedly closed",
        cause.SERVER_DOWN,
    ),
    (r"try (again|later)|temporar|deferred|service (not available|unavailable)|busy|resources", cause.TRY_LATER),
    (
        r"polic(y|ies)|blocked|prohibit|access denied|not (allowed|accepted|authori[sz]ed)|denied|banned|listed",
        cause.POLICY,
    ),
    (r"loop|too many hops", cause.LOOP),
)
