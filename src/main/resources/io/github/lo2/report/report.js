// The charts and the tables of a run's page. All data stands in the page, as JSON in the element "data"; nothing is asked of a
// network. Text of the run reaches the page by textContent alone, so that nothing in it can become an element or a script.
(() => {
  'use strict';

  const data = JSON.parse(document.getElementById('data').textContent);
  const byId = id => document.getElementById(id);
  const noCharts = byId('no-charts');
  if (data.none !== undefined) {
    noCharts.textContent = 'There are no charts: ' + data.none;
    byId('trail').hidden = true;
    ['scenario', 'matrix'].forEach(id => byId(id).querySelectorAll('h2, .sub').forEach(part => { part.hidden = true; }));
  }
  const scenarios = data.scenarios || [];

  // ---- colours -------------------------------------------------------------------------------------------------------------

  // Told apart by most people, also by those who see few colours (after Okabe and Ito), and by their lightness.
  const LIGHT = ['#2457a6', '#d1731a', '#2a8c74', '#a8408a', '#7a6a00', '#3fa0d8', '#8a4b2d', '#6a5acd', '#5b6570', '#b0334d', '#4f8a10',
    '#008b9a', '#c08aa8'];
  const DARK = ['#7fb0ff', '#f0a350', '#5fcfb0', '#e08fcb', '#d8c84a', '#6cc8f5', '#d39b7c', '#b0a5ff', '#aab4bf', '#ff8b9a', '#9bd45f',
    '#4fd6e0', '#e3bccf'];
  const MEANT = {
    requests: 0, failures: 'bad', faulty: 1, hit: 3, exposed: 4, ERROR: 'bad', FATAL: 'bad', WARN: 'warn', INFO: 0, DEBUG: 5, TRACE: 12, 'no level': 8,
    'no answer': 'bad', 'log records': 2, spans: 3, samples: 1, late: 2,
  };

  const css = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const isDark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  };

  const services = [...new Set(scenarios.flatMap(s => Object.keys(s.services)))].sort();
  const shortService = shortener(services);
  const processes = [...new Set(scenarios.flatMap(s => ['cpu', 'memory', 'gc', 'pool'].flatMap(id => Object.keys(s.charts[id] || {}))))];
  const shortProcess = shortener(processes);
  const short = name => shortService(shortProcess(name));

  // A line has one colour in all charts of the page: a process that of its service, when its name holds that.
  const seen = [];
  function colour(name, place) {
    const palette = isDark() ? DARK : LIGHT;
    const meant = Object.hasOwn(MEANT, name) ? MEANT[name] : undefined;
    if (typeof meant === 'string') return css(meant);
    if (meant !== undefined) return palette[meant];
    if (/^[1-5]\d\d$/.test(name)) return name[0] === '5' ? css('bad') : name[0] === '2' ? palette[0] : palette[1 + (place % 5)];
    const exact = services.indexOf(name);
    const service = exact >= 0 ? exact : services.findIndex(one => `-${shortProcess(name)}-`.includes(`-${shortService(one)}-`));
    if (service >= 0) return palette[service % palette.length];
    if (!seen.includes(name)) seen.push(name);
    return palette[(services.length + seen.indexOf(name)) % palette.length];
  }

  // Most names of a system begin and end alike, as oauth2-user-service and oauth2-token-service do: what differs is enough here.
  function shortener(names) {
    const parts = names.map(name => name.split('-'));
    const shared = (from, count) => {
      const often = new Map();
      parts.filter(p => p.length > count).forEach(p => {
        const words = (from === 'head' ? p.slice(0, count) : p.slice(-count)).join('-');
        often.set(words, (often.get(words) || 0) + 1);
      });
      return [...often].find(([, times]) => times > 1 && times >= names.length * 0.5);
    };
    const longest = from => {
      let found;
      for (let count = 1; shared(from, count); count++) [found] = shared(from, count);
      return found;
    };
    const head = longest('head');
    const tail = longest('tail');
    return name => {
      const behind = head && name.startsWith(head + '-') ? name.slice(head.length + 1) : name;
      return tail && behind.endsWith('-' + tail) ? behind.slice(0, -tail.length - 1) : behind;
    };
  }

  // ---- elements ------------------------------------------------------------------------------------------------------------

  function element(name, attributes, ...content) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === 'on') Object.entries(value).forEach(([event, act]) => made.addEventListener(event, act));
      else if (key === 'style') Object.entries(value).forEach(([property, text]) => made.style.setProperty(property, text));
      else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
    }
    made.append(...content.filter(part => part !== undefined && part !== null && part !== false));
    return made;
  }

  const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
  const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });
  const figure = value => {
    if (value === null || value === undefined) return '–';
    const size = Math.abs(value);
    return size >= 100 ? plain.format(Math.round(value)) : size >= 10 ? value.toFixed(1) : size === 0 ? '0' : value.toFixed(2);
  };
  const duration = ms => (ms >= 1000 ? (ms / 1000).toFixed(2) + ' s' : ms >= 10 ? ms.toFixed(1) + ' ms' : ms.toFixed(2) + ' ms');
  const brief = seconds => `${Number(seconds.toFixed(2))} s`;
  const clock = seconds => {
    const sign = seconds < 0 ? '-' : '';
    const whole = Math.abs(seconds);
    const pad = number => String(number).padStart(2, '0');
    const rest = whole % 60;
    const text = Number.isInteger(rest) ? pad(rest) : pad(Math.floor(rest)) + (rest % 1).toFixed(2).slice(1);
    return sign + (whole >= 3600 ? Math.floor(whole / 3600) + ':' + pad(Math.floor(whole / 60) % 60) : Math.floor(whole / 60)) + ':' + text;
  };

  // ---- a chart -------------------------------------------------------------------------------------------------------------

  const drawn = [];

  /**
   * Draw lines over one axis.
   *
   * @param {Element} place where
   * @param {object} what name, unit, x, lines ({name, values}), and for the run as a whole bands; sync: charts whose cursors and
   *   zooms go together
   */
  function chart(place, what) {
    const found = what.lines.filter(line => line.values.some(value => value !== null));
    const caption = element('figcaption', {}, element('span', {}, what.name), element('small', {}, what.unit));
    const plot = element('div', { class: 'plot', tabindex: 0, role: 'application', 'aria-label':
      `${what.name}, ${what.unit}; arrow keys move the cursor, plus and minus zoom, 0 shows all` });
    const holder = element('figure', { 'data-chart': what.id }, caption);
    place.append(holder);
    if (found.length === 0) {
      holder.append(element('p', { class: 'empty' }, what.absent || 'This run has recorded none of it.'));
      return;
    }
    holder.append(plot);
    const full = what.range || [what.x[0], what.x[what.x.length - 1]];
    const ink = css('soft');
    const time = full[1] - full[0] <= 120 ? brief : clock;
    const axis = {
      stroke: ink, grid: { stroke: css('grid'), width: 1 }, ticks: { stroke: css('line'), width: 1, size: 4 },
      font: '11px system-ui, sans-serif',
    };
    const options = {
      width: Math.max(240, holder.clientWidth), height: what.height || 190,
      padding: [8, 10, 0, 0],
      scales: { x: { time: false, range: (u, from, to) => (from === null ? full : [from, to]) },
        y: { range: (u, from, to) => [Math.min(0, from || 0), to > 0 ? to * 1.08 : 1] } },
      axes: [
        { ...axis, size: 28, values: (u, ticks) => ticks.map(what.ordinal ? tick => (Number.isInteger(tick) ? tick : '') : time) },
        { ...axis, size: 48, values: (u, ticks) => ticks.map(tick => exact.format(tick)) },
      ],
      cursor: { sync: what.sync ? { key: what.sync, setSeries: false, scales: ['x', null] } : undefined,
        points: { size: 6 }, drag: { x: true, y: false } },
      legend: { live: true },
      series: [
        { label: what.ordinal ? 'place' : 'time', value: (u, value) => (value === null ? '–' : what.label ? what.label(value) : time(value)) },
        ...found.map((line, i) => ({
          label: line.label || line.name, stroke: colour(line.name, i), width: line.area ? 1 : 1.4,
          fill: line.area || what.bars ? colour(line.name, i) + '40' : undefined,
          paths: what.bars ? uPlot.paths.bars({ size: [0.7, 40] }) : undefined,
          points: { show: what.points || (line.values.length < 30 && !what.bars), size: what.points ? 5 : 3 },
          spanGaps: false, value: (u, value) => figure(value),
        })),
      ],
      hooks: {
        drawClear: what.bands ? [u => shade(u, what.bands)] : [],
        ready: [u => legendKeys(u)],
      },
    };
    const made = new uPlot(options, [what.x, ...found.map(line => line.values)], plot);
    made.setScale('x', { min: full[0], max: full[1] }); // also where the first and the last value are not at the ends
    drawn.push({ made, holder, full });
    keys(plot, made, full);
    if (what.tools) {
      const tool = (text, title, act) => element('button', { type: 'button', title, on: { click: act } }, text);
      caption.append(element('span', { class: 'tools' },
        tool('+', 'Zoom in', () => zoom(made, full, 0.5)), tool('−', 'Zoom out', () => zoom(made, full, 2)),
        tool('All', 'Show the whole run', () => made.setScale('x', { min: full[0], max: full[1] }))));
    }
    return made;
  }

  function zoom(made, full, factor) {
    const { min, max } = made.scales.x;
    const middle = made.cursor.left >= 0 ? made.posToVal(made.cursor.left, 'x') : (min + max) / 2;
    const half = ((max - min) * factor) / 2;
    made.setScale('x', { min: Math.max(full[0], middle - half), max: Math.min(full[1], middle + half) });
  }

  function keys(plot, made, full) {
    plot.addEventListener('keydown', event => {
      const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
      if (step) {
        const x = made.data[0];
        const from = made.cursor.idx === null || made.cursor.idx === undefined ? -1 : made.cursor.idx;
        const at = Math.max(0, Math.min(x.length - 1, from + step));
        made.setCursor({ left: made.valToPos(x[at], 'x'), top: 10 });
      } else if (event.key === '+' || event.key === '=') zoom(made, full, 0.5);
      else if (event.key === '-') zoom(made, full, 2);
      else if (event.key === '0') made.setScale('x', { min: full[0], max: full[1] });
      else return;
      event.preventDefault();
    });
  }

  // A line's name in the legend shows and hides it, by the keyboard too.
  function legendKeys(u) {
    u.root.querySelectorAll('.u-legend .u-series').forEach((row, i) => {
      const name = row.querySelector('th');
      if (i === 0 || !name) return;
      name.tabIndex = 0;
      name.setAttribute('role', 'button');
      name.addEventListener('keydown', event => {
        if (event.key === 'Enter' || event.key === ' ') {
          name.click();
          event.preventDefault();
        }
      });
    });
  }

  // Behind the lines: a band a scenario with its place in the order, those that failed in their own colour; phases within them.
  const STRIP = 5;
  function shade(u, bands) {
    const { ctx } = u;
    const ratio = devicePixelRatio || 1;
    ctx.save();
    ctx.beginPath();
    ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
    ctx.clip();
    ctx.font = `${10 * ratio}px system-ui, sans-serif`;
    ctx.textBaseline = 'top';
    const texts = [];
    for (const band of bands) {
      const left = u.valToPos(band.from, 'x', true);
      const right = u.valToPos(band.to, 'x', true);
      if (right < u.bbox.left || left > u.bbox.left + u.bbox.width) continue;
      ctx.fillStyle = css(band.colour);
      // When a fault was there, as its tool says, is a strip at the top: beside the phase that the load had.
      ctx.fillRect(left, u.bbox.top, right - left, band.strip ? STRIP * ratio : u.bbox.height);
      const fits = (one, beside) => one && ctx.measureText(one).width + beside * ratio < right - left;
      const text = fits(band.long, 8) ? band.long : fits(band.name, 2) ? band.name : '';
      if (text) texts.push([text, Math.max(left, u.bbox.left) + 2 * ratio]);
    }
    // What stands in a band is above all bands.
    ctx.fillStyle = css('soft');
    texts.forEach(([text, left]) => ctx.fillText(text, left, u.bbox.top + (STRIP + 2) * ratio));
    ctx.restore();
  }

  // ---- the run -------------------------------------------------------------------------------------------------------------

  const middles = s => Array.from({ length: s.bins }, (none, i) => {
    const from = i * s.width;
    const to = i === s.bins - 1 ? s.seconds : from + s.width;
    return (from + to) / 2;
  });

  // The reference's way has one phase, which is the window.
  const phasesOf = s => (s.phases && s.phases.length > 1 ? s.phases : []);
  const bandsOf = (s, offset) => [
    ...phasesOf(s).map(phase => ({
      from: offset + phase.from, to: offset + phase.to, colour: phase.name === 'fault' ? 'phase' : 'band', name: phase.name,
      long: phase.name === 'fault' && s.fault ? `fault: ${s.fault.kind}` : phase.name,
    })),
    ...(s.fault && s.fault.from !== undefined ? [{
      from: offset + Math.max(0, s.fault.from), to: offset + Math.min(s.seconds, s.fault.to), colour: 'fault', strip: true,
    }] : []),
  ];

  // A fault's hits are not what a tag of the load means by a faulty request, and may fail or not.
  const NAMES = { hit: 'hit by the fault', exposed: 'exposed to the fault', failures: 'failures that the load did not mean' };
  const ORDER = ['requests', 'faulty', 'hit', 'exposed', 'failures'];
  const inOrder = ([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other);

  function timeline() {
    const x = [];
    const lines = Object.fromEntries(ORDER.map(name => [name, []]));
    scenarios.forEach(s => {
      const of = s.charts.requests || {};
      middles(s).forEach((at, i) => {
        x.push(s.at + at);
        Object.keys(lines).forEach(name => lines[name].push(of[name] ? of[name][i] : 0));
      });
      x.push(s.at + s.seconds + 1e-4);
      Object.values(lines).forEach(values => values.push(null));
    });
    const last = scenarios[scenarios.length - 1];
    const made = chart(byId('timeline'), {
      id: 'timeline', name: 'Requests', unit: 'a second, by scenario; choose one by a click', x, height: 260, tools: true,
      range: [0, last.at + last.seconds],
      lines: Object.entries(lines).filter(([, values]) => values.some(value => value)).map(([name, values]) => (
        { name, label: NAMES[name], values, area: name !== 'requests' })),
      bands: scenarios.flatMap((s, i) => [
        { from: s.at, to: s.at + s.seconds, name: String(s.ordinal), long: s.tag,
          colour: s.failed.length ? 'band-bad' : i % 2 ? 'page' : 'band' },
        ...bandsOf(s, s.at).filter(band => band.strip || band.colour === 'phase').map(band => ({ ...band, name: '', long: '' }))]),
      label: seconds => {
        const s = scenarios.find(one => seconds <= one.at + one.seconds + 0.001);
        return s ? `${clock(Math.round(seconds))} · ${s.ordinal} ${s.tag}` : clock(Math.round(seconds));
      },
    });
    if (!made) return;
    let down = 0;
    made.over.addEventListener('mousedown', event => { down = event.clientX; });
    made.over.addEventListener('mouseup', event => {
      if (Math.abs(event.clientX - down) < 3) {
        const at = made.posToVal(event.offsetX, 'x');
        const hit = scenarios.find(s => at >= s.at && at <= s.at + s.seconds);
        if (hit) choose(hit.tag);
      }
    });
  }

  // ---- a scenario ----------------------------------------------------------------------------------------------------------

  const CHARTS = [
    ['requests', 'Requests', 'a second'],
    ['answers', 'Answers by status', 'a second'],
    ['latency', 'Latency by service', 'ms'],
    ['logs', 'Log records by level', 'a second'],
    ['spans', 'Spans by service', 'a second'],
    ['database', 'Calls of the database by service', 'a second, from spans'],
    ['cpu', 'Processor', 'cores, by process or container'],
    ['memory', 'Memory', 'MiB, resident or working set'],
    ['gc', 'Garbage collection', 'ms a second'],
    ['pool', 'Connections in use', 'of the pool'],
  ];
  const ABSENT = {
    gc: 'No JVM told of it: this stack measures containers.',
    pool: 'No connection pool told of it: this stack measures containers.',
    database: 'No span of a database call in this scenario.',
  };

  let current = scenarios.length ? (scenarios.find(s => s.failed.length) || scenarios[0]).tag : '';
  let quantile = 'p95';

  function scenario() {
    const s = scenarios.find(one => one.tag === current);
    byId('pick').value = current;
    const c = s.counts;
    byId('picked').textContent = `${s.ordinal} of ${scenarios.length} · ${s.seconds.toFixed(1)} s · ${plain.format(c.requests)} requests`
      + (s.fault && !c.faulty ? ' · ' : `, ${plain.format(c.faulty)} of them faulty and ${plain.format(c.confirmed)} confirmed · `)
      + (s.fault ? faultWords(s.fault) + hitWords(c) + ' · ' : '')
      + (s.failed.length ? 'failed: ' + s.failed.join(', ').toLowerCase().replaceAll('_', ' ') : 'all verdicts passed');
    byId('charts').replaceChildren();
    const x = middles(s);
    for (const [id, name, unit] of CHARTS) {
      const lines = s.charts[id === 'latency' ? quantile : id] || {};
      chart(byId('charts'), {
        id, name: id === 'latency' ? `${name}, ${quantile}` : name, unit, x, sync: 'scenario', range: [0, s.seconds], absent: ABSENT[id],
        lines: Object.entries(lines).sort(id === 'requests' ? inOrder : () => 0).map(([line, values]) => (
          { name: line, label: id === 'requests' ? NAMES[line] || line : short(line), values, area: id === 'requests' && line !== 'requests' })),
        bands: bandsOf(s, 0),
      });
    }
    trail(s);
  }

  function faultWords(fault) {
    const what = `${fault.kind} at ${fault.target}, dose ${figure(fault.dose)}`;
    if (fault.from === undefined) return `${what}, never injected`;
    return `${what}, injected at ${fault.from.toFixed(2)} s, ` + (fault.recovered ? `recovered at ${fault.to.toFixed(2)} s` : 'never recovered');
  }

  function hitWords(counts) {
    return (counts.hit ? `, ${plain.format(counts.hit)} requests hit` : '') + (counts.exposed ? `, ${plain.format(counts.exposed)} exposed` : '');
  }

  function choose(tag) {
    current = tag;
    forget('#charts');
    scenario();
  }

  // ---- from the truth to the telemetry -------------------------------------------------------------------------------------

  const WHY = [['faulty', 'First faulty requests'], ['hit', 'First requests that the fault hit'],
    ['exposed', 'First requests exposed to the fault'], ['slowest', 'Slowest requests'], ['unjoined', 'Requests that something does not join']];

  function trail(s) {
    const list = byId('requests');
    list.replaceChildren();
    let first;
    for (const [why, name] of WHY) {
      const of = s.trails.filter(one => one.why.split(' ').includes(why));
      if (why === 'unjoined' || of.length) list.append(element('h3', {}, name));
      if (why === 'unjoined' && !of.length) list.append(element('p', { class: 'none' }, 'None: each has its server span and its log records.'));
      for (const one of of) {
        const button = element('button', { type: 'button', 'aria-pressed': 'false', 'data-request': one.id,
          on: { click: () => show(s, one, button) } },
          `${one.method || ''} ${one.route || ''}`, element('small', {}, `${one.status || 'no answer'}${one.code ? ' ' + one.code : ''} · `
            + `${duration(one.ms)} · at ${one.at.toFixed(2)} s`));
        list.append(button);
        if (!first) first = () => show(s, one, button);
      }
    }
    byId('detail').replaceChildren();
    if (first) first();
  }

  function show(s, one, button) {
    document.querySelectorAll('#requests button').forEach(other => other.setAttribute('aria-pressed', String(other === button)));
    const chip = (text, style) => element('span', { class: 'chip ' + (style || '') }, text);
    const answer = (status, code) => `${status || 'no answer'}${code ? ' ' + code : ''}`;
    const detail = byId('detail');
    detail.replaceChildren(
      element('p', { class: 'ask' }, `${one.method || ''} ${one.route || ''} → ${answer(one.status, one.code)}`),
      element('div', { class: 'chips' },
        one.faulty && chip(one.confirmed ? 'faulty, confirmed' : 'faulty, not confirmed', one.confirmed ? 'good' : 'bad'),
        one.hit && chip(one.chosen ? 'hit by the fault, as chosen' : 'hit by the fault, not chosen', one.chosen ? 'good' : 'bad'),
        one.chosen && !one.hit && chip('chosen to be hit, not hit', 'bad'), one.exposed && chip('exposed to the fault'),
        !one.faulty && !one.hit && !one.exposed && !one.chosen && chip('not meant to be faulty'),
        s.phases.length > 1 && one.phase && chip('phase ' + one.phase),
        one.expected !== undefined && chip('expected ' + answer(one.expected, one.expectedCode)),
        chip(duration(one.ms)), one.service && chip(one.service), one.task && chip('task ' + one.task),
        one.error && chip(one.error, 'bad'), !one.traced && chip('no server span', 'bad'), !one.logged && chip('no log record', 'bad')),
      element('dl', { class: 'ids' },
        element('dt', {}, 'request_id'), element('dd', { class: 'id', id: 'request-id' }, one.id),
        element('dt', {}, 'trace_id'), element('dd', { class: 'id', id: 'trace-id' }, one.trace),
        element('dt', {}, 'sent'), element('dd', {}, `${one.at.toFixed(6)} s after the scenario began`)),
      element('h3', {}, `Spans (${one.spans.length})`), waterfall(one),
      element('h3', {}, `Log records (${one.logs.length})`), records(one));
  }

  function waterfall(one) {
    const end = Math.max(one.ms, ...one.spans.map(span => span.at + span.ms)) || 1;
    const start = Math.min(0, ...one.spans.map(span => span.at));
    const place = at => `${(100 * (at - start)) / (end - start)}%`;
    const lane = (depth, name, sub, at, ms, paint, title, detail, id) => element('div', { class: 'lane', 'data-span': id },
      element('div', { class: 'name', title, style: { 'padding-left': `${depth * 0.9}rem` } }, name + ' ', element('small', {}, sub)),
      element('div', { class: 'rail' }, element('div', { class: 'piece', title,
        style: { left: place(at), width: `${(100 * ms) / (end - start)}%`, background: paint } })),
      element('div', { class: 'time' }, duration(ms)),
      detail && element('div', { class: 'detail row' }, detail));
    const ids = new Map(one.spans.map(span => [span.id, span]));
    const depth = span => {
      let deep = 1;
      for (let at = ids.get(span.parent); at && deep < 20; at = ids.get(at.parent)) deep++;
      return deep;
    };
    const ordered = [];
    const visit = parent => one.spans.filter(span => (ids.has(span.parent) ? span.parent : undefined) === parent)
      .forEach(span => { if (!ordered.includes(span)) { ordered.push(span); visit(span.id); } });
    visit(undefined);
    return element('div', { class: 'waterfall' },
      lane(0, 'request', 'as the load saw it', 0, one.ms, css('soft'), `request ${one.id}`),
      ...ordered.map(span => lane(depth(span), span.name, `${short(span.service)} · ${span.kind}${span.answer ? ' · ' + span.answer : ''}`,
        span.at, span.ms, span.status === 'ERROR' ? css('bad') : colour(span.service, 0), `${span.name}, span ${span.id}`,
        span.detail && !span.name.endsWith(span.detail) && span.detail, span.id)),
      one.spans.length === 0 && element('p', { class: 'none' }, 'No span has its trace id.'));
  }

  function records(one) {
    if (!one.logs.length) return element('p', { class: 'none' }, 'No log record has its id.');
    return element('div', { class: 'logs', tabindex: 0, 'aria-label': 'Log records' }, element('table', {}, element('tbody', {},
      ...one.logs.map(row => element('tr', { class: row.tells ? 'tells' : undefined, 'data-line': `${row.container}:${row.line}` },
        element('td', { class: 'at' }, `${row.at.toFixed(2)} ms`),
        element('td', { class: `level ${row.level === 'ERROR' ? 'bad' : row.level === 'WARN' ? 'warn' : ''}` }, row.level || ''),
        element('td', { class: 'who', title: `${row.container}, line ${row.line}${row.logger ? ', ' + row.logger : ''}` },
          row.logger || row.container),
        element('td', { class: 'message' }, row.tells && element('span', { class: 'badge' }, 'the error: '), row.message))))));
  }

  // ---- the matrix ----------------------------------------------------------------------------------------------------------

  let measure = 'errors';

  function matrix() {
    const correct = scenarios.find(s => s.tag === 'correct');
    const cell = (s, service) => {
      const of = s.services[service];
      if (!of) return element('td', {}, '–');
      const [requests, errors, p50, p95] = of;
      const title = `${service}: ${requests} requests, ${errors} answers of 400 and above or none; p50 ${figure(p50)} ms, p95 ${figure(p95)} ms`;
      let text;
      let heat = 0;
      let style = 'heat';
      if (measure === 'errors') {
        text = errors ? ((100 * errors) / requests).toFixed(1) + ' %' : '0';
        heat = Math.min(1, (errors / requests) * 2);
      } else if (measure === 'p95') {
        text = figure(p95);
        heat = Math.min(1, p95 / highest);
      } else {
        const base = correct && correct.services[service];
        if (!base || !base[3]) return element('td', { title }, '–');
        const ratio = p95 / base[3];
        text = '×' + ratio.toFixed(2);
        heat = Math.min(1, Math.abs(Math.log2(ratio)) / 2);
        style = ratio < 1 ? 'cool' : 'heat';
      }
      return element('td', { class: style, title, style: { '--heat': heat.toFixed(2) } }, text);
    };
    const highest = Math.max(1, ...scenarios.flatMap(s => Object.values(s.services).map(of => of[3])));
    byId('services').replaceChildren(element('table', {},
      element('thead', {}, element('tr', {}, element('th', { class: 'text' }, 'scenario'), ...services.map(name => element('th', { title: name }, short(name))))),
      element('tbody', {}, ...scenarios.map(s => element('tr', {},
        element('th', { class: 'head', scope: 'row' }, element('button', { type: 'button', title: 'Show this scenario',
          on: { click: () => { choose(s.tag); byId('scenario').scrollIntoView(); } } }, s.tag)),
        ...services.map(service => cell(s, service)))))));
  }

  // A gap that is longer than a second and a half is one; a container's readings may be two and a half seconds apart.
  function coverage() {
    const sources = [...new Set(scenarios.flatMap(s => Object.keys(s.gaps)))].sort();
    const shortSource = shortener(sources);
    const cell = gap => (gap === undefined ? element('td', {}, '–')
      : element('td', { class: 'heat', style: { '--heat': Math.min(1, Math.max(0, (gap - 1.5) / 5)).toFixed(2) } }, gap.toFixed(2)));
    byId('coverage').replaceChildren(element('table', {},
      element('thead', {}, element('tr', {}, element('th', { class: 'text' }, 'scenario'), ...sources.map(name => element('th', { title: name }, shortSource(name))))),
      element('tbody', {}, ...scenarios.map(s => element('tr', {}, element('th', { class: 'head', scope: 'row' }, s.tag),
        ...sources.map(name => cell(s.gaps[name])))))));
  }

  function drift() {
    const x = scenarios.map(s => s.ordinal);
    const label = place => { const s = scenarios.find(one => one.ordinal === place); return s ? `${place} ${s.tag}` : String(place); };
    const relative = (name, key) => {
      const rates = scenarios.map(s => s.counts[key] / s.seconds);
      const sorted = [...rates].sort((a, b) => a - b);
      const median = sorted[Math.floor(sorted.length / 2)] || 1;
      return { name, values: rates.map(rate => (100 * rate) / median) };
    };
    chart(byId('drift'), { id: 'drift', name: 'Rates', unit: '% of the median', x, ordinal: true, points: true, label, height: 220,
      range: [0.5, x.length + 0.5],
      lines: [relative('requests', 'requests'), relative('log records', 'logs'), relative('spans', 'spans'), relative('samples', 'samples')] });
    chart(byId('dead-time'), { id: 'dead-time', name: 'Late', unit: 'ms', x, ordinal: true, bars: true, label, height: 160,
      range: [0.5, x.length + 0.5],
      lines: [{ name: 'late', values: scenarios.map(s => s.beyond) }] });
  }

  // ---- all of it -----------------------------------------------------------------------------------------------------------

  function forget(where) {
    for (let i = drawn.length - 1; i >= 0; i--) {
      if (!where || drawn[i].holder.closest(where)) {
        drawn[i].made.destroy();
        drawn[i].holder.remove();
        drawn.splice(i, 1);
      }
    }
  }

  function draw() {
    forget();
    ['timeline', 'charts', 'drift', 'dead-time'].forEach(id => byId(id).replaceChildren());
    if (!scenarios.length) return;
    timeline();
    scenario();
    matrix();
    coverage();
    drift();
  }

  const THEMES = ['system', 'light', 'dark'];
  let theme = 'system';
  function setTheme(name) {
    if (name === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
  }
  byId('theme').addEventListener('click', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    byId('theme').textContent = 'Theme: ' + theme;
    setTheme(theme);
    draw();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  // Paper is white.
  addEventListener('beforeprint', () => { setTheme('light'); draw(); });
  addEventListener('afterprint', () => { setTheme(theme); draw(); });

  // A verdict's words are folded away until they are asked for.
  addEventListener('hashchange', () => {
    const aim = location.hash.length > 1 && byId(location.hash.slice(1));
    if (aim && aim.tagName === 'DETAILS') aim.open = true;
  });

  if (scenarios.length) {
    noCharts.hidden = true;
    byId('picker').hidden = false;
    byId('measures').hidden = false;
    byId('pick').append(...scenarios.map(s => element('option', { value: s.tag }, `${s.ordinal} ${s.tag}${s.failed.length ? ' (failed)' : ''}`)));
    byId('pick').addEventListener('change', event => choose(event.target.value));
    const step = by => {
      const at = scenarios.findIndex(s => s.tag === current);
      choose(scenarios[(at + by + scenarios.length) % scenarios.length].tag);
    };
    byId('previous').addEventListener('click', () => step(-1));
    byId('next').addEventListener('click', () => step(1));
    document.querySelectorAll('input[name=quantile]').forEach(input => input.addEventListener('change', () => { quantile = input.value; choose(current); }));
    document.querySelectorAll('input[name=measure]').forEach(input => input.addEventListener('change', () => { measure = input.value; matrix(); }));
    let waiting = 0;
    let width = innerWidth;
    addEventListener('resize', () => {
      if (innerWidth === width) return;
      width = innerWidth;
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => drawn.forEach(({ made, holder }) => made.setSize({ width: Math.max(240, holder.clientWidth), height: made.height })));
    });
    // After the first paint: what stands in the page already can be read meanwhile.
    requestAnimationFrame(() => setTimeout(() => { draw(); document.documentElement.dataset.drawn = 'yes'; }));
  } else {
    document.documentElement.dataset.drawn = 'yes';
  }
})();
