// Clips as pairs of pictures, each with a box to tick, and one button for all that are ticked.
export default function ({ data, parentElement, setTriggerValue }) {
  const own = (parentElement.grid ??= { off: new Set() });
  const items = data.items;
  const grid = element('div', 'grid');
  const foot = element('div', 'foot');
  const touched = element('span');
  touched.setAttribute('role', 'status');
  const accept = control('', 'main', () => setTriggerValue('accepted', on().map((item) => item.key)));
  const on = () => items.filter((item) => !own.off.has(item.key));
  const count = () => {
    const ticked = on();
    const works = new Set(ticked.map((item) => item.work));
    const videos = new Set(ticked.map((item) => item.video));
    touched.textContent = `${plural(works.size, 'work')} in ${plural(videos.size, 'video')}`;
    accept.textContent = `Accept ${plural(ticked.length, 'clip')}`;
    accept.disabled = !ticked.length || data.off;
  };
  const all = (ticked) => {
    own.off = new Set(ticked ? [] : items.map((item) => item.key));
    grid.querySelectorAll('input').forEach((box) => { box.checked = ticked; });
    count();
  };
  grid.append(...items.map((item) => card(item, own, count)));
  foot.append(accept, control('All', '', () => all(true)), control('None', '', () => all(false)));
  foot.append(touched);
  parentElement.querySelectorAll('.grid, .foot').forEach((old) => old.remove());
  parentElement.append(grid, foot);
  count();
}

function card(item, own, count) {
  const label = element('label');
  const pair = element('div', 'pair');
  pair.append(picture(item.picture, ''), picture(item.reference, 'No picture'));
  const words = element('div', 'words');
  const box = element('input');
  box.type = 'checkbox';
  box.checked = !own.off.has(item.key);
  box.onchange = () => {
    if (box.checked) own.off.delete(item.key);
    else own.off.add(item.key);
    count();
  };
  words.append(box, element('div', 'title', item.title), element('div', 'note', item.artist),
    element('div', 'note', item.note));
  label.append(pair, words);
  return label;
}

function picture(address, missing) {
  if (!address.startsWith('data:image/jpeg;base64,')) return element('div', 'blank', missing);
  const image = element('img');
  image.src = address;
  image.alt = '';
  return image;
}

function control(words, name, act) {
  const made = element('button', name, words);
  made.type = 'button';
  made.onclick = act;
  return made;
}

function element(tag, name = '', words = '') {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (words) made.textContent = words;
  return made;
}

function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
