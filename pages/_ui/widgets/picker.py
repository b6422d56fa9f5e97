"""A list of pictures to choose from, upright (the queue) or lying (a strip of frames).

Everything reaches the browser as data and is set as text, never as markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypedDict

import streamlit as st


class Item(TypedDict):
    """One entry; `aside` is a quiet line of its own, `tone` colours the dot: good, doubt or ""."""

    key: str
    picture: str
    title: str
    note: str
    aside: str
    tone: str
    done: bool


_CSS = """
:host { display: block; }
.list { display: flex; flex-direction: column; gap: 2px; overflow-y: auto; max-height: 62vh;
  scrollbar-width: thin; font-family: var(--st-font); }
@media (max-width: 1150px) {
  .list { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr));
    max-height: 26vh; }
  .list.strip { display: flex; }
}
.list.strip { flex-direction: row; overflow-x: auto; max-height: none; gap: 4px;
  padding-bottom: 4px; }
button { all: unset; box-sizing: border-box; cursor: pointer; display: flex; gap: 10px;
  align-items: center; padding: 6px; border-left: 3px solid transparent; border-radius: 2px; }
button:hover { background: #f5f2ec; }
button:focus-visible { outline: 2px solid #2f5d50; outline-offset: -2px; }
button[aria-selected=true] { background: #f1ede5; border-left-color: #23211d; }
.strip button { flex-direction: column; gap: 2px; padding: 2px; border-left: 0; flex: none;
  border-bottom: 3px solid transparent; }
.strip button[aria-selected=true] { border-bottom-color: #23211d; }
img, .blank { width: 72px; height: 49px; object-fit: cover; flex: none; background: #eee9e0; }
.words { min-width: 0; flex: 1; }
.title { font-family: Georgia, 'Liberation Serif', serif; font-size: 14px; line-height: 1.25;
  color: #23211d; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical;
  overflow: hidden; overflow-wrap: anywhere; }
.note { font-size: 12px; color: #857f74; line-height: 1.35; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; }
.aside { font-style: italic; white-space: normal; }
.strip .words { width: 72px; text-align: center; }
.dot { display: inline-block; width: 8px; height: 8px; border-radius: 50%; margin-right: 6px;
  box-sizing: border-box; border: 1.5px solid #b9b2a5; }
.dot.good { border-color: #2f5d50; } .dot.doubt { border-color: #b07d2b; }
.done .dot.good { background: #2f5d50; } .done .dot.doubt { background: #b07d2b; }
.done .title { color: #857f74; }
"""

_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  let list = parentElement.querySelector('.list');
  if (!list) {
    list = document.createElement('div');
    list.setAttribute('role', 'listbox');
    parentElement.appendChild(list);
  }
  list.className = data.layout === 'strip' ? 'list strip' : 'list';
  list.setAttribute('aria-label', data.label);
  list.replaceChildren(...data.items.map((item) => {
    const entry = document.createElement('button');
    entry.setAttribute('role', 'option');
    entry.setAttribute('aria-selected', String(item.key === data.selected));
    entry.dataset.key = item.key;
    entry.title = [item.title, item.note, item.aside].filter(Boolean).join(' · ');
    if (item.done) entry.className = 'done';
    let picture = document.createElement('div');
    picture.className = 'blank';
    if (item.picture.startsWith('data:image/jpeg;base64,')) {
      picture = document.createElement('img');
      picture.src = item.picture;
      picture.alt = '';
    }
    const words = document.createElement('div');
    words.className = 'words';
    if (item.title) {
      const title = document.createElement('div');
      title.className = 'title';
      title.textContent = item.title;
      words.appendChild(title);
    }
    const note = document.createElement('div');
    note.className = 'note';
    if (item.tone) {
      const dot = document.createElement('span');
      dot.className = 'dot ' + item.tone;
      note.appendChild(dot);
    }
    note.appendChild(document.createTextNode(item.note));
    words.appendChild(note);
    if (item.aside) {
      const aside = document.createElement('div');
      aside.className = 'note aside';
      aside.textContent = item.aside;
      words.appendChild(aside);
    }
    entry.append(picture, words);
    entry.onclick = () => setTriggerValue('chosen', item.key);
    return entry;
  }));
  if (list.dataset.shown !== data.selected) {
    list.dataset.shown = data.selected;
    const chosen = list.querySelector('[aria-selected=true]');
    if (chosen && data.layout !== 'strip') {
      list.scrollTop = chosen.offsetTop - list.offsetTop - list.clientHeight / 3;
    }
  }
}
"""

_picker = st.components.v2.component("cartellino_picker", css=_CSS, js=_JS)


def picker(
    items: Sequence[Item],
    selected: str | None,
    key: str,
    label: str,
    chosen: Callable[[str], None],
    layout: Literal["list", "strip"] = "list",
) -> None:
    """Draw the list; `chosen(key)` is called before the page is drawn again after a click."""

    def clicked() -> None:
        state: Any = st.session_state.get(key)
        picked = getattr(state, "chosen", None) if state is not None else None
        if picked:
            chosen(str(picked))

    _picker(
        key=key,
        data={"items": list(items), "selected": selected or "", "layout": layout, "label": label},
        on_chosen_change=clicked,
    )


_focus = st.components.v2.component(
    "cartellino_focus",
    js="""export default function({ data }) {
  const find = () => document.querySelector(`.st-key-${data.key} input`);
  setTimeout(() => find()?.focus(), 60);
}""",
)


def focus(key: str) -> None:
    """Put the cursor into the text input of that widget key."""
    _focus(data={"key": key}, key=f"focus_{key}")
