import {h, announce, clock, getJson} from '../dom.js';
import {current, change} from '../route.js';
import {Picture} from './draw.js';
import {Camera} from './camera.js';
import {Dots} from './dots.js';
import {parse, EXAMPLES} from './find.js';
import {panel} from './panel.js';
import {table} from './table.js';
import {why} from './why.js';
import {exportSvg, exportPng} from './export.js';

const TYPES = [['versionedApp', 'Versioned app'], ['app', 'App'], ['workload', 'Workload'], ['service', 'Service']];
const WINDOWS = [['60', 'Last minute'], ['300', 'Last 5 min'], ['600', 'Last 10 min'], ['1800', 'Last 30 min'], ['3600', 'Last hour'], ['21600', 'Last 6 h']];
const REFRESH = [['0', 'Live'], ['10', 'Every 10 s'], ['30', 'Every 30 s'], ['60', 'Every minute'], ['pause', 'Paused']];
const LABELS = [['rate', 'Rate and errors'], ['p50', 'Median time'], ['p95', 'p95 time'], ['p99', 'p99 time'], ['throughput', 'Throughput'], ['share', 'Share of traffic'], ['none', 'No labels']];
const SWITCHES = [['services', 'Service nodes'], ['idle', 'Idle edges'], ['animation', 'Traffic animation'], ['locks', 'mTLS locks'], ['badges', 'Badges']];

const still = matchMedia('(prefers-reduced-motion: reduce)');

function select(label, name, options, fallback) {
  return h('label', {class: 'field'}, h('span', {}, label),
    h('select', {name, onchange: (event) => change({[name]: event.target.value === fallback ? '' : event.target.value})},
      options.map(([value, text]) => h('option', {value}, text))));
}

export function open(main) {
  const page = new GraphPage(main);
  return () => page.close();
}

class GraphPage {
  constructor(main) {
    this.graph = null;
    this.shownAt = 0;
    this.streamKey = '';
    this.fitted = '';
    this.picture = new Picture((id) => {
      if (!this.camera.dragged) {
        change({sel: id}, true);
      }
    });
    this.camera = new Camera(this.picture.svg, this.picture.world);
    this.dots = new Dots(this.picture.dotLayer);
    this.build(main);
    this.listen();
    this.follow();
  }

  build(main) {
    this.note = h('div', {class: 'graph-note', hidden: true, role: 'alert'});
    this.state = h('div', {class: 'graph-state'}, h('div', {class: 'spinner', 'aria-hidden': 'true'}), h('p', {}, 'Asking Prometheus …'));
    this.status = h('span', {class: 'status'});
    this.tableHost = h('div', {class: 'graph-table', tabindex: '0', role: 'region', 'aria-label': 'The graph as tables', hidden: true});
    this.side = h('aside', {class: 'panel', 'aria-label': 'Details', hidden: true});
    this.find = h('input', {type: 'search', placeholder: 'Find: %httperr > 5', 'aria-label': 'Find in the graph', spellcheck: 'false', autocomplete: 'off', oninput: (event) => change({find: event.target.value})});
    this.hide = h('input', {type: 'search', placeholder: 'Hide: healthy', 'aria-label': 'Hide from the graph', spellcheck: 'false', autocomplete: 'off', oninput: (event) => change({hide: event.target.value})});
    this.findError = h('span', {class: 'field-error', role: 'alert'});
    this.views = ['picture', 'table'].map((name) => h('button', {type: 'button', onclick: () => change({view: name === 'picture' ? '' : name}), 'aria-pressed': 'false'}, name === 'picture' ? 'Graph' : 'Table'));
    this.switches = SWITCHES.map(([name, text]) => h('label', {class: 'check'},
      h('input', {type: 'checkbox', name, onchange: (event) => change({[name]: event.target.checked ? '' : 'off'})}), text));
    this.replay = h('div', {class: 'replay', hidden: true});
    const zoom = (text, label, action) => h('button', {type: 'button', class: 'icon-button', 'aria-label': label, title: label, onclick: action}, text);
    this.stage = h('div', {class: 'stage'}, this.picture.svg,
      h('div', {class: 'zoom'},
        zoom('+', 'Zoom in', () => this.camera.zoom(1.25)),
        zoom('−', 'Zoom out', () => this.camera.zoom(0.8)),
        zoom('⤢', 'Fit the graph', () => this.camera.fit(this.visible()))),
      legend(), this.state);
    this.root = h('div', {class: 'graph-page'},
      h('h1', {class: 'visually-hidden'}, 'Traffic graph'),
      h('div', {class: 'toolbar'},
        select('Graph', 'type', TYPES, 'versionedApp'),
        select('Traffic', 'window', WINDOWS, '60'),
        select('Refresh', 'refresh', REFRESH, '0'),
        select('Labels', 'label', LABELS, 'rate'),
        h('div', {class: 'segments', role: 'group', 'aria-label': 'View'}, this.views),
        h('details', {class: 'menu'}, h('summary', {}, 'Display'), h('div', {class: 'menu-body'}, this.switches,
          still.matches ? h('p', {class: 'hint'}, 'Your system asks for reduced motion, so nothing moves.') : null)),
        h('details', {class: 'menu'}, h('summary', {}, 'Find & hide'), h('div', {class: 'menu-body wide'}, h('label', {class: 'field column'}, 'Find', this.find), h('label', {class: 'field column'}, 'Hide', this.hide), this.findError,
          h('table', {class: 'examples'}, h('caption', {}, 'Examples'), h('tbody', {}, EXAMPLES.map(([code, text]) => h('tr', {}, h('td', {}, h('code', {}, code)), h('td', {}, text))))))),
        h('details', {class: 'menu'}, h('summary', {}, 'More'), h('div', {class: 'menu-body'},
          h('button', {type: 'button', onclick: () => this.toggleReplay()}, 'Replay …'),
          h('button', {type: 'button', onclick: () => exportPng(this.picture.svg, this.graph)}, 'Save as PNG'),
          h('button', {type: 'button', onclick: () => exportSvg(this.picture.svg, this.graph)}, 'Save as SVG'),
          h('button', {type: 'button', onclick: () => this.why()}, 'Why is an edge missing?')))),
      this.note, this.replay,
      h('div', {class: 'work'}, this.stage, this.tableHost, this.side));
    main.replaceChildren(this.root);
    document.getElementById('masthead').replaceChildren(this.status);
  }

