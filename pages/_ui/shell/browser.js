// What Streamlit leaves to do: for people who work with the keyboard, a way past the settings to the
// pages, and a place to go on from when a choice has redrawn what had the focus; for what stands
// outside of the app's own element, such as popovers, which theme is shown.
if (!window.cartellinoPage) {
  window.cartellinoPage = true;
  followTheme();
  document.body.prepend(skipLink());
  keepFocus();
}

function followTheme() {
  const app = document.querySelector('.stApp');
  const follow = () => {
    document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme;
  };
  new MutationObserver(follow).observe(app, { attributes: true, attributeFilter: ['class'] });
  follow();
}

function skipLink() {
  const link = document.createElement('a');
  link.className = 'ct-skip';
  link.href = '#';
  link.textContent = 'Skip to the pages';
  link.onclick = (event) => {
    event.preventDefault();
    document.querySelector('[data-testid="stTopNavLink"]')?.focus();
  };
  return link;
}

function keepFocus() {
  let last = null; // what had the focus, and how it is found again
  let byKeyboard = false;
  const observer = new MutationObserver(() => {
    if (!last || last.element.isConnected || document.activeElement !== document.body) return;
    const lost = last;
    last = null;
    if (byKeyboard) goOn(lost, 50);
  });
  const observe = (root) => observer.observe(root, { childList: true, subtree: true });
  observe(document.body);
  document.addEventListener('keydown', () => { byKeyboard = true; }, true);
  document.addEventListener('pointerdown', () => { byKeyboard = false; last = null; }, true);
  document.addEventListener('focusout', () => setTimeout(() => {
    // Left on purpose, as a field with Enter: it is still there.
    if (last?.element.isConnected && document.activeElement === document.body) last = null;
  }));
  document.addEventListener('focusin', (event) => {
    const element = event.composedPath()[0];
    last = described(element);
    if (element.getRootNode() !== document) observe(element.getRootNode());
  });
}

function described(element) {
  const root = element.getRootNode();
  const outer = root.host ?? element; // a component draws in a root of its own
  const part = outer.closest?.('[data-testid="stMain"], [data-testid="stSidebar"]');
  return part && { element, outer, part, tag: element.tagName, name: nameOf(element),
    key: keyOf(outer) };
}

function nameOf(element) {
  return element.getAttribute('aria-label') || element.textContent.trim();
}

function keyOf(element) {
  const classes = element.closest('[class*="st-key-"]')?.classList ?? [];
  return [...classes].find((name) => name.startsWith('st-key-')) ?? '';
}

// Wait for what is being redrawn, at most `tries` tenths of a second: the same control again or,
// after a verdict, whose controls belong to their clip, the title of the next clip.
function goOn(lost, tries) {
  if (document.activeElement !== document.body || !tries) return;
  const drawn = document.querySelector('.stApp[data-test-script-state="notRunning"]');
  const next = again(lost) ?? (drawn && heading());
  if (next) next.focus({ preventScroll: true });
  else setTimeout(() => goOn(lost, tries - 1), 100);
}

function again({ outer, part, tag, name, key }) {
  const roots = [part, ...outer.isConnected && outer.shadowRoot ? [outer.shadowRoot] : []];
  return roots.flatMap((root) => [...root.querySelectorAll(tag)]).find((element) =>
    keyOf(element.getRootNode().host ?? element) === key && nameOf(element) === name
    && !element.disabled);
}

function heading() {
  const found = document.querySelector('[data-testid="stMain"] .ct-label h2')
    ?? document.querySelector('[data-testid="stMain"] h1');
  if (found) found.tabIndex = -1;
  return found;
}
