// Makes the log form quicker: keys, only the chosen channel's basics, two steps in one place. The form posts without this file too.
const form = document.getElementById('log');
if (form) {
  const one = selector => document.querySelector(selector);
  const all = selector => [...form.querySelectorAll(selector)];
  const dock = form.querySelector('.dock'), miss = form.querySelector('details.miss'), need = one('[data-need]'), toast = one('[data-toast]');
  const save = form.querySelector('[data-save]'), saveText = save?.textContent;
  const missed = () => all('[name=Missed]:enabled:checked').length;
  const hasReason = () => !('reasonRequired' in form.dataset) || all('[name=Reason]:checked').length > 0;
  const hasWhy = () => !('whyRequired' in form.dataset) || all('[name=Why]:checked').length > 0;
  let sent = false;

  const channel = () => (form.querySelector('[name=Channel]:checked') ?? form.querySelector('[name=Channel]'))?.value;
  const showChannel = () => {
    const code = channel();
    for (const block of all('[data-channel]')) {
      const chosen = block.dataset.channel === code;
      block.hidden = !chosen;
      for (const input of block.querySelectorAll('input, select, textarea, button')) input.disabled = !chosen;
    }
  };

  const total = () => {
    const block = all('[data-channel][data-total]').find(b => !b.hidden);
    return Number(block?.dataset.total ?? save.dataset.total ?? form.dataset.total ?? all('[name=Missed]:enabled').length);
  };
  const showSave = () => {
    if (!save) return;
    const n = missed();
    save.textContent = n ? `Save: ${n} missed, ${Math.max(0, total() - n)} met${save.dataset.by ?? ''}` : saveText;
    save.disabled = sent || !n || !hasWhy();
  };

  // A full check has no default: it can be saved once every basic of the channel is answered.
  const saveFull = form.querySelector('[data-fsave]'), saveFullText = saveFull?.textContent;
  const fullRows = () => all('.fcrow').filter(row => row.querySelector('input:enabled'));
  const isAnswered = row => row.querySelector(':checked') || row.querySelector('[type=text]')?.value.trim();
  const showFull = () => {
    if (!saveFull) return;
    const rows = fullRows();
    const answered = rows.filter(isAnswered).length;
    saveFull.textContent = answered < rows.length ? `${answered} of ${rows.length} answered` : saveFullText;
    saveFull.disabled = sent || answered < rows.length;
  };
  const showButtons = () => { showSave(); showFull(); };

  const showMode = () => { if (dock) dock.dataset.mode = fullRows().length ? 'full' : miss?.open ? 'miss' : 'quick'; };

  const askReason = () => {
    need?.classList.add('on');
    const first = form.querySelector('[name=Reason]');
    first?.focus();
    first?.closest('label')?.scrollIntoView({ block: 'nearest' });
  };

  const openMiss = () => {
    if (!miss) return;
    if (!hasReason()) { askReason(); return; }
    miss.open = true;
    showMode();
    miss.querySelector('[name=Missed]:enabled')?.focus({ focusVisible: false });
  };

  form.addEventListener('change', e => {
    if (e.target.name === 'Channel') { showChannel(); showMode(); }
    if (e.target.name === 'Reason') need?.classList.remove('on');
    showButtons();
  });
  form.addEventListener('input', e => { if (e.target.matches('.fcrow [type=text]')) showFull(); });
  miss?.addEventListener('toggle', showMode);
  form.querySelector('[data-missed]')?.addEventListener('click', e => { e.preventDefault(); openMiss(); });
  form.querySelector('[data-back]')?.addEventListener('click', e => {
    e.preventDefault();
    miss.open = false;
    showMode();
    form.querySelector('[data-missed]')?.focus();
  });

  form.addEventListener('submit', e => {
    if (sent) { e.preventDefault(); return; }
    if (e.submitter?.name === 'How' && !hasReason()) { e.preventDefault(); askReason(); return; }
    sent = true;
    // A disabled button is left out of what is sent, so it is disabled after the browser has collected the fields.
    setTimeout(() => { for (const b of all('button')) b.disabled = true; });
  });
  // Going back may show the page as it was left.
  addEventListener('pageshow', e => {
    if (!e.persisted) return;
    sent = false;
    for (const b of all('button')) b.disabled = false;
    showChannel();
    showMode();
    showButtons();
  });

  // A scanner ends what it types with Enter; that must not save or undo anything.
  form.addEventListener('keydown', e => {
    if (e.key === 'Enter' && e.target.matches('input')) e.preventDefault();
  });

  const typing = target => target.matches('textarea, select, [contenteditable]') || (target.matches('input') && !['radio', 'checkbox', 'button', 'submit'].includes(target.type));
  const answers = { y: 'met', n: 'missed', x: 'na' };
  const press = key => {
    const mode = dock?.dataset.mode ?? 'quick', quick = mode === 'quick';
    if (/^[1-8]$/.test(key)) all(mode === 'miss' ? '[name=Missed]:enabled' : '[name=Reason]')[key - 1]?.click();
    else if (mode === 'full' && answers[key]) {
      const row = fullRows().find(r => !isAnswered(r)), input = row?.querySelector(`[value=${answers[key]}]`);
      input?.click();
      row?.scrollIntoView({ block: 'nearest' });
    }
    else if (key === 'a' && quick) form.querySelector('[data-allmet]')?.click();
    else if (key === 'm' && quick) { if (form.querySelector('[data-missed]')) openMiss(); }
    else if (key === 'z' && toast && !toast.hidden) one('[data-undo]')?.click();
  };

  // A scanner types as nobody does: many signs at once, and Enter. What it types is the customer's reference, wherever the focus is; so keys
  // act a moment after they are pressed, when nothing has followed them.
  const most = 50, wait = 120, least = 4;
  const customer = form.querySelector('[name=Customer]'), more = form.querySelector('[data-more]');
  let burst = [], field = null, before = '', last = 0, timer = 0;
  const rest = () => {
    const keys = burst;
    burst = [];
    if (keys.length < least) for (const k of keys) if (!k.typed) press(k.key.toLowerCase());
  };
  const scanned = text => {
    if (!customer) return;
    if (field && field !== customer) field.value = before;
    customer.value = text.slice(0, customer.maxLength > 0 ? customer.maxLength : undefined);
    if (more) more.textContent = `Customer ${customer.value}`;
  };
  addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.repeat || e.isComposing) return;
    const isFast = e.timeStamp - last <= most;
    if (e.key === 'Enter' && isFast && burst.length >= least) {
      e.preventDefault();
      clearTimeout(timer);
      const text = burst.map(k => k.key).join('');
      burst = [];
      scanned(text);
      return;
    }
    if (e.key.length !== 1) return;
    if (burst.length && !isFast) { clearTimeout(timer); rest(); }
    last = e.timeStamp;
    const typed = typing(e.target);
    if (!burst.length) [field, before] = typed ? [e.target, e.target.value] : [null, ''];
    burst.push({ key: e.key, typed });
    clearTimeout(timer);
    timer = setTimeout(rest, wait);
    // A space would press what has the focus.
    if (!typed && (e.key !== ' ' || burst.length > 1)) e.preventDefault();
  }, true);

  if (toast) {
    // The device's clock may be wrong; the server decides whether an undo is still in time.
    const offered = 10_000, left = Date.parse(toast.dataset.until) - Date.now();
    setTimeout(() => { toast.hidden = true; }, left > 0 && left < offered ? left : offered);
  }

  form.classList.add('live');
  showChannel();
  showMode();
  showButtons();
}
