// Shows a question that has a page of its own in a dialog on the page where it was raised. Escape, and whatever leads
// back here, closes it. Without this script the page of the question is shown.
(() => {
  'use strict';
  if (!window.HTMLDialogElement) return;
  const QUESTION = /^\/(databases\/[^/]+\/sessions\/end|approvals\/[^/]+)$/;
  const leads = (address) => address.origin === location.origin && QUESTION.test(address.pathname);
  const words = (each) => each.getAttribute('href') || each.textContent;
  let asking = false;

  // Back to what raised it, or to what stands in its place now.
  const back = (raiser) => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const same = raiser.isConnected ? raiser
      : [...document.querySelectorAll(raiser.localName)].find((each) => words(each) === words(raiser));
    (same || document.getElementById('main'))?.focus();
  };
  const show = (content, raiser) => {
    const dialog = document.createElement('dialog');
    dialog.className = 'question';
    content.querySelectorAll('.crumbs, .said, .paused').forEach((each) => each.remove());
    dialog.append(...[...content.children].map((each) => document.adoptNode(each)));
    const heading = dialog.querySelector('h1');
    heading.id = 'question';
    heading.tabIndex = -1;
    heading.autofocus = true;
    dialog.setAttribute('aria-labelledby', heading.id);
    dialog.addEventListener('click', (event) => {
      const link = event.target.closest('a');
      if (event.target !== dialog && link?.pathname !== location.pathname) return;
      event.preventDefault();
      dialog.close();
    });
    dialog.addEventListener('close', () => { dialog.remove(); back(raiser); });
    document.body.append(dialog);
    dialog.showModal();
  };
  const ask = async (address, raiser) => {
    if (asking) return;
    asking = true;
    const answer = await fetch(address, { headers: { Accept: 'text/html' } }).catch(() => null);
    asking = false;
    const text = answer?.ok && !answer.redirected ? await answer.text() : '';
    const content = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
    if (content?.querySelector('h1') && content.querySelector('form[method=post]')) show(content, raiser);
    else location.assign(address);
  };

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]');
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const address = new URL(link.href);
    if (!leads(address) || address.pathname === location.pathname) return;
    event.preventDefault();
    ask(address, link);
  });
  document.addEventListener('submit', (event) => {
    const form = event.target, address = new URL(form.getAttribute('action') || '', location.href);
    if (event.defaultPrevented || form.getAttribute('method') !== 'get' || !leads(address)) return;
    event.preventDefault();
    address.search = new URLSearchParams(new FormData(form, event.submitter));
    ask(address, event.submitter || form);
  });
})();
