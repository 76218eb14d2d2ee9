// The picture: boxes, edges and nodes in SVG, kept by id, so that a new poll changes only what has changed.
import {s, rate, percent, millis, bytes} from '../dom.js';
import {badgeIcon, kindShape, healthMark, lock} from './icons.js';

const RADIUS = 10;
const WORDS = {idle: 'idle', healthy: 'healthy', degraded: 'degraded', failure: 'failing'};

/** A polyline with rounded corners. */
export function path(points) {
  let text = `M${points[0][0]} ${points[0][1]}`;
  for (let i = 1; i < points.length - 1; i++) {
    const [px, py] = points[i - 1];
    const [x, y] = points[i];
    const [nx, ny] = points[i + 1];
    const before = Math.hypot(x - px, y - py);
    const after = Math.hypot(nx - x, ny - y);
    const r = Math.min(RADIUS, before / 2, after / 2);
    if (r < 0.5) {
      text += `L${x} ${y}`;
      continue;
    }
    const sx = x - ((x - px) / before) * r;
    const sy = y - ((y - py) / before) * r;
    const ex = x + ((nx - x) / after) * r;
    const ey = y + ((ny - y) / after) * r;
    text += `L${sx.toFixed(1)} ${sy.toFixed(1)}Q${x} ${y} ${ex.toFixed(1)} ${ey.toFixed(1)}`;
  }
  const last = points[points.length - 1];
  return `${text}L${last[0]} ${last[1]}`;
}

export function nodeTitle(node) {
  return node.version ? `${node.name} ${node.version}` : node.name;
}

export function edgeWords(edge) {
  if (edge.protocol === 'tcp') {
    return `${bytes(edge.tcp.sent + edge.tcp.received)}/s`;
  }
  return edge.errors > 0 ? `${rate(edge.rate)}, ${percent(edge.errors)} errors` : rate(edge.rate);
}

function labelOf(edge, graph, kind) {
  if (edge.health === 'idle') {
    return 'idle';
  }
  if (edge.protocol === 'tcp') {
    return `${bytes(edge.tcp.sent + edge.tcp.received)}/s`;
  }
  switch (kind) {
    case 'p50': case 'p95': case 'p99': return millis(edge.latency[kind]);
    case 'throughput': return `${bytes(edge.bytes.request + edge.bytes.response)}/s`;
    case 'share': {
      const all = graph.edges.filter((other) => other.source === edge.source).reduce((sum, other) => sum + other.rate, 0);
      return percent(all > 0 ? edge.rate / all : 0);
    }
    case 'none': return '';
    default: return edge.errors > 0 ? `${rate(edge.rate)} ${percent(edge.errors)}` : rate(edge.rate);
  }
}

function nodeLabel(node) {
  const badges = node.badges.map((badge) => badge.title.toLowerCase());
  const what = node.kind === 'unknown' ? '' : `${node.kind} in namespace ${node.namespace}, `;
  const words = [`${nodeTitle(node)}, ${what}${WORDS[node.health]}`];
  if (node.in.rate > 0) {
    words.push(`receives ${rate(node.in.rate)}${node.in.errors > 0 ? `, ${percent(node.in.errors)} errors` : ''}`);
  }
  if (node.out.rate > 0) {
    words.push(`sends ${rate(node.out.rate)}`);
  }
  return words.concat(badges).join('; ');
}

function edgeLabel(edge, graph) {
  const name = (id) => nodeTitle(graph.nodes.find((node) => node.id === id));
  const locked = edge.mtls === undefined ? '' : edge.mtls >= 0.999 ? '; mutual TLS' : edge.mtls > 0 ? `; ${percent(edge.mtls)} mutual TLS` : '; plain text';
  return `${name(edge.source)} to ${name(edge.target)}, ${edge.protocol}, ${WORDS[edge.health]}; ${edgeWords(edge)}${locked}`;
}

/** Keeps one group per id; make() builds it once, update() is called at every poll. */
class Keyed {
  constructor(parent) {
    this.parent = parent;
    this.groups = new Map();
  }

  set(list, id, make, update) {
    const wanted = new Set(list.map(id));
    for (const [key, group] of this.groups) {
      if (!wanted.has(key)) {
        group.remove();
        this.groups.delete(key);
      }
    }
    for (const item of list) {
      let group = this.groups.get(id(item));
      if (!group) {
        group = make(item);
        this.groups.set(id(item), group);
        this.parent.append(group);
      }
      update(group, item);
    }
  }
}