  listen() {
    this.onRoute = () => this.follow();
    this.onKey = (event) => this.key(event);
    this.onResize = () => this.graph && !this.camera.moved && this.camera.fit(this.visible());
    this.onClickAway = (event) => this.root.querySelectorAll('details.menu[open]').forEach((menu) => menu.contains(event.target) || menu.removeAttribute('open'));
    window.addEventListener('tulle-route', this.onRoute);
    window.addEventListener('resize', this.onResize);
    document.addEventListener('click', this.onClickAway);
    this.root.addEventListener('keydown', this.onKey);
    this.picture.svg.addEventListener('click', (event) => {
      if (event.target === this.picture.svg && !this.camera.dragged) {
        change({sel: ''});
      }
    });
    this.ticker = setInterval(() => this.sayStatus(), 1000);
  }

  close() {
    window.removeEventListener('tulle-route', this.onRoute);
    window.removeEventListener('resize', this.onResize);
    document.removeEventListener('click', this.onClickAway);
    clearInterval(this.ticker);
    this.status.remove();
    clearInterval(this.playing);
    this.stop();
    this.dots.stop();
  }

  /** Does what the address says. */
  follow() {
    const {page, params} = current();
    if (page !== 'graph') {
      return;
    }
    this.params = params;
    for (const field of this.root.querySelectorAll('select')) {
      const first = {type: 'versionedApp', window: '60', refresh: '0', label: 'rate'}[field.name];
      field.value = params.get(field.name) || first;
    }
    for (const label of this.switches) {
      const box = label.firstChild;
      box.checked = params.get(box.name) !== 'off';
      box.disabled = box.name === 'animation' && still.matches;
    }
    for (const [input, name] of [[this.find, 'find'], [this.hide, 'hide']]) {
      if (input.value !== (params.get(name) || '')) {
        input.value = params.get(name) || '';
      }
    }
    const asTable = params.get('view') === 'table';
    this.views[0].setAttribute('aria-pressed', String(!asTable));
    this.views[1].setAttribute('aria-pressed', String(asTable));
    this.stage.hidden = asTable;
    this.tableHost.hidden = !asTable;
    this.connect();
    this.draw();
  }

  query() {
    return new URLSearchParams({type: this.params.get('type') || 'versionedApp', window: this.params.get('window') || '60', services: String(this.params.get('services') !== 'off')});
  }

  connect() {
    const at = this.params.get('at') || '';
    const refresh = at ? 'at' : this.params.get('refresh') || '0';
    const key = `${this.query()} ${refresh} ${at}`;
    if (key === this.streamKey) {
      return;
    }
    this.stop();
    this.streamKey = key;
    this.root.setAttribute('aria-busy', 'true');
    if (refresh === '0') {
      this.source = new EventSource(`api/graph/live?${this.query()}`);
      this.source.onmessage = (event) => this.receive(JSON.parse(event.data));
      this.source.onerror = () => this.receive({error: 'The console does not answer; it is asked again and again.'});
      return;
    }
    const load = () => getJson(`api/graph?${this.query()}${at ? `&at=${at}` : ''}`)
      .then((graph) => key === this.streamKey && this.receive(graph), (error) => key === this.streamKey && this.receive({error: error.message}));
    load();
    if (Number(refresh) > 0) {
      this.timer = setInterval(load, Number(refresh) * 1000);
    }
  }

