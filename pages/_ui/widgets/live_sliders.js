// Tells where a slider of Streamlit stands while it is moved; on release Streamlit tells it itself.
export default function ({ data, parentElement, setTriggerValue }) {
  const own = (parentElement.live ??= { waiting: null, busy: false });
  own.data = data;
  own.send = setTriggerValue;
  own.busy = false; // the page has answered
  flush(own);
  own.observer ??= new MutationObserver((changes) => {
    for (const { target } of changes) moved(own, target);
  });
  own.observer.disconnect();
  own.observer.observe(document.body, {
    subtree: true, attributes: true, attributeFilter: ['value'],
  });
  return () => own.observer.disconnect();
}

function moved(own, thumb) {
  const name = Object.keys(own.data.sliders).find((key) => thumb.closest(`.${own.data.sliders[key]}`));
  if (!name) return;
  const thumbs = thumb.closest(`.${own.data.sliders[name]}`).querySelectorAll('input[type=range]');
  own.waiting = { name, values: [...thumbs].map((each) => Number(each.value)) };
  flush(own);
}

// One question at a time, and then the newest: the end of a movement is never lost.
function flush(own) {
  if (own.busy || !own.waiting) return;
  own.busy = true;
  own.send('moved', own.waiting);
  own.waiting = null;
}
