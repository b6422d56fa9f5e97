export default function ({ data, parentElement, setTriggerValue }) {
  let list = parentElement.querySelector('.list');
  if (!list) {
    list = document.createElement('div');
    list.setAttribute('role', 'listbox');
    parentElement.appendChild(list);
  }
  list.className = data.layout === 'strip' ? 'list strip' : 'list';
  list.setAttribute('aria-label', data.label);
  const focused = list.contains(list.getRootNode().activeElement);
  list.replaceChildren(...data.items.flatMap((item) => {
    const entry = document.createElement('button');
    entry.setAttribute('role', 'option');
    entry.setAttribute('aria-selected', String(item.key === data.selected));
    entry.dataset.key = item.key;
    entry.title = [item.title, item.artist, item.note, item.aside].filter(Boolean).join(' · ');
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
    for (const part of ['title', 'artist']) {
      if (!item[part]) continue;
      const line = document.createElement('div');
      line.className = part;
      line.textContent = item[part];
      words.appendChild(line);
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
    entry.tabIndex = item.key === data.selected ? 0 : -1;
    if (!item.group) return [entry];
    const group = document.createElement('div');
    group.className = 'group';
    group.setAttribute('role', 'presentation');
    group.textContent = item.group;
    group.title = item.group;
    return [group, entry];
  }));
  const entries = [...list.querySelectorAll('[role=option]')];
  if (!entries.some((entry) => entry.tabIndex === 0) && entries[0]) entries[0].tabIndex = 0;
  if (focused) list.querySelector('[aria-selected=true]')?.focus({ preventScroll: true });
  list.onkeydown = (event) => move(event, entries, data.layout === 'strip');
  if (list.dataset.shown !== data.selected) {
    list.dataset.shown = data.selected;
    const chosen = list.querySelector('[aria-selected=true]');
    if (chosen && data.layout !== 'strip') {
      list.scrollTop = chosen.offsetTop - list.offsetTop - list.clientHeight / 3;
      list.scrollLeft = chosen.offsetLeft - list.offsetLeft - list.clientWidth / 3;
    }
  }
}

// Arrows move through the list, as in any list; Enter and Space choose.
function move(event, entries, across) {
  const [back, on] = across ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  const at = entries.indexOf(event.target.closest('[role=option]'));
  const to = { [back]: at - 1, [on]: at + 1, Home: 0, End: entries.length - 1 }[event.key];
  const entry = entries[to];
  if (!entry) return;
  event.preventDefault();
  entry.focus();
}
