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
