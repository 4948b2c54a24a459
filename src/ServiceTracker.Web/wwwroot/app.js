// Shared by every page. It is read before the first paint so that a chosen theme does not flash; the rest waits for the document.
{
  'use strict';
  const themes = ['auto', 'light', 'dark'];
  const words = { auto: 'as the device', light: 'light', dark: 'dark' };
  const read = () => { try { return localStorage.getItem('theme') ?? 'auto'; } catch { return 'auto'; } };
  const keep = theme => { try { localStorage.setItem('theme', theme); } catch { /* storage is blocked: the choice holds for this page */ } };
  let theme = themes.includes(read()) ? read() : 'auto';
  const apply = () => {
    const root = document.documentElement;
    if (theme === 'auto') delete root.dataset.theme; else root.dataset.theme = theme;
  };
  apply();

  addEventListener('DOMContentLoaded', () => {
    const button = document.querySelector('[data-theme-toggle]');
    if (button) {
      const name = () => button.setAttribute('aria-label', `Theme: ${words[theme]}`);
      name();
      button.addEventListener('click', () => {
        theme = themes[(themes.indexOf(theme) + 1) % themes.length];
        keep(theme);
        apply();
        name();
      });
    }

    for (const b of document.querySelectorAll('[data-print]')) b.addEventListener('click', () => print());

    const more = document.querySelector('.more');
    if (more) {
      document.addEventListener('click', e => { if (!more.contains(e.target)) more.open = false; });
      more.addEventListener('keydown', e => {
        if (e.key !== 'Escape' || !more.open) return;
        more.open = false;
        more.querySelector('summary').focus();
      });
    }

    if (document.querySelector('.chart .plot')) import('./charts.js');
  });
}
