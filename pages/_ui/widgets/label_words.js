// The words of a label, to be selected by dragging, by Shift and a click, or with the arrow keys,
// and then to be called title, artist, number, date or nothing. All texts are set as text.
export default function ({ data, parentElement, setTriggerValue }) {
  let label = parentElement.querySelector('.label');
  if (!label) {
    label = built();
    parentElement.appendChild(label);
  }
  label.send = setTriggerValue;
  const drawn = JSON.stringify(data);
  if (label.drawn === drawn) return;
  Object.assign(label, { drawn, data, chosen: null, tapped: false });
  drawWords(label);
  drawFoot(label);
}

function element(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

function built() {
  const label = element('div', 'label');
  const words = element('div', 'words');
  words.tabIndex = 0;
  words.setAttribute('role', 'listbox');
  words.setAttribute('aria-multiselectable', 'true');
  words.onpointerdown = (event) => pressed(label, event);
  words.onpointermove = (event) => dragged(label, event);
  words.onpointerup = () => { label.dragging = false; };
  words.onpointercancel = () => { label.dragging = false; choose(label, null); };
  words.onkeydown = (event) => keyed(label, event);
  label.append(words, element('div', 'foot'));
  return label;
}

function drawWords(label) {
  const { lines, colours, name } = label.data;
  const words = label.querySelector('.words');
  words.setAttribute('aria-label', name);
  words.replaceChildren(...lines.map((pieces) => {
    const line = element('div', 'line');
    line.dir = 'auto';
    line.setAttribute('role', 'presentation');
    line.append(...pieces.map((piece) => {
      const span = element('span', '', piece.text);
      if (piece.word >= 0) {
        span.dataset.word = piece.word;
        span.id = `word-${piece.word}`;
        span.setAttribute('role', 'option');
        span.setAttribute('aria-selected', 'false');
      }
      if (piece.kind) {
        span.classList.add('kind', piece.kind);
        span.style.setProperty('--kind', colours[piece.kind]);
      }
      span.classList.toggle('marked', piece.marked);
      return span;
    }));
    return line;
  }));
}

function drawFoot(label) {
  const foot = label.querySelector('.foot');
  foot.replaceChildren(...(label.chosen ? asked(label) : legend(label)));
}

function asked(label) {
  const ask = element('div', 'ask');
  ask.setAttribute('role', 'group');
  ask.setAttribute('aria-label', `What “${chosenText(label)}” is`);
  ask.append(element('span', '', 'These words are the'), ...label.data.answers.map(([what, name, colour]) => {
    const answer = element('button', 'kind', name);
    answer.style.setProperty('--kind', colour);
    answer.onclick = () => {
      const { from, to } = label.chosen;
      label.send('said', { first: from, last: to, what });
      choose(label, null);
    };
    return answer;
  }));
  return [ask];
}

function legend(label) {
  const { colours, note, undo } = label.data;
  const keys = label.data.legend.map(([kind, name]) => {
    const key = element('span', `key ${kind}`, name);
    key.style.setProperty('--kind', colours[kind]);
    return key;
  });
  const parts = [...keys, element('span', 'note', note)];
  if (undo) {
    const button = element('button', 'undo', undo);
    button.onclick = () => label.send('undone', true);
    parts.push(button);
  }
  return parts;
}

function last(label) {
  return Math.max(-1, ...label.data.lines.flat().map((piece) => piece.word));
}

function choose(label, chosen) {
  const { chosen: before } = label;
  label.chosen = chosen;
  const [first, final] = chosen
    ? [Math.min(chosen.from, chosen.to), Math.max(chosen.from, chosen.to)] : [1, 0];
  let inside = false;
  for (const span of label.querySelectorAll('.line > span')) {
    const word = span.dataset.word === undefined ? -1 : Number(span.dataset.word);
    if (word >= 0) inside = word >= first && word <= final;
    const between = word < 0 && inside && nextWord(span) <= final;
    span.classList.toggle('chosen', word >= 0 ? inside : between);
    if (word >= 0) span.setAttribute('aria-selected', String(inside));
  }
  label.querySelector('.words').setAttribute('aria-activedescendant', chosen ? `word-${chosen.to}` : '');
  if (Boolean(before) !== Boolean(chosen)) drawFoot(label);
  else if (chosen) {
    label.querySelector('.ask').setAttribute('aria-label', `What “${chosenText(label)}” is`);
  }
}

function nextWord(span) {
  let next = span.nextElementSibling;
  while (next && next.dataset.word === undefined) next = next.nextElementSibling;
  return next ? Number(next.dataset.word) : Infinity;
}

function chosenText(label) {
  const lines = [...label.querySelectorAll('.line')].map((line) =>
    [...line.querySelectorAll('.chosen')].map((span) => span.textContent).join(''));
  return lines.filter(Boolean).join('\n');
}

function wordAt(label, event) {
  const found = label.getRootNode().elementFromPoint(event.clientX, event.clientY);
  const word = found?.closest?.('[data-word]');
  return word && label.contains(word) ? Number(word.dataset.word) : -1;
}

function pressed(label, event) {
  if (event.button !== 0) return;
  const word = wordAt(label, event);
  if (word < 0) {
    choose(label, null);
    return;
  }
  // On a touch screen, where dragging scrolls, the second tap names the last word.
  const extends_ = label.chosen && (event.shiftKey || (event.pointerType === 'touch' && label.tapped));
  label.tapped = event.pointerType === 'touch' && !extends_;
  label.dragging = true;
  choose(label, extends_ ? { from: label.chosen.from, to: word } : { from: word, to: word });
}

function dragged(label, event) {
  if (!(event.buttons & 1)) label.dragging = false; // let go outside of the label
  const word = label.dragging ? wordAt(label, event) : -1;
  if (word < 0 || word === label.chosen?.to) return;
  label.tapped = false;
  choose(label, { from: label.chosen.from, to: word });
}

function keyed(label, event) {
  const { chosen } = label;
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step) {
    const to = Math.min(Math.max((chosen ? chosen.to : step > 0 ? -1 : 1) + step, 0), last(label));
    if (to >= 0) choose(label, { from: chosen && event.shiftKey ? chosen.from : to, to });
    label.querySelector('.words .chosen')?.scrollIntoView({ block: 'nearest' });
  } else if (event.key === 'Enter' && chosen) {
    label.querySelector('.ask button').focus();
  } else if (event.key === 'Escape' && chosen) {
    choose(label, null);
  } else if (event.key === 'c' && (event.ctrlKey || event.metaKey) && chosen) {
    navigator.clipboard?.writeText(chosenText(label));
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