  stop() {
    this.source?.close();
    this.source = null;
    clearInterval(this.timer);
  }

  receive(graph) {
    this.root.removeAttribute('aria-busy');
    if (graph.error) {
      this.fail(graph.error);
      return;
    }
    this.graph = graph;
    this.shownAt = Date.now();
    this.note.hidden = !graph.warning;
    this.note.className = 'graph-note warning';
    this.note.textContent = graph.warning || '';
    this.draw();
  }

  fail(message) {
    if (this.graph) {
      this.note.hidden = false;
      this.note.className = 'graph-note error';
      this.note.textContent = `${message} The picture is of ${clock(this.graph.at)}.`;
      return;
    }
    this.state.hidden = false;
    this.state.className = 'graph-state error';
    this.state.setAttribute('role', 'alert');
    this.state.replaceChildren(h('h2', {}, 'No graph'), h('p', {}, message),
      h('p', {class: 'hint'}, 'The console goes on asking and draws as soon as there is an answer. `tulle up` starts everything that it reads.'),
      h('button', {type: 'button', onclick: () => this.why()}, 'What is wrong?'));
  }

  /** What is left after hiding, and what was found. */
  filtered() {
    const {params} = this;
    let {nodes, edges} = this.graph;
    let found = null;
    this.findError.textContent = '';
    try {
      const hidden = parse(params.get('hide'));
      const wanted = parse(params.get('find'));
      if (params.get('idle') === 'off') {
        edges = edges.filter((edge) => edge.health !== 'idle');
        const used = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
        nodes = nodes.filter((node) => used.has(node.id));
      }
      if (hidden) {
        nodes = nodes.filter((node) => !hidden(node, 'node'));
        const left = new Set(nodes.map((node) => node.id));
        edges = edges.filter((edge) => left.has(edge.source) && left.has(edge.target) && !hidden(edge, 'edge'));
      }
      if (wanted) {
        found = new Set([...nodes.filter((node) => wanted(node, 'node')), ...edges.filter((edge) => wanted(edge, 'edge'))].map((any) => any.id));
      }
    } catch (error) {
      this.findError.textContent = error.message;
    }
    const spaces = new Set(nodes.map((node) => node.namespace));
    return {...this.graph, nodes, edges, found, boxes: this.graph.boxes.filter((box) => spaces.has(box.namespace))};
  }

  visible() {
    return this.graph || {nodes: [], edges: [], boxes: []};
  }

  draw() {
    if (!this.graph) {
      return;
    }
    const graph = this.filtered();
    const chosen = this.params.get('sel') || '';
    this.picture.draw(graph, {label: this.params.get('label') || 'rate', locks: this.params.get('locks') !== 'off', badges: this.params.get('badges') !== 'off', found: graph.found, chosen});
    this.dots.set(graph, this.params.get('animation') !== 'off' && !still.matches && this.params.get('view') !== 'table');
    if (this.params.get('view') === 'table') {
      table(this.tableHost, graph);
    }
    const shape = `${graph.type} ${graph.width} ${graph.height}`;
    if (shape !== this.fitted && this.params.get('view') !== 'table') {
      this.fitted = shape;
      this.camera.fit(this.graph);
    }
    this.empty(graph);
    this.sayStatus();
    const wide = this.side.hidden;
    panel(this.side, graph, chosen, {query: this.query(), at: this.params.get('at'), close: () => {
      change({sel: ''});
      this.picture.focus(chosen);
    }, choose: (id) => change({sel: id}, true)});
    if (wide !== this.side.hidden && !this.camera.moved) {
      this.camera.fit(this.graph);
    }
    this.root.dataset.ready = 'true';
  }

  empty(graph) {
    const nothing = graph.nodes.length === 0;
    this.state.hidden = !nothing;
    if (!nothing) {
      return;
    }
    this.state.className = 'graph-state';
    this.state.removeAttribute('role');
    if (this.graph.nodes.length > 0) {
      this.state.replaceChildren(h('h2', {}, 'Everything is hidden'), h('p', {}, 'Find & hide, or the switch for idle edges, leave nothing to show.'),
        h('button', {type: 'button', onclick: () => change({hide: '', idle: ''})}, 'Show all'));
      return;
    }
    this.state.replaceChildren(h('h2', {}, 'No traffic yet'), h('p', {}, 'No proxy has reported a request in this time. Send one:'),
      h('pre', {}, h('code', {}, 'curl http://127.0.0.1:8080/')),
      h('p', {class: 'hint'}, 'It shows here within seconds. A longer time range shows older traffic.'),
      h('button', {type: 'button', onclick: () => this.why()}, 'Why is an edge missing?'));
  }

