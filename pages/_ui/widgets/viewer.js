// Two pictures side by side, the footage and the reference, that are zoomed and moved together.
// The footage is a still with outlines, the painting cut out of it, or the video, played.
const MOST = 12;
const BLINK_MS = 700;
const TYPING = 'input, textarea, select, [contenteditable="true"]';

export default function ({ data, parentElement, setTriggerValue }) {
  const own = (parentElement.viewer ??= build(parentElement));
  own.send = setTriggerValue;
  const another = own.data?.clip !== data.clip || own.data?.still?.url !== data.still?.url;
  own.data = data;
  if (another) {
    own.zoom = { scale: 1, x: 0, y: 0 };
    own.mode = 'still';
    own.blinking = false;
  }
  draw(own);
  if (data.play && own.played !== data.play) {
    own.played = data.play;
    setMode(own, 'video');
    own.video.play().catch(() => {});
  }
  if (data.to_keep && data.cut && (another || !own.toKeep)) setMode(own, 'cut');
  own.toKeep = data.to_keep;
  own.onKey ??= (event) => pressed(own, event);
  document.addEventListener('keydown', own.onKey, true);
  return () => document.removeEventListener('keydown', own.onKey, true);
}

function build(host) {
  const own = { zoom: { scale: 1, x: 0, y: 0 }, mode: 'still', light: 1, outlined: true };
  own.root = add(host, 'div', 'viewer');
  own.panes = add(own.root, 'div', 'panes');
  own.film = pane(own, 'film');
  own.reference = pane(own, 'reference');
  own.video = add(own.film.pane, 'video');
  Object.assign(own.video, { controls: true, muted: true, preload: 'metadata', hidden: true });
  own.film.marks = own.film.fit.appendChild(svg('svg'));
  own.film.marks.setAttribute('viewBox', '0 0 1 1');
  own.film.marks.setAttribute('preserveAspectRatio', 'none');
  own.cut = add(own.film.fit, 'img');
  own.blink = add(own.reference.fit, 'img');
  own.tools = add(own.root, 'div', 'tools');
  own.tools.setAttribute('role', 'toolbar');
  own.tools.setAttribute('aria-label', 'Pictures');
  tools(own);
  new ResizeObserver(() => place(own)).observe(own.panes);
  const timer = setInterval(() => {
    if (!host.isConnected) clearInterval(timer);
    else if (own.blinking) own.blink.hidden = !own.blink.hidden;
  }, BLINK_MS);
  return own;
}

function pane(own, name) {
  const side = { pane: add(own.panes, 'figure', `pane ${name}`) };
  side.fit = add(side.pane, 'div', 'fit');
  side.image = add(side.fit, 'img');
  side.missing = add(side.pane, 'div', 'missing');
  side.image.onload = () => place(own);
  side.pane.onpointerdown = (event) => drag(own, side, event);
  side.pane.ondblclick = (event) => {
    if (!event.target.closest('video')) zoom(own, own.zoom.scale > 1 ? 0 : 2.5);
  };
  side.pane.addEventListener('wheel', (event) => {
    if (!event.ctrlKey || event.target.closest('video')) return;
    event.preventDefault();
    zoom(own, own.zoom.scale * Math.exp(-event.deltaY / 200));
  }, { passive: false });
  return side;
}

function tools(own) {
  own.buttons = {
    still: button(own, 'Frame', () => setMode(own, 'still')),
    cut: button(own, 'Cut out', () => setMode(own, own.mode === 'cut' ? 'still' : 'cut'), 'C'),
    video: button(own, '▶ Video', () => play(own), 'Space'),
    blink: button(own, 'Blink', () => blink(own), 'V'),
    outlines: button(own, 'Outlines', () => {
      own.outlined = !own.outlined;
      draw(own);
    }),
  };
  own.legend = add(own.tools, 'div', 'legend');
  own.speed = button(own, '1 ×', () => speed(own), '', 'Speed of the video');
  button(own, '−', () => zoom(own, own.zoom.scale / 1.5), '', 'Smaller');
  button(own, '+', () => zoom(own, own.zoom.scale * 1.5), '', 'Larger');
  own.whole = button(own, 'Whole', () => zoom(own, 0));
  const label = add(own.tools, 'label', 'wide');
  label.append('Light');
  const light = add(label, 'input');
  Object.assign(light, { type: 'range', min: '0.5', max: '2.5', step: '0.05', value: '1' });
  light.oninput = () => {
    own.light = Number(light.value);
    place(own);
  };
  button(own, 'Enlarge', () => enlarge(own));
}

