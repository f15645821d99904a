// Colours: as the system has them, or as somebody has chosen on this device. Runs before anything is painted.
(() => {
  'use strict';
  const root = document.documentElement;
  root.classList.add('script');
  const THEMES = ['system', 'light', 'dark'];
  const stored = () => {
    try { return THEMES.find((each) => each === localStorage.getItem('theme')) || 'system'; } catch { return 'system'; }
  };
  const store = () => { try { localStorage.setItem('theme', theme); } catch { /* not kept, then */ } };
  let theme = stored();
  const paint = () => {
    if (theme === 'system') delete root.dataset.theme; else root.dataset.theme = theme;
    const button = document.querySelector('[data-theme-switch]');
    if (!button) return;
    button.textContent = { system: '◐', light: '☀', dark: '☾' }[theme];
    button.title = 'Colours: ' + { system: 'as the system has them', light: 'light', dark: 'dark' }[theme];
    button.setAttribute('aria-label', button.title);
  };
  const take = (other) => {
    theme = other;
    paint();
    document.dispatchEvent(new Event('theme'));
  };
  paint();
  document.addEventListener('DOMContentLoaded', () => {
    paint();
    document.querySelector('[data-theme-switch]')?.addEventListener('click', () => {
      take(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]);
      store();
    });
  });
  // Another window of this browser has chosen.
  addEventListener('storage', (event) => { if (event.key === 'theme') take(stored()); });
  addEventListener('pageshow', (event) => { if (event.persisted) take(stored()); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => document.dispatchEvent(new Event('theme')));
})();
