const text = (kind, words) => {
  const line = document.createElement('div');
  line.className = kind;
  line.textContent = words;
  return line;
};

const picture = (card) => {
  const mat = document.createElement('div');
  mat.className = 'mat';
  if (card.picture.startsWith('data:image/jpeg;base64,')) {
    const image = document.createElement('img');
    image.src = card.picture;
    image.alt = '';
    mat.append(image);
  } else {
    mat.classList.add('bare');
    mat.append(text('bare-title', card.title));
  }
  return mat;
};

const details = (card, open) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'more';
  button.textContent = 'Details';
  button.setAttribute('aria-label', `Details: ${card.note}, ${card.title}`);
  button.onclick = () => open(card.key);
  return button;
};

const drawn = (card, data, trigger) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.key = card.key;
  button.disabled = data.off;
  if (card.key === data.selected) button.setAttribute('aria-current', 'true');
  const words = document.createElement('div');
  words.className = 'words';
  words.append(text('title', card.title));
  if (card.words) words.append(text('artist', card.words));
  if (card.note) {
    const note = text('note', card.note);
    if (card.tone) note.prepend(Object.assign(document.createElement('i'), { className: card.tone }));
    words.append(note);
  }
  if (data.fit !== 'rows' || card.picture) button.append(picture(card));
  button.append(words);
  button.onclick = () => trigger('chosen', card.key);
  const entry = document.createElement('li');
  entry.append(button);
  if (data.more) entry.append(details(card, (key) => trigger('more', key)));
  return entry;
};

// One stop of the Tab key for the whole grid; arrows go from card to card.
const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const middle = (element) => {
  const box = element.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
};

const beside = (from, [right, down], buttons) => {
  const [x, y] = middle(from);
  const away = (button) => {
    const [dx, dy] = [middle(button)[0] - x, middle(button)[1] - y];
    const ahead = dx * right + dy * down;
    return ahead > 4 ? ahead + 3 * Math.abs(dx * down) + 3 * Math.abs(dy * right) : Infinity;
  };
  const nearest = buttons.reduce((a, b) => (away(b) < away(a) ? b : a));
  return away(nearest) < Infinity ? nearest : null;
};

const goTo = (button, buttons) => {
  buttons.forEach((other) => { other.tabIndex = other === button ? 0 : -1; });
  button.focus();
};

const walk = (event, list) => {
  const buttons = [...list.querySelectorAll('button')];
  const from = event.target.closest('button');
  const ends = { Home: buttons[0], End: buttons[buttons.length - 1] };
  const to = ends[event.key] ?? (steps[event.key] && beside(from, steps[event.key], buttons));
  if (!to || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  goTo(to, buttons);
};

export default function ({ data, parentElement, setTriggerValue }) {
  let list = parentElement.querySelector('ul');
  if (!list) {
    list = document.createElement('ul');
    parentElement.appendChild(list);
  }
  // Drawn again only where something changed, so that a redraw of the page takes no focus away.
  const shown = JSON.stringify(data);
  if (list.shown === shown) return;
  const focused = parentElement.querySelector('button:focus')?.dataset.key;
  list.shown = shown;
  list.className = data.fit;
  list.setAttribute('aria-label', data.label);
  list.replaceChildren(...data.cards.map((card) => drawn(card, data, setTriggerValue)));
  const buttons = [...list.querySelectorAll('button')];
  const start = buttons.find((button) => button.dataset.key === (focused || data.selected));
  buttons.forEach((button, place) => {
    button.tabIndex = start ? (button === start ? 0 : -1) : place ? -1 : 0;
  });
  if (focused && start) start.focus();
  list.onkeydown = (event) => walk(event, list);
}
