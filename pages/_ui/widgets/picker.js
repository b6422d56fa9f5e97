export default function ({ data, parentElement, setTriggerValue }) {
  let list = parentElement.querySelector('.list');
  if (!list) {
    list = document.createElement('div');
    list.setAttribute('role', 'listbox');
    parentElement.appendChild(list);
    if (data.layout !== 'strip') new ResizeObserver(() => reveal(list)).observe(list);
  }
  list.className = data.layout === 'strip' ? 'list strip' : 'list';
  list.setAttribute('aria-label', data.label);
  const focused = list.contains(list.getRootNode().activeElement);
  const before = parentElement.drawn ?? new Map();
  parentElement.drawn = new Map();
  const drawn = (key, make) => {
    const node = before.get(key) ?? make();
    parentElement.drawn.set(key, node);
    return node;
  };
  put(list, data.items.flatMap((item) => {
    const entry = drawn(JSON.stringify(item), () => draw(item));
    entry.setAttribute('aria-selected', String(item.key === data.selected));
    entry.onclick = () => setTriggerValue('chosen', item.key);
    entry.tabIndex = item.key === data.selected ? 0 : -1;
    return item.group ? [drawn(JSON.stringify([item.key, item.group]), () => heading(item.group)), entry] : [entry];
  }));
  const entries = [...list.querySelectorAll('[role=option]')];
  if (!entries.some((entry) => entry.tabIndex === 0) && entries[0]) entries[0].tabIndex = 0;
  if (focused) list.querySelector('[aria-selected=true]')?.focus({ preventScroll: true });
  list.onkeydown = (event) => move(event, entries, data.layout === 'strip');
  if (list.dataset.shown !== data.selected) {
    list.dataset.shown = data.selected;
    if (data.layout !== 'strip') requestAnimationFrame(() => reveal(list));
  }
}

// Only what is new is touched: all else keeps its layout.
function put(list, nodes) {
  const stay = new Set(nodes);
  for (const node of [...list.children]) if (!stay.has(node)) node.remove();
  nodes.forEach((node, at) => {
    if (list.children[at] !== node) list.insertBefore(node, list.children[at] ?? null);
  });
}

// Before a frame is drawn, when the page is laid out anyway.
function reveal(list) {
  const chosen = list.querySelector('[aria-selected=true]');
  if (!chosen) return;
  list.scrollTop = chosen.offsetTop - list.offsetTop - list.clientHeight / 3;
  list.scrollLeft = chosen.offsetLeft - list.offsetLeft - list.clientWidth / 3;
}

function heading(words) {
  const group = element('div', 'group', words);
  group.setAttribute('role', 'presentation');
  group.title = words;
  return group;
}

function draw(item) {
  const entry = document.createElement('button');
  entry.setAttribute('role', 'option');
  entry.dataset.key = item.key;
  entry.title = [item.title, item.artist, item.note, item.aside].filter(Boolean).join(' · ');
  if (item.done) entry.className = 'done';
  entry.appendChild(picture(item.picture));
  const words = entry.appendChild(element('div', 'words'));
  for (const part of ['title', 'artist']) {
    if (item[part]) words.appendChild(element('div', part, item[part]));
  }
  const note = words.appendChild(element('div', 'note'));
  if (item.tone) note.appendChild(element('span', `dot ${item.tone}`));
  note.append(item.note);
  if (item.aside) words.appendChild(element('div', 'note aside', item.aside));
  return entry;
}

function picture(url) {
  if (!url.startsWith('data:image/jpeg;base64,')) return element('div', 'blank');
  const image = document.createElement('img');
  image.src = url;
  image.alt = '';
  return image;
}

function element(tag, className, words = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = words;
  return made;
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