export class Picture {
  constructor(select) {
    this.select = select;
    this.boxLayer = s('g', {class: 'boxes'});
    this.edgeLayer = s('g', {class: 'edges'});
    this.dotLayer = s('g', {class: 'dots', 'aria-hidden': 'true'});
    this.labelLayer = s('g', {class: 'labels', 'aria-hidden': 'true'});
    this.nodeLayer = s('g', {class: 'nodes'});
    this.world = s('g', {class: 'world'}, this.boxLayer, this.edgeLayer, this.dotLayer, this.labelLayer, this.nodeLayer);
    this.svg = s('svg', {class: 'graph', role: 'group', 'aria-label': 'Traffic graph. Arrow keys follow the edges, Enter opens details, Escape closes them.'},
      s('defs', {}, ...['healthy', 'degraded', 'failure', 'idle', 'tcp'].map((name) =>
        s('marker', {id: `arrow-${name}`, viewBox: '0 0 10 10', refX: 9, refY: 5, markerWidth: 9, markerHeight: 9, markerUnits: 'userSpaceOnUse', orient: 'auto-start-reverse'},
          s('path', {d: 'M0 1L9.5 5L0 9Z', class: `arrow arrow-${name}`})))),
      this.world);
    this.boxes = new Keyed(this.boxLayer);
    this.edges = new Keyed(this.edgeLayer);
    this.labels = new Keyed(this.labelLayer);
    this.nodes = new Keyed(this.nodeLayer);
    this.lines = new Map();
    this.graph = {nodes: [], edges: [], boxes: []};
    this.chosen = '';
    this.focusable = '';
  }

  /** @param look {label, locks, badges, found: Set, chosen} */
  draw(graph, look) {
    this.graph = graph;
    this.chosen = look.chosen;
    const near = this.neighbours(look.chosen);
    this.boxes.set(graph.boxes, (box) => box.namespace,
      (box) => s('g', {class: 'box'}, s('rect', {rx: 14}), s('text', {class: 'box-title'}, box.namespace)),
      (group, box) => {
        const [rect, text] = group.children;
        place(rect, box);
        text.setAttribute('x', box.x + 16);
        text.setAttribute('y', box.y + 24);
      });
    this.edges.set(graph.edges, (edge) => edge.id,
      (edge) => this.focusing(s('g', {role: 'button', 'data-id': edge.id}, s('path', {class: 'hit'}), s('path', {class: 'line'})), edge.id),
      (group, edge) => {
        const tone = edge.protocol === 'tcp' && edge.health === 'healthy' ? 'tcp' : edge.health;
        const d = path(edge.points);
        const [hit, line] = group.children;
        if (line.getAttribute('d') !== d) {
          hit.setAttribute('d', d);
          line.setAttribute('d', d);
          this.lines.set(edge.id, edge.points);
        }
        line.setAttribute('marker-end', `url(#arrow-${tone})`);
        line.setAttribute('stroke-width', (1.5 + Math.min(2.5, Math.log10(1 + edge.rate) * 1.4)).toFixed(2));
        this.state(group, edge.id, `edge ${tone}`, look, near);
        group.setAttribute('aria-label', edgeLabel(edge, graph));
        group.setAttribute('aria-pressed', String(edge.id === look.chosen));
      });
    this.labels.set(graph.edges, (edge) => edge.id,
      () => s('g', {}, s('rect', {rx: 8, height: 18, y: -9}), s('path', {class: 'lock'}), s('path', {class: 'bad-mark'}), s('text', {'dominant-baseline': 'central'})),
      (group, edge) => {
        const [rect, lockPath, mark, text] = group.children;
        const words = labelOf(edge, graph, look.label);
        const locked = look.locks && edge.mtls !== undefined;
        const bad = edge.health === 'failure' || edge.health === 'degraded';
        let x = -(words.length * 5.9 + (locked ? 14 : 0) + (bad ? 14 : 0)) / 2;
        const left = x - 6;
        lockPath.setAttribute('d', locked ? lock(edge.mtls >= 0.999, x, -6) : '');
        lockPath.classList.toggle('open', locked && edge.mtls < 0.999);
        x += locked ? 14 : 0;
        mark.setAttribute('d', bad ? healthMark(edge.health, x + 5, 0, 4.6) : '');
        x += bad ? 14 : 0;
        text.textContent = words;
        text.setAttribute('x', x);
        rect.setAttribute('x', left);
        rect.setAttribute('width', -2 * left);
        group.setAttribute('transform', `translate(${edge.label[0]} ${edge.label[1]})`);
        group.toggleAttribute('hidden', words === '' && !locked);
        group.setAttribute('class', `label ${edge.health}`);
        this.state(group, edge.id, `label ${edge.health}`, look, near);
      });
    this.nodes.set(graph.nodes, (node) => node.id,
      (node) => this.focusing(s('g', {role: 'button', 'data-id': node.id},
        s('rect', {class: 'halo', rx: 13}), s('rect', {class: 'card', rx: 10}), s('path', {class: 'shape'}),
        s('text', {class: 'name'}), s('text', {class: 'sub'}), s('path', {class: 'mark'}), s('g', {class: 'badges'})), node.id),
      (group, node) => {
        const [halo, card, shape, name, sub, mark, badges] = group.children;
        group.setAttribute('transform', `translate(${node.x} ${node.y})`);
        place(halo, {x: -5, y: -5, width: node.width + 10, height: node.height + 10});
        place(card, {x: 0, y: 0, width: node.width, height: node.height});
        shape.setAttribute('d', kindShape(node.kind, 23, node.height / 2, 10));
        const room = Math.floor((node.width - 62) / 7.9);
        name.textContent = node.name.length > room ? `${node.name.slice(0, room - 1)}…` : node.name;
        name.setAttribute('x', 44);
        name.setAttribute('y', 20);
        sub.textContent = node.kind === 'unknown' ? (node.name === 'outside' ? 'no sidecar known' : 'no such service')
          : node.version ? `${node.kind} · ${node.version}` : node.kind;
        sub.setAttribute('x', 44);
        sub.setAttribute('y', 36);
        mark.setAttribute('d', healthMark(node.health, node.width - 14, node.height / 2, 5.5));
        const shown = look.badges ? node.badges : [];
        badges.replaceChildren(...shown.map((badge, i) => s('g', {transform: `translate(${node.width - 12 - i * 22} 0)`, class: `badge badge-${badge.badge}`},
          s('title', {}, badge.title), s('circle', {r: 10}), s('path', {d: badgeIcon(badge.badge)}))));
        this.state(group, node.id, `node ${node.kind} ${node.health}`, look, near);
        group.setAttribute('aria-label', nodeLabel(node));
        group.setAttribute('aria-pressed', String(node.id === look.chosen));
      });
    this.roving();
  }