function button(own, words, act, key = '', title = '') {
  const made = add(own.tools, 'button');
  made.type = 'button';
  made.textContent = words;
  made.setAttribute('aria-label', title || words);
  if (key) {
    made.setAttribute('aria-keyshortcuts', key);
    add(made, 'kbd').textContent = key;
  }
  made.onclick = act;
  return made;
}

function draw(own) {
  const { data } = own;
  own.root.classList.toggle('compact', data.compact);
  if (own.mode === 'cut' && !data.cut) own.mode = 'still';
  if (own.mode === 'video' && !data.video) own.mode = 'still';
  show(own.film.image, data.still, () => drawn(own, data.clip));
  show(own.cut, data.cut);
  show(own.reference.image, data.reference);
  show(own.blink, own.blinking ? data.cut : null);
  own.film.missing.textContent = data.still ? '' : data.still_missing;
  own.reference.missing.textContent = data.reference ? '' : data.reference_missing;
  if (!data.still) drawn(own, data.clip);
  if (own.video.dataset.url !== (data.video?.url ?? '')) {
    own.video.dataset.url = data.video?.url ?? '';
    if (data.video) own.video.src = `${data.video.url}#t=${data.video.start}`;
    else own.video.removeAttribute('src');
  }
  own.video.hidden = own.mode !== 'video';
  own.film.fit.hidden = own.mode === 'video';
  if (own.mode !== 'video') own.video.pause();
  own.film.image.hidden = own.mode === 'cut' || !data.still;
  own.cut.hidden = own.mode !== 'cut';
  outlines(own);
  for (const name of ['still', 'cut', 'video']) press(own.buttons[name], own.mode === name);
  press(own.buttons.blink, own.blinking);
  press(own.buttons.outlines, own.outlined);
  own.buttons.cut.disabled = !data.cut;
  own.buttons.blink.disabled = !(data.cut && data.reference);
  own.buttons.video.hidden = own.speed.hidden = !data.playable;
  own.buttons.outlines.disabled = own.mode !== 'still' || !data.outlines.length;
  legend(own);
  place(own);
}

function show(image, picture, then) {
  image.alt = picture?.alt ?? '';
  if (!picture) {
    image.removeAttribute('src');
    image.hidden = true;
    return;
  }
  image.hidden = false;
  if (image.getAttribute('src') !== picture.url) image.src = picture.url;
  if (!then) return;
  if (image.complete && image.naturalWidth) then();
  else {
    image.addEventListener('load', then, { once: true });
    image.addEventListener('error', then, { once: true });
  }
}

// Says to the keys of the page which clip a person can see.
function drawn(own, clip) {
  if (own.data.clip === clip) document.documentElement.dataset.drawn = clip;
}

function outlines(own) {
  const visible = own.outlined && own.mode === 'still';
  own.film.marks.style.display = visible ? '' : 'none';
  own.film.marks.replaceChildren(...own.data.outlines.flatMap((outline) => {
    const points = outline.quad.map((corner) => corner.join(',')).join(' ');
    return ['under', 'line'].map((kind) => {
      const line = svg('polygon');
      line.setAttribute('class', kind);
      line.setAttribute('points', points);
      if (kind === 'line') {
        line.style.stroke = outline.colour;
        if (outline.work) clickable(own, line, outline);
      }
      return line;
    });
  }));
}

function clickable(own, line, outline) {
  line.setAttribute('role', 'button');
  line.setAttribute('tabindex', '0');
  line.setAttribute('aria-label', outline.title);
  line.appendChild(svg('title')).textContent = outline.title;
  const choose = () => own.send('picked', { clip: own.data.clip, work: outline.work });
  line.onclick = (event) => {
    event.stopPropagation();
    choose();
  };
  line.onkeydown = (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    choose();
  };
}

function legend(own) {
  const where = element('span', own.mode === 'cut' ? own.data.cut_where : own.data.where);
  const meanings = own.data.legend.map(({ colour, meaning }) => {
    const entry = element('span', meaning);
    const swatch = element('i');
    swatch.style.borderColor = colour;
    entry.prepend(swatch);
    return entry;
  });
  const from = own.data.reference_where ? [element('span', own.data.reference_where)] : [];
  own.legend.replaceChildren(where, ...(own.mode === 'still' ? meanings : []), ...from);
}

