-- What does the warehouse hold, in which unit, and what does each column mean?
--
-- Runs on DuckDB and on DuckLake alike: no keys, enums, sequences, generated columns or ON CONFLICT.
-- Every instant is TIMESTAMPTZ (UTC). Every word (channel, type, status …) is a value of messaging/vocabulary.py.

-- One row per message and recipient. Unique by message_id (kept so by ingest). Roughly sorted by "at".
CREATE TABLE IF NOT EXISTS messages (
    message_id        VARCHAR NOT NULL,      -- as in the source; the 2nd, 3rd … recipient of one source row get ~2, ~3 … after it
    business_id       VARCHAR NOT NULL,      -- '' where the source knows only one business
    channel           VARCHAR NOT NULL,      -- email | sms
    type              VARCHAR NOT NULL,      -- one of the 14 types
    status            VARCHAR NOT NULL,      -- one of the 9 statuses
    source_status     VARCHAR,               -- the status in the source's own word
    customer_id       VARCHAR,
    appointment_id    VARCHAR,
    recipient_key     BIGINT NOT NULL,       -- recipients.recipient_key
    subject_key       BIGINT NOT NULL,       -- subjects.subject_key
    provider          VARCHAR NOT NULL,      -- lower case as in the source; '' where unknown
    country           VARCHAR NOT NULL,      -- ISO 3166-1 alpha-2 of the recipient; '' where unknown
    created_at        TIMESTAMPTZ,
    sent_at           TIMESTAMPTZ,
    delivered_at      TIMESTAMPTZ,
    opened_at         TIMESTAMPTZ,
    clicked_at        TIMESTAMPTZ,
    failed_at         TIMESTAMPTZ,
    "at"              TIMESTAMPTZ NOT NULL,  -- message time: sent_at, else created_at
    local_day         DATE NOT NULL,         -- the day of "at" in the business's time zone
    error_code        VARCHAR,               -- the provider's or SMTP code, as given
    error_message     VARCHAR,               -- the provider's words, as given
    failure_reason    VARCHAR,               -- one of the 5 reasons; null unless failed or bounced
    bounce_kind       VARCHAR,               -- hard | soft; null unless failed or bounced
    segments          INTEGER,               -- SMS segments the source recorded (what is billed)
    segments_computed INTEGER,               -- SMS segments the text needs by GSM 03.38
    encoding          VARCHAR,               -- GSM-7 | UCS-2; null for e-mail
    price             DECIMAL(18, 6),        -- what the provider charged; null where the source has no price
    currency          VARCHAR                -- ISO 4217 of price
);

-- The body, word for word, as it was sent. Never sanitised here.
CREATE TABLE IF NOT EXISTS contents (
    message_id VARCHAR NOT NULL,             -- messages.message_id; one row at most
    html       VARCHAR,                      -- the HTML part; null where there is none
    text       VARCHAR,                      -- the plain text part, or the SMS
    digest     UBIGINT NOT NULL              -- half of an MD5 of both: tells a changed body without reading the old one
);

-- The distinct recipients, for search.
CREATE TABLE IF NOT EXISTS recipients (
    recipient_key BIGINT NOT NULL,           -- a hash of name, e-mail and phone: the same recipient always has the same key
    name          VARCHAR NOT NULL,          -- '' where unknown
    email         VARCHAR NOT NULL,          -- '' where unknown
    phone         VARCHAR NOT NULL,          -- as in the source; '' where unknown
    haystack      VARCHAR NOT NULL,          -- name and e-mail: lower case, accents stripped
    phone_digits  VARCHAR NOT NULL          -- digits of the phone in international form, without + or 00
);

-- The distinct subjects, for search.
CREATE TABLE IF NOT EXISTS subjects (
    subject_key BIGINT NOT NULL,             -- a hash of the subject
    subject     VARCHAR NOT NULL,            -- '' where there is none (an SMS)
    haystack    VARCHAR NOT NULL             -- lower case, accents stripped
);

-- What providers reported. Unique by (message_id, kind, at, provider_event_id).
CREATE TABLE IF NOT EXISTS events (
    message_id        VARCHAR NOT NULL,      -- messages.message_id; an event may come before its message or without one
    kind              VARCHAR NOT NULL,      -- one of EventKind
    "at"              TIMESTAMPTZ NOT NULL,  -- when it happened, by the provider's clock
    provider_event_id VARCHAR NOT NULL,      -- '' where the provider gives none
    machine           BOOLEAN NOT NULL,      -- a privacy proxy or scanner, not a person
    code              VARCHAR,               -- error code or SMTP reply code
    detail            VARCHAR                -- the provider's raw detail
);

