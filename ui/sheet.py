"""A small document of words from the store: built as nodes here, drawn with textContent there, so that nothing in it can act."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from ui import icons

TAGS = frozenset({"div", "span", "dl", "dt", "dd", "ol", "ul", "li", "p", "pre", "a", "h2", "h3", "strong"})

CSS = (
    icons.CSS
    + """
:host{display:block;font-family:var(--st-font);color:var(--st-text-color);font-size:.93rem;line-height:1.45}
h2{font-size:1.15rem;line-height:1.3;margin:0 0 .55rem;font-weight:650;overflow-wrap:anywhere}
h3{font-size:.8rem;margin:.2rem 0 .6rem;font-weight:650;color:color-mix(in srgb,var(--st-text-color) 72%,transparent)}
p{margin:0}
a{color:var(--st-link-color);text-decoration:none}a:hover{text-decoration:underline}
.row{display:flex;flex-wrap:wrap;gap:.4rem;align-items:center}
.quiet{color:color-mix(in srgb,var(--st-text-color) 68%,transparent)}
.advice{margin:.8rem 0;padding:.7rem .9rem;border-radius:var(--st-base-radius);border-left:4px solid currentColor}
.advice p{color:var(--st-text-color)} .advice .next{margin-top:.3rem;font-weight:600}
dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.4rem 1rem;margin:.6rem 0}
dt{color:color-mix(in srgb,var(--st-text-color) 68%,transparent)} dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
ol.timeline{list-style:none;margin:0;padding:0 0 0 .35rem}
ol.timeline li{position:relative;padding:0 0 .85rem 1.35rem;border-left:2px solid var(--st-border-color)}
ol.timeline li:last-child{border-left-color:transparent;padding-bottom:.2rem}
ol.timeline .dot{position:absolute;left:-.62rem;top:.1rem;width:1.15rem;height:1.15rem;border-radius:50%;display:grid;place-items:center;font-size:.72rem;outline:2px solid var(--st-background-color)}
ol.timeline .what{font-weight:600} ol.timeline .when{font-variant-numeric:tabular-nums}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-family:var(--st-font);margin:0;padding:.8rem 1rem;border-radius:var(--st-base-radius);background:var(--st-secondary-background-color);max-height:60vh;overflow:auto}
pre.sms{display:inline-block;border-bottom-left-radius:.2rem;max-width:min(100%,26rem)}
.empty{padding:3.2rem 1rem;text-align:center;border:1px dashed var(--st-border-color);border-radius:var(--st-base-radius)}
.empty .icon{width:1.8rem;height:1.8rem;opacity:.55}.empty h2{margin:.5rem 0 .25rem}
.facts{font-size:.85rem}.bare{background:none}
"""
)

JS = """
const TAGS=new Set(TAG_LIST);
function draw(node){
  if(typeof node==='string')return document.createTextNode(node);
  const made=document.createElement(TAGS.has(node.tag)?node.tag:'span');
  if(node.cls)made.className=node.cls;
  if(node.title)made.title=node.title;
  if(node.tag==='a'&&/^(https?:|mailto:|tel:)/i.test(node.href||'')){made.href=node.href;made.target='_blank';made.rel='noopener noreferrer';}
  if(node.cls&&node.cls.startsWith('icon'))made.setAttribute('aria-hidden','true');
  for(const child of node.children||[])made.appendChild(draw(child));
  return made;
}
export default function({data,parentElement}){
  let root=parentElement.querySelector('.sheet');
  if(!root){root=document.createElement('div');root.className='sheet';parentElement.appendChild(root);}
  root.replaceChildren(...data.nodes.map(draw));
}
""".replace("TAG_LIST", str(sorted(TAGS)))

_mount = st.components.v2.component("sheet", css=CSS, js=JS)


@dataclass(frozen=True)
class Node:
    """An element: its tag (one of TAGS), its classes and what is in it."""

    tag: str
    children: Sequence["Node | str"] = ()
    cls: str = ""
    title: str = ""
    href: str = field(default="", kw_only=True)

    def plain(self) -> dict[str, Any]:
        children = [child if isinstance(child, str) else child.plain() for child in self.children]
        return {"tag": self.tag, "cls": self.cls, "title": self.title, "href": self.href, "children": children}


def icon(name: str) -> Node:
    return Node("span", cls=f"icon {name}")


def pill(text: str, colour: str, icon_name: str) -> Node:
    return Node("span", [icon(icon_name), text], cls=f"pill {colour}")


def facts(pairs: Sequence[tuple[str, "Node | str"]]) -> Node:
    """A definition list; a pair whose value is an empty string is left out."""
    return Node(
        "dl", [Node(tag, [part]) for name, value in pairs if value for tag, part in (("dt", name), ("dd", value))]
    )


def sheet(*nodes: Node, key: str) -> None:
    _mount(key=key, data={"nodes": [node.plain() for node in nodes]})