// A picture is fitted into its pane; zoom and place are shares of the pane, the same for both.
function place(own) {
  for (const side of [own.film, own.reference]) {
    const shown = side === own.film && own.mode === 'cut' ? own.cut : side.image;
    const { clientWidth: width, clientHeight: height } = side.pane;
    const wide = shown.naturalWidth || 4, high = shown.naturalHeight || 3;
    const scale = Math.min(width / wide, height / high);
    side.fit.style.width = `${wide * scale}px`;
    side.fit.style.height = `${high * scale}px`;
    const { scale: zoomed, x, y } = own.zoom;
    side.fit.style.transform =
      `translate(-50%, -50%) translate(${x * width}px, ${y * height}px) scale(${zoomed})`;
    side.fit.style.filter = own.light === 1 ? '' : `brightness(${own.light})`;
    side.pane.classList.toggle('zoomed', zoomed > 1);
  }
  if (own.cut.src && !own.cut.complete) own.cut.onload = () => place(own);
  own.whole.disabled = own.zoom.scale === 1;
}

function zoom(own, scale) {
  const to = Math.min(Math.max(scale, 1), MOST);
  const ratio = to / own.zoom.scale;
  own.zoom = to === 1 ? { scale: 1, x: 0, y: 0 }
    : { scale: to, x: own.zoom.x * ratio, y: own.zoom.y * ratio };
  place(own);
}

function drag(own, side, event) {
  if (own.zoom.scale === 1 || event.target.closest('video')) return;
  const from = { x: event.clientX, y: event.clientY, ...own.zoom };
  const { clientWidth: width, clientHeight: height } = side.pane;
  const start = { ...own.zoom };
  const move = (at) => {
    own.zoom.x = start.x + (at.clientX - event.clientX) / width;
    own.zoom.y = start.y + (at.clientY - event.clientY) / height;
    place(own);
  };
  const end = () => {
    removeEventListener('pointermove', move);
    removeEventListener('pointerup', end);
  };
  addEventListener('pointermove', move);
  addEventListener('pointerup', end);
  event.preventDefault();
}

function setMode(own, mode) {
  own.mode = mode;
  draw(own);
}

function play(own) {
  if (!own.data.playable) return;
  if (!own.data.video) {
    own.send('play', own.data.clip);
    return;
  }
  if (own.mode !== 'video') setMode(own, 'video');
  if (own.video.paused) own.video.play().catch(() => {});
  else own.video.pause();
}

function blink(own) {
  own.blinking = !own.blinking;
  draw(own);
}

function speed(own) {
  const speeds = [1, 0.5, 0.25, 2];
  const next = speeds[(speeds.indexOf(own.video.playbackRate) + 1) % speeds.length];
  own.video.playbackRate = next;
  own.speed.textContent = `${next} ×`;
}

function step(own, by) {
  if (own.mode !== 'video') return;
  own.video.pause();
  own.video.currentTime += by / (own.data.rate || 25);
}

function enlarge(own) {
  if (document.fullscreenElement) document.exitFullscreen();
  else own.root.requestFullscreen();
}

function pressed(own, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.composedPath()[0];
  if (target.matches?.(TYPING) || document.querySelector('[data-testid="stDialog"]')) return;
  const onControl = target.closest?.('button, a, summary, [role], video');
  const acts = {
    c: () => own.data.cut && setMode(own, own.mode === 'cut' ? 'still' : 'cut'),
    v: () => own.data.cut && own.data.reference && blink(own),
    ' ': () => !onControl && play(own),
    ',': () => step(own, -1),
    '.': () => step(own, 1),
  };
  const act = acts[event.key.toLowerCase()];
  if (!act || (event.key === ' ' && (onControl || !own.data.playable))) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

function press(made, on) {
  made.setAttribute('aria-pressed', String(on));
}

function add(parent, tag, name = '') {
  const made = element(tag, '', name);
  parent.appendChild(made);
  return made;
}

function element(tag, words = '', name = '') {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (words) made.textContent = words;
  return made;
}

function svg(tag) {
  return document.createElementNS('http://www.w3.org/2000/svg', tag);
}
