// Four corners over a frame. A drag, or an arrow key, moves one; the page is told once it rests.
const STEP = 0.004;
const REST_MS = 350;

export default function ({ data, parentElement, setTriggerValue }) {
  const own = (parentElement.corners ??= build(parentElement));
  own.tell = () => setTriggerValue('moved', own.quad);
  if (own.image.src !== data.picture) own.image.src = data.picture;
  if (!own.dragged && !own.resting) own.quad = data.quad.map((corner) => [...corner]);
  own.handles.forEach((handle, number) => {
    handle.setAttribute('aria-label', `${data.names[number]} corner, moved by the arrow keys`);
  });
  place(own);
}

function build(host) {
  const own = { quad: [], handles: [], dragged: null, resting: 0 };
  own.root = host.appendChild(document.createElement('div'));
  own.root.className = 'corners';
  own.image = own.root.appendChild(document.createElement('img'));
  own.image.alt = 'The frame in which the corners of the painting are drawn';
  own.image.draggable = false;
  own.lines = own.root.appendChild(svg('svg'));
  own.lines.setAttribute('viewBox', '0 0 1 1');
  own.lines.setAttribute('preserveAspectRatio', 'none');
  own.outlines = ['under', 'line'].map((name) => {
    const line = own.lines.appendChild(svg('polygon'));
    line.setAttribute('class', name);
    return line;
  });
  for (let number = 0; number < 4; number += 1) own.handles.push(handle(own, number));
  return own;
}

function handle(own, number) {
  const made = own.root.appendChild(document.createElement('button'));
  made.type = 'button';
  made.onpointerdown = (event) => {
    own.dragged = number;
    made.setPointerCapture(event.pointerId);
  };
  made.onpointermove = (event) => {
    if (own.dragged !== number) return;
    const { left, top, width, height } = own.root.getBoundingClientRect();
    move(own, number, (event.clientX - left) / width, (event.clientY - top) / height);
  };
  made.onpointerup = made.onpointercancel = () => {
    if (own.dragged !== number) return;
    own.dragged = null;
    own.tell();
  };
  made.onkeydown = (event) => {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? 10 * STEP : STEP;
    const [x, y] = own.quad[number];
    move(own, number, x + way[0] * step, y + way[1] * step);
    clearTimeout(own.resting);
    own.resting = setTimeout(() => {
      own.resting = 0;
      own.tell();
    }, REST_MS);
  };
  return made;
}

function move(own, number, x, y) {
  own.quad[number] = [x, y].map((value) => Math.min(1, Math.max(0, value)));
  place(own);
}

function place(own) {
  const points = own.quad.map((corner) => corner.join(',')).join(' ');
  for (const line of own.outlines) line.setAttribute('points', points);
  own.handles.forEach((made, number) => {
    made.style.left = `${100 * own.quad[number][0]}%`;
    made.style.top = `${100 * own.quad[number][1]}%`;
  });
}

function svg(tag) {
  return document.createElementNS('http://www.w3.org/2000/svg', tag);
}
