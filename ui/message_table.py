"""The log as a table: a row opens by click, Enter or Space, a heading sorts."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from messaging.phones import display
from messaging.vocabulary import Channel, FailureReason, MessageType, Status
from queries.message_log import Sort, SortBy
from ui import icons
from ui.wording import exactly, moment

COLUMNS = (
    (SortBy.AT, "Time"),
    (SortBy.RECIPIENT, "Recipient"),
    (SortBy.SUBJECT, "Subject"),
    (SortBy.TYPE, "Type"),
    (SortBy.CHANNEL, "Channel"),
    (SortBy.SEGMENTS, "Segments"),
    (SortBy.STATUS, "Status"),
    (SortBy.ERROR, "Error"),
)

CSS = (
    icons.CSS
    + """
:host{display:block;container-type:inline-size}
.wrap{border:1px solid var(--st-border-color);border-radius:var(--st-base-radius);overflow-x:auto;background:var(--st-background-color)}
table{border-collapse:separate;border-spacing:0;width:100%;font-family:var(--st-font);font-size:.88rem;color:var(--st-text-color)}
th{text-align:left;background:var(--st-secondary-background-color);border-bottom:1px solid var(--st-border-color);padding:0;white-space:nowrap}
th button{all:unset;box-sizing:border-box;width:100%;padding:.6rem .7rem;cursor:pointer;font-weight:600;font-size:.78rem;color:color-mix(in srgb,var(--st-text-color) 70%,transparent)}
th button:hover,th[aria-sort] button{color:var(--st-text-color)}
th button:focus-visible{outline:2px solid var(--st-primary-color);outline-offset:-2px;border-radius:.3rem}
th .way{display:inline-block;width:.8em;margin-left:.2em}
td{padding:.5rem .7rem;border-bottom:1px solid color-mix(in srgb,var(--st-border-color) 70%,transparent);vertical-align:middle;max-width:17rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
tr:last-child td{border-bottom:0}
tbody tr{cursor:pointer;outline:none}
tbody tr:hover td{background:color-mix(in srgb,var(--st-primary-color) 6%,transparent)}
tbody tr:focus-visible td{background:color-mix(in srgb,var(--st-primary-color) 12%,transparent)}
tbody tr:focus-visible td:first-child{box-shadow:inset 3px 0 0 var(--st-primary-color)}
tbody tr.open td{background:color-mix(in srgb,var(--st-primary-color) 14%,transparent)}
.num{text-align:right;font-variant-numeric:tabular-nums}
th.num button{text-align:right}
.quiet{color:color-mix(in srgb,var(--st-text-color) 68%,transparent);font-variant-numeric:tabular-nums}
.name{font-weight:600}
.name,.under{display:block;overflow:hidden;text-overflow:ellipsis}
.under{font-size:.78rem;color:color-mix(in srgb,var(--st-text-color) 68%,transparent)}
.inline{display:inline-flex;align-items:center;gap:.4rem}
td.error{max-width:14rem}
@container (max-width: 1020px){.type-cell{display:none}td{max-width:13rem}}
@container (max-width: 860px){.segments-cell,.channel-cell{display:none}}
@container (max-width: 640px){
 thead{display:none} table,tbody{display:block}
 tbody tr{display:grid;grid-template-columns:1fr auto;grid-template-areas:"who when" "what status" "error error";gap:.15rem .6rem;padding:.6rem .75rem;border-bottom:1px solid var(--st-border-color)}
 tbody tr:last-child{border-bottom:0}
 tbody tr.open{background:color-mix(in srgb,var(--st-primary-color) 14%,transparent)}
 td{border:0;padding:0;max-width:none;min-width:0} tbody tr td,tbody tr.open td,tbody tr:hover td{background:none}
 .at-cell{grid-area:when;font-size:.78rem;text-align:right}.recipient-cell{grid-area:who}.subject-cell{grid-area:what;font-size:.82rem}.status-cell{grid-area:status;text-align:right}
 td.error{grid-area:error;max-width:none;font-size:.8rem} td.error:empty{display:none} td.error .name,td.error .under{display:inline} td.error .under{margin-left:.4rem}
}
"""
)

JS = """
const el=(tag,cls,text)=>{const node=document.createElement(tag);if(cls)node.className=cls;if(text!=null)node.textContent=text;return node;};
const icon=(name)=>{const node=el('span','icon '+name);node.setAttribute('aria-hidden','true');return node;};
const cell=(row,cls,title)=>{const td=row.appendChild(el('td',cls));if(title)td.title=title;return td;};
const pair=(td,name,under)=>{td.appendChild(el('span','name',name));if(under)td.appendChild(el('span','under',under));};
function heading(data,column){
  const th=el('th',column.key+'-cell'+(column.key==='segments'?' num':'')),button=th.appendChild(el('button','',column.label));
  const sorted=data.sort===column.key,way=button.appendChild(el('span','way',sorted?(data.descending?'↓':'↑'):''));
  way.setAttribute('aria-hidden','true');th.setAttribute('scope','col');button.type='button';button.dataset.sort=column.key;
  if(sorted)th.setAttribute('aria-sort',data.descending?'descending':'ascending');
  return th;
}
function line(data,row){
  const tr=el('tr',row.id===data.open?'open':'');tr.tabIndex=0;tr.dataset.id=row.id;
  tr.setAttribute('aria-label',row.label);
  cell(tr,'at-cell quiet',row.exact).textContent=row.at;
  pair(cell(tr,'recipient-cell',row.who+'\\n'+row.contact),row.who,row.contact);
  cell(tr,'subject-cell '+row.subjectColour,row.subject).textContent=row.subject;
  cell(tr,'type-cell').appendChild(el('span','chip',row.type));
  const channel=cell(tr,'channel-cell').appendChild(el('span','inline quiet'));channel.append(icon(row.channelIcon),row.channel);
  cell(tr,'segments-cell num quiet').textContent=row.segments;
  const pill=cell(tr,'status-cell').appendChild(el('span','pill '+row.colour));pill.append(icon(row.statusIcon),row.status);
  const error=cell(tr,'error-cell error',row.errorTitle);if(row.error)pair(error,row.error,row.errorUnder);
  return tr;
}
export default function({data,parentElement,setTriggerValue}){
  let wrap=parentElement.querySelector('.wrap');
  if(!wrap){wrap=el('div','wrap');parentElement.appendChild(wrap);}
  const root=wrap.getRootNode(),focused=root.activeElement?.closest?.('tr[data-id]')?.dataset.id;
  const table=el('table');table.setAttribute('aria-label','Messages');
  const head=table.appendChild(el('thead')).appendChild(el('tr'));for(const column of data.columns)head.appendChild(heading(data,column));
  const body=table.appendChild(el('tbody'));for(const row of data.rows)body.appendChild(line(data,row));
  const rowOf=(event)=>event.target.closest('tr[data-id]');
  body.onclick=(event)=>{const tr=rowOf(event);if(tr&&!String(getSelection()))setTriggerValue('open',tr.dataset.id);};
  body.onkeydown=(event)=>{
    const tr=rowOf(event);if(!tr)return;
    if(event.key==='Enter'||event.key===' '){event.preventDefault();setTriggerValue('open',tr.dataset.id);}
    const next={ArrowDown:tr.nextElementSibling,ArrowUp:tr.previousElementSibling}[event.key];
    if(next){event.preventDefault();next.focus();}
  };
  head.onclick=(event)=>{const button=event.target.closest('button[data-sort]');if(button)setTriggerValue('sort',button.dataset.sort);};
  const before=wrap.dataset.open||'';
  wrap.replaceChildren(table);wrap.dataset.open=data.open||'';wrap.dataset.stamp=data.stamp;
  const back=!data.open&&before?before:focused;  // after the drawer closes, the keyboard is where it was
  if(back)body.querySelector(`tr[data-id="${CSS.escape(back)}"]`)?.focus({preventScroll:!data.open&&!!before?false:true});
}
"""

_mount = st.components.v2.component("message_table", css=CSS, js=JS)


def message_table(
    rows: pl.DataFrame,
    beginnings: Mapping[str, str],
    *,
    zone: ZoneInfo,
    now: datetime,
    sort: Sort,
    open_message: str | None,
    stamp: str,
    on_open: Callable[[str], None],
    on_sort: Callable[[SortBy], None],
) -> None:
    """Shows the frame of `message_log`, and how the text begins where there is no subject. `stamp` names what is shown, so that a test knows when it has been painted."""
    lines = [_line(row, beginnings, zone, now) for row in rows.iter_rows(named=True)]
    data = {
        "columns": [{"key": str(by), "label": label} for by, label in COLUMNS],
        "rows": lines,
        "sort": str(sort.by),
        "descending": sort.descending,
        "open": open_message,
        "stamp": stamp,
    }
    _mount(
        key="message_table",
        data=data,
        on_open_change=lambda: _if_given("open", on_open),
        on_sort_change=lambda: _if_given("sort", lambda by: on_sort(SortBy(by))),
    )


def _if_given(trigger: str, act: Callable[[str], None]) -> None:
    value = st.session_state["message_table"].get(trigger)
    if value is not None:
        act(str(value))


def _line(row: dict[str, Any], beginnings: Mapping[str, str], zone: ZoneInfo, now: datetime) -> dict[str, str]:
    channel, status = Channel(row["channel"]), Status(row["status"])
    contact = row["recipient_email"] or (display(row["recipient_phone"]) if row["recipient_phone"] else "")
    who = row["recipient_name"] or contact or "Unknown recipient"
    return {
        "id": row["message_id"],
        "label": f"{channel.label} to {who}, {status.label}",
        "at": moment(row["at"], zone, now),
        "exact": exactly(row["at"], zone),
        "who": who,
        "contact": contact if contact != who else "",
        "subject": row["subject"] or " ".join(beginnings.get(row["message_id"], "").split()) or "(no subject)",
        "subjectColour": "" if row["subject"] else "quiet",
        "type": MessageType(row["type"]).label,
        "channel": channel.label,
        "channelIcon": icons.OF_CHANNEL[channel],
        "segments": _segments(row),
        "status": status.label,
        "statusIcon": icons.OF_STATUS[status],
        "colour": icons.COLOUR_OF_STATUS[status],
    } | _error(row)


def _segments(row: dict[str, Any]) -> str:
    segments = row["segments"] if row["segments"] is not None else row["segments_computed"]
    return "" if segments is None else str(segments)


def _error(row: dict[str, Any]) -> dict[str, str]:
    reason = row["failure_reason"]
    words = " ".join(part for part in (row["error_code"], row["error_message"]) if part)
    return {
        "error": FailureReason(reason).label if reason else "",
        "errorUnder": row["error_code"] or row["error_message"] or "",
        "errorTitle": words,
    }
