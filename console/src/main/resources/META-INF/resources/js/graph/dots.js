// Traffic as moving dots: density from the rate, speed from the latency; errors are diamonds, successes circles, TCP squares.
import {s} from '../dom.js';
import {healthMark} from './icons.js';

const MOST = 400;
const SLOWEST = 10000;

export class Dots {
  constructor(layer) {
    this.layer = layer;
    this.dots = [];
    this.frame = 0;
    this.last = 0;
    this.tick = this.tick.bind(this);
  }

  /** Makes the dots of a graph; nothing moves when on is false. */
  set(graph, on) {
    const known = new Map(this.dots.map((dot) => [dot.key, dot]));
    this.dots = [];
    if (on) {
      const busy = graph.edges.filter((edge) => edge.health !== 'idle');
      const each = Math.max(1, Math.min(6, Math.floor(MOST / Math.max(1, busy.length))));
      for (const edge of busy) {
        this.edge(edge, each, known);
      }
    }
    for (const dot of known.values()) {
      if (!this.dots.includes(dot)) {
        dot.element.remove();
      }
    }
    if (this.dots.length && !this.frame) {
      this.last = performance.now();
      this.frame = requestAnimationFrame(this.tick);
    }
  }

  edge(edge, each, known) {
    const tcp = edge.protocol === 'tcp';
    const count = tcp ? 2 : Math.max(1, Math.min(each, Math.ceil(Math.log2(1 + edge.rate * 2))));
    const bad = edge.errors > 0 ? Math.max(1, Math.round(count * edge.errors)) : 0;
    const track = new Track(edge.points);
    const slow = Math.min(SLOWEST, edge.latency.p95 === undefined ? 50 : edge.latency.p95);
    const speed = 110 - 80 * (Math.log10(1 + slow) / Math.log10(1 + SLOWEST));
    for (let i = 0; i < count + (bad && bad === count ? 1 : 0); i++) {
      const kind = tcp ? 'tcp' : i < bad ? 'error' : 'ok';
      const key = `${edge.id} ${i} ${kind}`;
      let dot = known.get(key);
      if (!dot) {
        dot = {key, at: (i / count) * track.length, element: shape(kind)};
        this.layer.append(dot.element);
      }
      dot.track = track;
      dot.speed = speed;
      this.dots.push(dot);
    }
  }

  tick(now) {
    const passed = Math.min(100, now - this.last) / 1000;
    this.last = now;
    for (const dot of this.dots) {
      dot.at = (dot.at + dot.speed * passed) % dot.track.length;
      const [x, y] = dot.track.point(dot.at);
      dot.element.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    }
    this.frame = this.dots.length ? requestAnimationFrame(this.tick) : 0;
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.dots = [];
    this.layer.replaceChildren();
  }
}

function shape(kind) {
  switch (kind) {
    case 'error': return s('path', {class: 'dot dot-error', d: healthMark('failure', 0, 0, 5.5)});
    case 'tcp': return s('rect', {class: 'dot dot-tcp', x: -3, y: -3, width: 6, height: 6});
    default: return s('circle', {class: 'dot dot-ok', r: 3.4});
  }
}

/** A polyline by length. */
class Track {
  constructor(points) {
    this.points = points;
    this.lengths = [0];
    for (let i = 1; i < points.length; i++) {
      this.lengths.push(this.lengths[i - 1] + Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]));
    }
    this.length = this.lengths[points.length - 1] || 1;
  }

  point(at) {
    let i = 1;
    while (i < this.points.length - 1 && this.lengths[i] < at) {
      i++;
    }
    const part = (at - this.lengths[i - 1]) / ((this.lengths[i] - this.lengths[i - 1]) || 1);
    const [ax, ay] = this.points[i - 1];
    const [bx, by] = this.points[i];
    return [ax + (bx - ax) * part, ay + (by - ay) * part];
  }
}
