// What a page does beyond links and forms. Everything works without it, only less lively.
(() => {
  'use strict';
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
})();
