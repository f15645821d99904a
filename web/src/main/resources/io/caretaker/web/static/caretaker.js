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

  // Parts of the page that are other ones now. One in which somebody is at work waits until they leave.
  const waiting = new Map();
  const put = (fresh) => {
    const old = document.getElementById(fresh.id);
    if (!old) return;
    if (old.contains(document.activeElement) && document.activeElement !== document.body) {
      waiting.set(fresh.id, fresh);
      return;
    }
    for (const open of old.querySelectorAll('details')) {
      const same = open.id && fresh.querySelector('#' + CSS.escape(open.id));
      if (same) same.open = open.open;
    }
    for (const field of fresh.querySelectorAll('input[name=_csrf]')) field.value = document.body.dataset.csrf;
    if (old.classList.contains('svc')) fresh.classList.add('fresh');
    old.replaceWith(fresh);
    times(fresh);
    charts(fresh);
  };
  const parts = (html) => {
    const page = new DOMParser().parseFromString(html, 'text/html');
    for (const part of [...page.body.children]) put(document.adoptNode(part));
  };
  const reload = async () => {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of [...page.querySelectorAll('[data-part]')]) put(document.adoptNode(part));
  };

  // The stream of changes. A page that nobody sees gives it up after a while.
  let stream = null, leaving = 0, lost = 0;
  const said = (text) => {
    const link = document.getElementById('link');
    if (link) { link.textContent = text; link.hidden = !text; }
  };
  const listen = (address) => {
    stream = new EventSource(address);
    stream.addEventListener('parts', (event) => parts(event.data));
    stream.addEventListener('beats', (event) => beats(event.data));
    stream.addEventListener('reload', reload);
    stream.onopen = () => { clearTimeout(lost); lost = 0; said(''); };
    stream.onerror = () => {
      if (!lost) lost = setTimeout(() => said(stream && stream.readyState === 2 ? 'Not live: reload the page' : 'Connecting again …'), 4000);
    };
  };
  const live = () => {
    const address = document.querySelector('[data-live]')?.dataset.live;
    if (!address || !window.EventSource) return;
    listen(address);
    document.addEventListener('visibilitychange', () => {
      clearTimeout(leaving);
      if (document.hidden) leaving = setTimeout(() => { stream?.close(); stream = null; }, 60000);
      else if (!stream) { listen(address); reload(); }
    });
    document.addEventListener('focusout', () => setTimeout(() => {
      const ready = [...waiting.values()];
      waiting.clear();
      ready.forEach(put);
    }));
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
  const again = () => drawn.forEach(({ data }, place) => data && chart(place, data));

  document.addEventListener('DOMContentLoaded', () => {
    times(document);
    setInterval(() => times(document), 20000);
    live();
    charts(document);
    document.addEventListener('htmx:afterSettle', (event) => { times(event.target); charts(event.target); });
    document.addEventListener('theme', again);
    let width = innerWidth;
    addEventListener('resize', () => { if (innerWidth !== width) { width = innerWidth; again(); } });
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
