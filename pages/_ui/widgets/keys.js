// A verdict is taken once a key press, and only when the clip that it is meant for has been drawn:
// held keys, double clicks and slow redraws judge nothing.
const TYPING = 'input, textarea, select, [contenteditable="true"]';

export default function ({ data, parentElement, setTriggerValue }) {
  const own = (parentElement.keys ??= { shown: null, armed: false });
  own.data = data;
  own.send = (action) => setTriggerValue('pressed', { action, shown: data.shown });
  if (own.shown !== data.shown) {
    if (own.shown !== null) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
    own.shown = data.shown;
  }
  disarm(own);
  putIntoAddress(data.address);
  whenDrawn(own, data.serial);
  if (!own.listening) {
    own.listening = true;
    own.onKey = (event) => pressed(own, event);
    own.onClick = (event) => clicked(own, event);
    document.addEventListener('keydown', own.onKey, true);
    document.addEventListener('click', own.onClick, true);
  }
  return () => {
    document.removeEventListener('keydown', own.onKey, true);
    document.removeEventListener('click', own.onClick, true);
    own.listening = false;
  };
}

function disarm(own) {
  own.armed = false;
  document.documentElement.dataset.judging = '';
}

// Not by way of Streamlit, which would draw its whole page again for it.
function putIntoAddress(parameters) {
  const address = new URL(location.href);
  for (const [name, values] of Object.entries(parameters)) {
    address.searchParams.delete(name);
    for (const value of values) address.searchParams.append(name, value);
  }
  if (address.href !== location.href) history.replaceState(history.state, '', address);
}

function whenDrawn(own, serial) {
  if (own.data.serial !== serial) return;
  const { dataset } = document.documentElement; // `drawn` is set by the viewer
  if (dataset.drawn !== own.data.shown) {
    setTimeout(() => whenDrawn(own, serial), 16);
    return;
  }
  afterPainting(() => {
    if (own.data.serial !== serial) return;
    own.armed = true;
    dataset.judging = own.data.shown;
  });
}

// A message that is sent before a frame is painted arrives when it has been.
function afterPainting(act) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = act;
  requestAnimationFrame(() => port2.postMessage(null));
}

function pressed(own, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.composedPath()[0];
  if (through(own, target, event)) return;
  if (target.matches?.(TYPING)) {
    leave(own, target, event);
    return;
  }
  const inBar = own.data.guarded && target.closest?.(own.data.guarded);
  if (inBar && (event.key === 'Enter' || event.key === ' ')) {
    if (event.repeat) stop(event);
    return;
  }
  if (covered(own)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const verdict = own.data.verdicts[key];
  const action = verdict ?? own.data.others[key];
  if (!action || (key === 'Enter' && target.closest?.('button, a, summary, [role]'))) return;
  stop(event);
  if (event.repeat && !own.data.repeated.includes(action)) return;
  if (verdict && !own.armed) return;
  disarm(own); // until the page shows what came of it
  own.send(action);
}

// A sheet, or any popover but that of the reasons, is in front of what would be judged.
function covered(own) {
  const popover = document.querySelector('[data-testid="stPopoverBody"]');
  return document.querySelector('[data-testid="stDialog"]')
    || (popover && popover.getAttribute('aria-label') !== own.data.popover);
}

function clicked(own, event) {
  const button = event.target.closest?.('button');
  if (!own.data.guarded || !button?.closest(own.data.guarded)) return;
  if (!own.armed || event.detail > 1) {
    stop(event);
    return;
  }
  disarm(own);
}

// Arrows lead from a search through what it finds, and back.
function through(own, target, event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || !own.data.listed) return false;
  const all = [...document.querySelectorAll(own.data.listed)];
  const list = all.filter((node) => node.offsetParent); // Streamlit draws some buttons twice
  const at = list.indexOf(target.closest?.('input, button'));
  if (at < 0) return false;
  stop(event);
  list[at + by]?.focus();
  return true;
}

// Enter and Esc give the keyboard back to the verdicts; Esc leaves a search as well.
function leave(own, target, event) {
  if (event.key === 'Escape' && own.data.others.Escape) {
    stop(event);
    own.send(own.data.others.Escape);
    return;
  }
  if (event.key === 'Escape' || (event.key === 'Enter' && target.matches('input[type="text"]'))) {
    setTimeout(() => target.blur(), 0);
  }
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
