"""Which sign stands beside each word? Drawn here, because an icon font would come from the network."""

from urllib.parse import quote

from messaging.vocabulary import Channel, Health, Status

STROKES = {
    "clock": "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 4.6V8l2.4 1.6",
    "up": "M8 13.5v-11M3.8 6.7 8 2.5l4.2 4.2",
    "plane": "M14 2 7.2 8.8M14 2 9.8 14 7.2 8.8 2 6.2 14 2",
    "check": "M2.8 8.4 6.4 12l6.8-7.6",
    "eye": "M1.4 8S3.8 3.6 8 3.6 14.6 8 14.6 8 12.2 12.4 8 12.4 1.4 8 1.4 8M8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6",
    "pointer": "M3 2.4 13.2 7 8.8 8.8 7 13.2 3 2.4",
    "cross": "M3.6 3.6l8.8 8.8M12.4 3.6l-8.8 8.8",
    "return": "M5.6 3 2.4 6.2l3.2 3.2M2.8 6.2h6.4a4 4 0 0 1 0 8H7",
    "minus": "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M5 8h6",
    "mail": "M1.8 3.4h12.4v9.2H1.8zM2 3.8l6 4.8 6-4.8",
    "phone": "M5 1.6h6a1 1 0 0 1 1 1v10.8a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V2.6a1 1 0 0 1 1-1M7 12.2h2",
    "alert": "M8 2 14.6 13.4H1.4L8 2M8 6.4v3.2M8 11.4v.2",
    "cog": "M5 5h6v6H5zM8 1.8V5M8 11v3.2M1.8 8H5M11 8h3.2",
    "outside": "M6.4 3.2H3v9.8h9.8V9.6M9 2.6h4.4V7M13 3 7.6 8.4",
    "search": "M7 2.4a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 0 0 0-9.2M10.4 10.4l3.4 3.4",
}
OF_STATUS = {
    Status.PENDING: "clock",
    Status.SENDING: "up",
    Status.SENT: "plane",
    Status.DELIVERED: "check",
    Status.OPENED: "eye",
    Status.CLICKED: "pointer",
    Status.FAILED: "cross",
    Status.BOUNCED: "return",
    Status.UNSUBSCRIBED: "minus",
}
OF_CHANNEL = {Channel.EMAIL: "mail", Channel.SMS: "phone"}
COLOUR_OF_STATUS = {
    Status.PENDING: "gray",
    Status.SENDING: "gray",
    Status.SENT: "gray",
    Status.DELIVERED: "green",
    Status.OPENED: "blue",
    Status.CLICKED: "violet",
    Status.FAILED: "red",
    Status.BOUNCED: "red",
    Status.UNSUBSCRIBED: "orange",
}
COLOUR_OF_HEALTH = {Health.GOOD: "green", Health.WATCH: "orange", Health.SERIOUS: "red", Health.NO_DATA: "gray"}


def _mask(strokes: str) -> str:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="#000" stroke-width="1.6" '
        f'stroke-linecap="round" stroke-linejoin="round"><path d="{strokes}"/></svg>'
    )
    return f'url("data:image/svg+xml,{quote(svg)}") center/contain no-repeat'


CSS = (
    ".icon{display:inline-block;width:.95em;height:.95em;flex:none;background:currentColor}\n"
    + "\n".join(f".icon.{name}{{-webkit-mask:{_mask(path)};mask:{_mask(path)}}}" for name, path in STROKES.items())
    + "\n"
    + "\n".join(
        f".{colour}{{color:var(--st-{colour}-text-color);background:var(--st-{colour}-background-color)}}"
        for colour in ("gray", "green", "blue", "violet", "red", "orange")
    )
    + """
.pill{display:inline-flex;align-items:center;gap:.35rem;padding:.14rem .55rem;border-radius:99px;font-size:.78rem;font-weight:600;white-space:nowrap}
.chip{display:inline-block;font-size:.76rem;border:1px solid var(--st-border-color);border-radius:.4rem;padding:.08rem .45rem;white-space:nowrap}
"""
)
