// Reads server-drawn charts week by week, or day by day, by pointer and by keyboard. The values come from the chart's own table,
// so without this file the charts, their links and their tables still work.
const tip = document.createElement('div');
tip.className = 'tip';
tip.hidden = true;
tip.setAttribute('aria-hidden', 'true');
document.body.append(tip);

const show = (x, y, lines) => {
  tip.replaceChildren(...lines.map((text, i) => Object.assign(document.createElement(i ? 'span' : 'b'), { textContent: text })));
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  tip.style.left = `${Math.min(Math.max(8, x - box.width / 2), Math.max(8, document.documentElement.clientWidth - box.width - 8))}px`;
  tip.style.top = `${y - box.height - 14 < 8 ? y + 18 : y - box.height - 14}px`;
};
const hide = () => { tip.hidden = true; };

// Of a full chart its table, of one among many the short text beside its drawing: n, k, limits in tenths of a percent, words.
const fromTable = figure => {
  const byDay = figure.dataset.per === 'day';
  return [...figure.querySelectorAll('tbody tr')].reverse().map(row => {
    const cells = [...row.querySelectorAll('td')].map(cell => cell.textContent);
    const [n, rate, lower, , upper] = cells, link = row.querySelector('a');
    return {
      href: link.href, n, rate, signal: cells.at(-1), when: byDay ? link.textContent : `Week of ${link.textContent}`,
      usual: byDay || lower === '–' ? '' : `usual ${lower} to ${upper}`,
    };
  });
};
const percent = share => `${(100 * share).toFixed(1)}%`;
const fromText = figure => {
  const { weeks, from } = figure.closest('[data-weeks]').dataset, names = weeks.split('|');
  return figure.dataset.values.split(';').map((text, i) => {
    const [n, k, lower, upper, ...words] = text.split(' '), href = new URL(figure.dataset.href, location.href);
    const day = plus => new Date(Date.parse(from) + (7 * i + plus) * 864e5).toISOString().slice(0, 10);
    href.searchParams.set('from', day(0));
    href.searchParams.set('to', day(6));
    return {
      href: href.href, n, rate: percent(k / n), signal: words.join(' '), when: `Week of ${names[i]}`,
      usual: n === '0' || lower === '-' ? '' : `usual ${percent(lower / 1000)} to ${percent(upper / 1000)}`,
    };
  });
};

class Reader {
  constructor(figure) {
    this.svg = figure.querySelector('.plot');
    const byDay = figure.dataset.per === 'day';
    this.weeks = (figure.dataset.values ? fromText : fromTable)(figure).map(({ href, n, rate, signal, when, usual }) => ({
      href, lines: n === '0' ? [when, 'no interactions'] : [when, `${rate} of ${n}`, usual, signal].filter(Boolean),
    }));

    this.range = Object.assign(document.createElement('input'), { type: 'range', min: 0, max: this.weeks.length - 1, step: 1, value: this.weeks.length - 1, className: 'scrub' });
    this.range.setAttribute('aria-label', byDay ? 'Read the chart day by day; Enter opens the day' : 'Read the chart week by week; Enter opens the week');
    this.svg.parentElement.append(this.range);
    this.speak(this.weeks.length - 1);

    this.cursor = document.createElementNS('http://www.w3.org/2000/svg', 'line');
    this.cursor.setAttribute('class', 'cursor');
    this.cursor.setAttribute('y1', 0);
    this.cursor.setAttribute('y2', this.svg.querySelector('.in').getAttribute('height'));
    this.svg.append(this.cursor);

    this.svg.addEventListener('pointermove', e => this.at(this.index(e.clientX), e.clientY));
    this.svg.addEventListener('pointerleave', () => this.off());
    this.svg.addEventListener('click', e => { if (e.pointerType !== 'touch' && !e.target.closest('a')) this.open(this.index(e.clientX)); });
    this.range.addEventListener('input', () => this.at(+this.range.value));
    this.range.addEventListener('focus', () => this.at(+this.range.value));
    this.range.addEventListener('blur', () => this.off());
    this.range.addEventListener('keydown', e => {
      if (e.key === 'Enter') { e.preventDefault(); this.open(+this.range.value); }
      if (e.key === 'Escape') this.off();
    });
  }

  index(clientX) {
    const box = this.svg.getBoundingClientRect();
    return Math.max(0, Math.min(this.weeks.length - 1, Math.floor((clientX - box.left) / box.width * this.weeks.length)));
  }

  speak(i) { this.range.setAttribute('aria-valuetext', this.weeks[i].lines.join(', ')); }

  at(i, y) {
    const box = this.svg.getBoundingClientRect(), x = (i + .5) / this.weeks.length;
    this.cursor.setAttribute('x1', `${x * 100}%`);
    this.cursor.setAttribute('x2', `${x * 100}%`);
    this.cursor.classList.add('on');
    this.range.value = i;
    this.speak(i);
    show(box.left + x * box.width, y ?? box.top + 20, this.weeks[i].lines);
  }

  off() { this.cursor.classList.remove('on'); hide(); }

  open(i) { location.assign(this.weeks[i].href); }
}

// A chart is set up when it comes near the screen: a page of sixty costs nothing at load. A funnel has no weeks to read.
const near = new IntersectionObserver(entries => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    near.unobserve(entry.target);
    new Reader(entry.target);
  }
}, { rootMargin: '200px' });
for (const figure of document.querySelectorAll('.chart')) {
  if (figure.querySelector('.plot') && (figure.dataset.values || figure.querySelector('tbody tr'))) near.observe(figure);
}