  sayStatus() {
    if (!this.graph) {
      return;
    }
    const age = Math.round((Date.now() - this.shownAt) / 1000);
    const live = this.source && age < 20;
    const at = this.params.get('at');
    this.status.className = `status ${live ? 'live' : ''}`;
    const busy = this.graph.nodes.filter((node) => node.badges.some((badge) => badge.badge === 'trafficSource')).reduce((sum, node) => sum + node.out.rate, 0);
    this.status.textContent = `${at ? 'Replay' : live ? 'Live' : 'As of'} ${clock(this.graph.at)} · ${busy > 0 ? `${busy < 10 ? busy.toFixed(1) : Math.round(busy)}/s in` : 'idle'}`;
  }

  key(event) {
    if (event.target.closest('input, select, textarea') && event.key !== 'Escape') {
      return;
    }
    const inside = this.picture.svg.contains(event.target);
    if (event.key === 'Escape') {
      const menu = this.root.querySelector('details.menu[open]');
      if (menu) {
        menu.removeAttribute('open');
        menu.querySelector('summary').focus();
      } else if (this.params.get('sel')) {
        const chosen = this.params.get('sel');
        change({sel: ''});
        this.picture.focus(chosen);
      }
    } else if (inside && event.key.startsWith('Arrow')) {
      event.preventDefault();
      this.picture.move(event.key);
      this.camera.reveal(document.activeElement);
    } else if (inside && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      change({sel: this.picture.focusable}, true);
      this.side.querySelector('h2')?.focus();
    } else if (event.key === '+' || event.key === '-') {
      this.camera.zoom(event.key === '+' ? 1.25 : 0.8);
    } else if (event.key === '0' && inside) {
      this.camera.fit(this.visible());
    }
  }

  why() {
    this.root.querySelectorAll('details.menu[open]').forEach((menu) => menu.removeAttribute('open'));
    why();
  }

  /** Replay: a slider over the last half hour; the graph of that moment stands in the address. */
  toggleReplay() {
    this.root.querySelectorAll('details.menu[open]').forEach((menu) => menu.removeAttribute('open'));
    if (!this.replay.hidden) {
      clearInterval(this.playing);
      this.replay.hidden = true;
      change({at: ''});
      return;
    }
    const end = Math.floor(Date.now() / 1000);
    const slider = h('input', {type: 'range', min: String(end - 1800), max: String(end), step: '10', value: String(end), 'aria-label': 'Moment to show'});
    const out = h('output', {}, clock(end));
    const go = () => {
      out.textContent = clock(Number(slider.value));
      change({at: slider.value});
    };
    slider.addEventListener('change', go);
    slider.addEventListener('input', () => { out.textContent = clock(Number(slider.value)); });
    const play = h('button', {type: 'button', onclick: () => {
      if (this.playing) {
        clearInterval(this.playing);
        this.playing = 0;
        play.textContent = '▶ Play';
        return;
      }
      if (Number(slider.value) >= end) {
        slider.value = String(end - 1800);
      }
      play.textContent = '❚❚ Pause';
      this.playing = setInterval(() => {
        slider.value = String(Math.min(end, Number(slider.value) + 10));
        go();
        if (Number(slider.value) >= end) {
          play.click();
        }
      }, 1000);
    }}, '▶ Play');
    this.replay.replaceChildren(h('strong', {}, 'Replay'), play, slider, out, h('button', {type: 'button', onclick: () => this.toggleReplay()}, 'Back to live'));
    this.replay.hidden = false;
    announce('Replay: choose a moment of the last half hour');
    slider.focus();
  }
}

function legend() {
  const row = (kind, text) => h('li', {class: `key key-${kind}`}, h('span', {class: 'swatch', 'aria-hidden': 'true'}), text);
  return h('details', {class: 'legend'}, h('summary', {}, 'Legend'), h('ul', {},
    row('app', 'square: app'), row('workload', 'circle: workload'), row('service', 'triangle: service'),
    row('healthy', 'healthy'), row('degraded', 'triangle mark: degraded, 4xx from 10 %'), row('failure', 'diamond mark: failing, 5xx from 10 % or 4xx from 20 %'),
    row('idle', 'dashed: idle'), row('tcp', 'blue: TCP'),
    row('ok', 'moving circle: success'), row('error', 'moving diamond: error')));
}
