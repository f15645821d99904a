// What a page does beyond links and forms. Everything works without it, only less lively.
(() => {
  'use strict';
  const root = document.documentElement;

  // Times: how long ago, and exactly in the time zone of the browser.
  const span = (seconds) => {
    const s = Math.max(0, Math.floor(seconds));
    if (s < 60) return s + ' s';
    if (s < 3600) return Math.floor(s / 60) + ' min';
    return s < 86400 ? Math.floor(s / 3600) + ' h' : Math.floor(s / 86400) + ' d';
  };
  const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  const times = (within) => {
    for (const time of within.querySelectorAll('time[data-ago]')) {
      const at = Date.parse(time.dateTime);
      const past = (Date.now() - at) / 1000;
      const text = past < -1 ? 'in ' + span(-past) : past < 1 ? 'now' : span(past) + ' ago';
      if (time.textContent !== text) time.textContent = text;
      if (!time.dataset.local) { time.title = exact.format(at); time.dataset.local = 'yes'; }
    }
  };

  // Bars of results, drawn as the server draws them.
  const BEATS = 50, STEP = 9;
  const draw = (bar) => {
    const letters = bar.dataset.beats, first = BEATS - letters.length;
    bar.replaceChildren();
    for (const kind of 'uwdn') {
      let line = '';
      for (const run of letters.matchAll(new RegExp(kind + '+', 'g'))) {
        line += 'M' + (first + run.index) * STEP + ' 13h' + (run[0].length * STEP - STEP / 3);
      }
      if (line) {
        const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
        path.setAttribute('class', 'beat-' + kind);
        path.setAttribute('d', line);
        bar.append(path);
      }
    }
    const up = [...letters].filter((each) => each === 'u' || each === 'w').length;
    bar.setAttribute('aria-label', up + ' of the last ' + letters.length + (letters.length === 1 ? ' check up' : ' checks up'));
  };
  const beats = (text) => {
    for (const line of text.split('\n')) {
      const [id, letter, ...response] = line.split(' ');
      const bar = document.getElementById('b-' + id), place = document.getElementById('r-' + id);
      if (bar && /^[uwdn]$/.test(letter)) {
        bar.dataset.beats = (bar.dataset.beats + letter).slice(-BEATS);
        draw(bar);
      }
      if (place && response.length) place.textContent = response.join(' ');
    }
  };

  // Changes an element into another one while what is the same stays where it is, with its focus, its scroll
  // position, what is typed and what is folded. What has a key is recognised by it, wherever it stands.
  // (A form's own id may be hidden behind a field of that name.)
  const key = (node) => node.nodeType === 1 ? node.getAttribute('id') || node.dataset.key || '' : '';
  const OWN = new Set(['open', 'disabled', 'data-held']);
  const attributes = (old, fresh) => {
    for (const { name } of [...old.attributes]) if (!OWN.has(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (!OWN.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  };
  const mark = (each) => {
    each.classList.add('fresh');
    each.addEventListener('animationend', () => each.classList.remove('fresh'), { once: true });
  };
  const morph = (old, fresh) => {
    const stamp = old.dataset?.stamp;
    if (old.nodeType !== 1) { if (old.data !== fresh.data) old.data = fresh.data; return; }
    if (old.hasAttribute('data-chart')) return;
    attributes(old, fresh);
    const unused = [...old.childNodes];
    const matched = [...fresh.childNodes].map((each) => {
      const at = unused.findIndex((one) => one.nodeName === each.nodeName && key(one) === key(each));
      return [each, at < 0 ? null : unused.splice(at, 1)[0]];
    });
    unused.forEach((each) => each.remove());
    let next = old.firstChild;
    for (const [each, same] of matched) {
      if (same) {
        if (same === next) next = next.nextSibling; else old.insertBefore(same, next);
        morph(same, each);
      } else {
        old.insertBefore(each, next);
        if (each.dataset?.key) mark(each);
      }
    }
    if (stamp !== old.dataset.stamp) mark(old);
  };

  // Whether what somebody is at would still be there: the focus, what they have typed, what they have marked.
  const edited = (field) => {
    if (field.type === 'hidden' || field.type === 'checkbox' || field.type === 'radio') return false;
    if (field.tagName !== 'SELECT') return field.value !== field.defaultValue;
    const usual = [...field.options].findIndex((each) => each.defaultSelected);
    return field.selectedIndex !== Math.max(0, usual);
  };
  const remains = (each, old, fresh) => {
    const row = each.closest('[data-key]');
    const there = row && row !== old && old.contains(row) ? fresh.querySelector('[data-key="' + CSS.escape(row.dataset.key) + '"]') : fresh;
    return !!there && [...there.querySelectorAll(each.tagName)].some((other) => other.id === each.id
      && ['name', 'href', 'value'].every((name) => edited(each) && name === 'value' || other.getAttribute(name) === each.getAttribute(name))
      && (each.tagName !== 'BUTTON' || other.textContent === each.textContent));
  };
  const fits = (old, fresh) => {
    const marked = getSelection();
    if (marked && !marked.isCollapsed && old.contains(marked.anchorNode)) return false;
    const at = document.activeElement;
    const guarded = [...old.querySelectorAll('input, textarea, select')].filter(edited);
    if (at && at !== old && old.contains(at)) guarded.push(at);
    return guarded.every((each) => remains(each, old, fresh));
  };

  // Parts of the page that are other ones now. One that would take away what somebody is at waits until they leave.
  const waiting = new Map();
  let pressed = false;
  const put = (fresh) => {
    const old = document.getElementById(fresh.id);
    if (!old) return;
    for (const field of fresh.querySelectorAll('input[name=_csrf]')) field.value = document.body.dataset.csrf;
    times(fresh);
    if (pressed || !fits(old, fresh)) {
      waiting.set(fresh.id, fresh);
      old.toggleAttribute('data-held', !pressed);
      return;
    }
    waiting.delete(fresh.id);
    old.removeAttribute('data-held');
    const at = document.activeElement;
    morph(old, fresh);
    if (old.classList.contains('svc')) mark(old);
    if (at !== document.activeElement && at?.isConnected) at.focus({ preventScroll: true });
    charts(old);
  };
  const release = () => setTimeout(() => [...waiting.values()].forEach(put));
  const top = (part) => !part.parentElement.closest('[data-part]');
  const all = (page) => [...page.querySelectorAll('[data-part]')].filter(top).forEach((part) => put(document.adoptNode(part)));
  const parts = (html) => {
    const page = new DOMParser().parseFromString(html, 'text/html');
    for (const part of [...page.body.children]) put(document.adoptNode(part));
    chartsAgain();
  };
  // What was told when the page was made: of what came between that and the stream it hears at once.
  let heard = '';
  const reload = async () => {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
    if (answer?.redirected && new URL(answer.url).pathname === '/login') return 'out';
    if (!answer || !answer.ok || answer.redirected) return 'away';
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    heard = page.body.dataset.heard || '';
    all(page);
    return 'read';
  };

  // The stream of changes. A page that nobody sees gives it up. The browser comes again by itself after a short
  // break; after a longer one, or when it was refused, it is tried less and less often, and all is read anew.
  let stream = null, leaving = 0, lost = 0, away = 0, again = 0, tries = 0;
  const said = (text) => {
    const link = document.getElementById('link');
    if (link && link.textContent !== text) { link.textContent = text; link.hidden = !text; }
  };
  const stop = () => {
    [leaving, lost, away, again].forEach(clearTimeout);
    lost = away = again = 0;
    stream?.close();
    stream = null;
  };
  const later = (address) => {
    stop();
    tries++;
    const wait = Math.min(60000, 2000 * 2 ** tries) * (0.5 + Math.random() / 2);
    said('Not live: trying again in ' + span(wait / 1000));
    again = setTimeout(async () => {
      const found = document.hidden ? 'unseen' : await reload();
      if (found === 'unseen' || document.hidden) return;
      if (found === 'out') said('Not live: you are logged out');
      else if (found === 'read') listen(address);
      else later(address);
    }, wait);
  };
  const listen = (address) => {
    stop();
    stream = new EventSource(address + (address.includes('?') ? '&' : '?') + 'heard=' + encodeURIComponent(heard));
    stream.addEventListener('parts', (event) => parts(event.data));
    stream.addEventListener('beats', (event) => beats(event.data));
    stream.addEventListener('reload', reload);
    stream.onopen = () => { clearTimeout(lost); clearTimeout(away); lost = away = tries = 0; said(''); };
    stream.onerror = () => {
      if (stream?.readyState === 2) { later(address); return; }
      if (!lost) lost = setTimeout(() => said('Connecting again …'), 4000);
      if (!away) away = setTimeout(() => later(address), 15000);
    };
  };
  const live = () => {
    const path = document.querySelector('main [data-live]')?.dataset.live || document.body.dataset.live;
    if (!path || !window.EventSource) return;
    const address = path + location.search;
    heard = document.body.dataset.heard || '';
    if (!document.hidden) listen(address);
    document.addEventListener('visibilitychange', () => {
      clearTimeout(leaving);
      if (document.hidden) leaving = setTimeout(stop, 5000);
      else if (!stream) { tries = 0; listen(address); reload(); }
    });
    addEventListener('pagehide', stop);
    addEventListener('pageshow', (event) => { if (event.persisted && !stream) { listen(address); reload(); } });
    document.addEventListener('focusout', release);
    document.addEventListener('selectionchange', () => { if (waiting.size && getSelection()?.isCollapsed) release(); });
    document.addEventListener('pointerdown', () => { pressed = true; });
    for (const name of ['pointerup', 'pointercancel']) document.addEventListener(name, () => { pressed = false; release(); });
  };

  // Charts: a line for the mean, a band from the least to the most.
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const amount = (value, unit) => {
    if (value == null) return '–';
    if (unit === 'ms') return value >= 1000 ? (value / 1000).toFixed(1) + ' s' : value.toFixed(value < 10 ? 1 : 0) + ' ms';
    if (unit === 'bytes') {
      const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
      let left = value, at = 0;
      while (left >= 1024 && at < units.length - 1) { left /= 1024; at++; }
      return left.toFixed(at && left < 100 ? 1 : 0) + ' ' + units[at];
    }
    const number = Math.abs(value) >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString() : value.toFixed(1);
    return number + (unit ? ' ' + unit : '');
  };
  const two = (number) => String(number).padStart(2, '0');
  // Under the hours stands the day they begin with, and each day that follows.
  const moments = (_, all, axis, space, step) => {
    let before = '';
    return all.map((each) => {
      if (each == null) return '';
      const at = new Date(each * 1000);
      const day = at.getFullYear() + '-' + two(at.getMonth() + 1) + '-' + two(at.getDate());
      if (step >= 86400) return day.slice(5);
      const text = two(at.getHours()) + ':' + two(at.getMinutes()) + (day === before ? '' : '\n' + day);
      before = day;
      return text;
    });
  };
  // A chart in words, for people who do not see it.
  const tell = (place, data) => {
    const known = (all) => all.filter((each) => each != null), means = known(data.mean);
    const say = (value) => amount(value, data.unit);
    place.setAttribute('role', 'img');
    place.setAttribute('aria-label', 'Chart: ' + say(means.reduce((sum, each) => sum + each, 0) / means.length) + ' on average, from '
      + say(Math.min(...known(data.min))) + ' to ' + say(Math.max(...known(data.max))) + ', at the end ' + say(means.at(-1)));
  };
  const drawn = new Map();
  const chart = (place, data) => {
    drawn.get(place)?.plot.destroy();
    const text = colour('--soft'), line = colour('--line'), accent = colour('--accent');
    const axis = { stroke: text, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: '12px system-ui, sans-serif' };
    const value = (_, each) => amount(each, data.unit);
    const plot = new uPlot({
      width: place.clientWidth, height: 200,
      cursor: { drag: { x: false, y: false } },
      scales: { y: { range: (_, least, most) => [Math.min(0, least ?? 0), (most ?? 1) > 0 ? most * 1.1 : 1] }, x: { min: data.from, max: data.to } },
      axes: [{ ...axis, values: moments }, { ...axis, size: 64, values: (_, all) => all.map((each) => amount(each, data.unit)) }],
      series: [
        { value: '{YYYY}-{MM}-{DD} {HH}:{mm}' },
        { label: 'Least', stroke: 'transparent', value, points: { show: false } },
        { label: 'Mean', stroke: accent, width: 2, value, points: { size: 4 } },
        { label: 'Most', stroke: 'transparent', value, points: { show: false } },
      ],
      bands: [{ series: [3, 1], fill: accent + '2e' }],
    }, [data.at, data.min, data.mean, data.max], place);
    drawn.set(place, { plot, data });
    tell(place, data);
  };
  const charts = async (within) => {
    if (!window.uPlot) return;
    for (const place of within.querySelectorAll('[data-chart]')) {
      if (drawn.has(place)) continue;
      drawn.set(place, { plot: { destroy() {} }, data: null });
      const answer = await fetch(place.dataset.chart).catch(() => null);
      if (!answer || !answer.ok) continue;
      const data = await answer.json();
      if (data.at.length) chart(place, data);
      else place.textContent = 'Nothing is known of this time.';
    }
  };
  const paintAgain = () => drawn.forEach(({ data }, place) => data && chart(place, data));
  // What has come since is drawn once a minute, over the same span of time.
  let chartsRead = Date.now();
  const chartsAgain = async () => {
    const late = Date.now() - chartsRead;
    if (late < 60000) return;
    chartsRead = Date.now();
    for (const [place, { plot, data }] of drawn) {
      if (!data || !place.isConnected) continue;
      place.dataset.chart = place.dataset.chart.replace(/from=([^&]+)/, (_, from) => 'from=' + new Date(Date.parse(decodeURIComponent(from)) + late).toISOString())
        .replace(/to=([^&]+)/, (_, to) => 'to=' + new Date(Date.parse(decodeURIComponent(to)) + late).toISOString());
      const answer = await fetch(place.dataset.chart).catch(() => null);
      if (!answer?.ok) continue;
      const newest = await answer.json();
      if (!newest.at.length) continue;
      plot.setData([newest.at, newest.min, newest.mean, newest.max], false);
      plot.setScale('x', { min: newest.from, max: newest.to });
      drawn.set(place, { plot, data: newest });
      tell(place, newest);
    }
  };

  document.addEventListener('DOMContentLoaded', () => {
    times(document);
    setInterval(() => times(document), 20000);
    live();
    charts(document);
    // What a filter finds comes into its part as live changes do; who is in there already keeps the focus. (The status page has no filter and no htmx.)
    window.htmx?.defineExtension('part', {
      isInlineSwap: (style) => style === 'part',
      handleSwap: (style, target, answer) => {
        const fresh = style === 'part' && answer.querySelector('#' + target.id);
        if (!fresh) return false;
        put(document.adoptNode(fresh));
        target.querySelectorAll('.fresh').forEach((each) => each.classList.remove('fresh'));
        return true;
      },
    });
    document.addEventListener('theme', paintAgain);
    let width = innerWidth;
    addEventListener('resize', () => { if (innerWidth !== width) { width = innerWidth; paintAgain(); } });
    document.addEventListener('keydown', (event) => {
      const at = document.activeElement;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(at?.tagName)) return;
      const field = document.querySelector('[data-focus="/"]');
      if (field) { event.preventDefault(); field.focus(); field.select(); }
    });
    // A choice is taken at once where the form has nothing else to say.
    document.addEventListener('change', (event) => {
      if (event.target.matches('select[data-send]')) event.target.form.requestSubmit();
    });
    // Nobody sends a form twice. What the button says must still be sent.
    document.addEventListener('submit', (event) => {
      if (event.target.getAttribute('method') === 'post') setTimeout(() => event.target.querySelectorAll('button').forEach((each) => { each.disabled = true; }));
    });
    // A page without live events shows itself anew, without taking away what has the focus.
    const seconds = Number(document.body.dataset.again || 0);
    if (seconds) setInterval(async () => {
      if (document.visibilityState !== 'visible') return;
      const answer = await fetch(location.href).catch(() => null);
      if (!answer || !answer.ok) return;
      const main = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
      const shown = document.querySelector('main');
      if (main && !shown.contains(document.activeElement)) shown.replaceWith(main);
    }, seconds * 1000);
    addEventListener('pageshow', () => document.querySelectorAll('form[method=post] button[disabled]').forEach((each) => { each.disabled = false; }));
  });
})();