-- What cards, tabs and trends read. In step with messages, in the same transaction.
CREATE TABLE IF NOT EXISTS daily (
    local_day   DATE NOT NULL,
    business_id VARCHAR NOT NULL,
    channel     VARCHAR NOT NULL,
    type        VARCHAR NOT NULL,
    status      VARCHAR NOT NULL,
    provider    VARCHAR NOT NULL,
    country     VARCHAR NOT NULL,
    currency    VARCHAR NOT NULL,            -- of cost; '' where nothing is priced
    messages    BIGINT NOT NULL,             -- all of them
    attempted   BIGINT NOT NULL,             -- left the queue: any status but pending and sending
    sent        BIGINT NOT NULL,             -- attempted and with a sent_at: what "sent today" counts
    delivered   BIGINT NOT NULL,             -- delivered, opened, clicked or unsubscribed
    failed      BIGINT NOT NULL,             -- failed or bounced
    segments    BIGINT NOT NULL,             -- recorded segments, else computed ones
    cost        DECIMAL(18, 6) NOT NULL      -- sum of the charged prices, in currency
);

-- What ran. One row per ingest run that opened the warehouse, successful or not.
CREATE TABLE IF NOT EXISTS ingest_runs (
    run_id           BIGINT NOT NULL,        -- 1, 2, 3 …
    mapping          VARCHAR NOT NULL,       -- the mapping's name
    time_zone        VARCHAR NOT NULL,       -- the business's time zone that local_day is in
    started_at       TIMESTAMPTZ NOT NULL,
    finished_at      TIMESTAMPTZ,            -- null while it runs, or when it was killed
    outcome          VARCHAR NOT NULL,       -- running | ok | quarantined | failed
    messages_read    BIGINT NOT NULL,
    messages_written BIGINT NOT NULL,        -- new or changed
    events_read      BIGINT NOT NULL,
    events_written   BIGINT NOT NULL,
    quarantined      BIGINT NOT NULL,        -- rows in quarantine when it ended
    error            VARCHAR                 -- passwords masked
);

-- How far each entity has been read.
CREATE TABLE IF NOT EXISTS cursors (
    entity     VARCHAR NOT NULL,             -- messages | events
    mapping    VARCHAR NOT NULL,
    watermark  VARCHAR NOT NULL,             -- the highest cursor value seen: ISO instant or integer
    updated_at TIMESTAMPTZ NOT NULL
);

-- What could not be read; all other rows landed.
CREATE TABLE IF NOT EXISTS quarantine (
    entity     VARCHAR NOT NULL,             -- messages | events
    source_id  VARCHAR NOT NULL,             -- the row's id in the source
    reason     VARCHAR NOT NULL,             -- in words
    mending    VARCHAR NOT NULL,             -- the mapping line to add, or what to mend in the source
    first_seen TIMESTAMPTZ NOT NULL,
    last_seen  TIMESTAMPTZ NOT NULL
);

-- Whether source and warehouse agree, by the last comparison.
CREATE TABLE IF NOT EXISTS reconciliations (
    reconciled_at TIMESTAMPTZ NOT NULL,
    from_day      DATE NOT NULL,
    to_day        DATE NOT NULL,
    days_differed BIGINT NOT NULL,
    rows_mended   BIGINT NOT NULL,
    agrees        BOOLEAN NOT NULL
);

-- For people who query by hand.
CREATE OR REPLACE VIEW message_log AS
SELECT
    m.message_id, m.channel, m.type, m.status,
    nullif(r.name, '') AS recipient_name, nullif(r.email, '') AS recipient_email, nullif(r.phone, '') AS recipient_phone,
    nullif(s.subject, '') AS subject,
    m.at, m.sent_at, m.delivered_at, m.opened_at, m.clicked_at,
    m.error_code, m.error_message, m.failure_reason, m.segments, nullif(m.country, '') AS country,
    m.customer_id, m.appointment_id, nullif(m.provider, '') AS provider, nullif(m.business_id, '') AS business_id
FROM messages AS m
LEFT JOIN recipients AS r USING (recipient_key)
LEFT JOIN subjects AS s USING (subject_key);