  state(group, id, base, look, near) {
    const found = look.found && look.found.has(id);
    const faint = near ? !near.has(id) : look.found && !found;
    group.setAttribute('class', `${base}${id === look.chosen ? ' chosen' : ''}${found ? ' found' : ''}${faint ? ' faint' : ''}`);
  }

  /** What touches the chosen element; null when nothing is chosen. */
  neighbours(chosen) {
    const {nodes, edges} = this.graph;
    if (!chosen || ![...nodes, ...edges].some((any) => any.id === chosen)) {
      return null;
    }
    const near = new Set([chosen]);
    for (const edge of edges) {
      if (edge.id === chosen || edge.source === chosen || edge.target === chosen) {
        near.add(edge.id).add(edge.source).add(edge.target);
      }
    }
    return near;
  }

  focusing(group, id) {
    group.addEventListener('click', (event) => this.select(id, event));
    group.addEventListener('focus', () => {
      this.focusable = id;
      this.roving();
    });
    return group;
  }

  group(id) {
    return this.nodes.groups.get(id) || this.edges.groups.get(id);
  }

  roving() {
    if (!this.group(this.focusable)) {
      this.focusable = this.graph.nodes.length ? this.graph.nodes.reduce((a, b) => (b.x < a.x || (b.x === a.x && b.y < a.y) ? b : a)).id : '';
    }
    for (const layer of [this.nodes, this.edges]) {
      for (const [id, group] of layer.groups) {
        group.setAttribute('tabindex', id === this.focusable ? '0' : '-1');
      }
    }
  }

  focus(id) {
    const group = this.group(id);
    if (group) {
      this.focusable = id;
      this.roving();
      group.focus();
    }
  }

  /** Right and left follow edges, up and down change between neighbours. */
  move(key) {
    const {nodes, edges} = this.graph;
    const id = this.focusable;
    const node = nodes.find((one) => one.id === id);
    const edge = edges.find((one) => one.id === id);
    const forward = key === 'ArrowRight';
    if (node) {
      if (key === 'ArrowRight' || key === 'ArrowLeft') {
        const next = edges.filter((one) => (forward ? one.source : one.target) === id).sort(byPlace)[0];
        return next && this.focus(next.id);
      }
      const down = key === 'ArrowDown';
      const others = nodes.filter((one) => one !== node && (down ? one.y > node.y : one.y < node.y))
        .sort((a, b) => distance(a, node) - distance(b, node));
      return others[0] && this.focus(others[0].id);
    }
    if (edge) {
      if (key === 'ArrowRight' || key === 'ArrowLeft') {
        return this.focus(forward ? edge.target : edge.source);
      }
      const siblings = edges.filter((one) => one.source === edge.source || one.target === edge.target).sort(byPlace);
      const at = siblings.indexOf(edge) + (key === 'ArrowDown' ? 1 : -1);
      return siblings[at] && this.focus(siblings[at].id);
    }
  }
}

const byPlace = (a, b) => a.label[1] - b.label[1] || a.label[0] - b.label[0];
const distance = (a, b) => Math.abs(a.x - b.x) * 2 + Math.abs(a.y - b.y);

function place(rect, {x, y, width, height}) {
  rect.setAttribute('x', x);
  rect.setAttribute('y', y);
  rect.setAttribute('width', width);
  rect.setAttribute('height', height);
}
