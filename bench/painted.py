"""How long does a person wait from a click until the new table is painted? Measured inside the browser."""

import re

from playwright.sync_api import Page

# Both are told what to wait for before the click, and count from the moment of the input itself. The frame in which the
# change is seen is painted right after it; the next frame's beginning is the first moment that is surely later.
CLICK = """
    const patience = 30000, frame = () => new Promise(requestAnimationFrame);
    window.painted = new Promise((resolve, reject) => addEventListener('pointerdown', async (event) => {
        while (!changed()) {
            if (performance.now() - event.timeStamp > patience) return reject(new Error('nothing new was painted'));
            await frame();
        }
        await frame();
        resolve(performance.now() - event.timeStamp);
    }, {capture: true, once: true}));
"""
# Sentlog's table writes into its own mark what it shows.
STAMP = """
    const stamp = () => [...document.querySelectorAll("[data-testid='stBidiComponentIsolated']")]
        .map((host) => host.shadowRoot?.querySelector('.wrap[data-stamp]')?.dataset.stamp).find(Boolean);
"""
AWAIT_STAMP = f"() => {{ {STAMP} const before = stamp(), changed = () => stamp() && stamp() !== before; {CLICK} }}"
# A st.dataframe is a drawing: it has changed when a word is drawn that stands only in the new rows.
WATCH_DRAWING = """
    const draw = CanvasRenderingContext2D.prototype.fillText;
    window.drawn = new Set();
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
        window.drawn.add(text);
        return draw.call(this, text, ...rest);
    };
"""
AWAIT_DRAWING = f"(word) => {{ window.drawn.clear(); const changed = () => window.drawn.has(word); {CLICK} }}"
SHOWN = f"() => {{ {STAMP} return !!stamp(); }}"


def click_to_table(page: Page, label: str) -> float:
    """Milliseconds from the click on Sentlog's tab until its table has been painted anew."""
    page.evaluate(AWAIT_STAMP)
    return _click(page, label)


def click_to_drawing(page: Page, label: str, word: str) -> float:
    """The same for the plain page; `word` stands only in the new rows."""
    page.evaluate(AWAIT_DRAWING, word)
    return _click(page, label)


def _click(page: Page, label: str) -> float:
    page.get_by_role("radio", name=re.compile(rf"^{label}( [\d,]+)?$")).click()
    return float(page.evaluate("() => window.painted"))
