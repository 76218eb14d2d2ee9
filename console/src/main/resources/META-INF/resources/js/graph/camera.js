// Pan and zoom: wheel, drag, two fingers, buttons, keys.
const SMALLEST = 0.15;
const LARGEST = 2.5;
const NARROW = 600;
// A hand is never quite still: less than this is a click.
const THRESHOLD = 5;

export class Camera {
  constructor(svg, world) {
    this.svg = svg;
    this.world = world;
    this.x = 0;
    this.y = 0;
    this.scale = 1;
    this.moved = false;
    this.dragged = false;
    this.pointers = new Map();
    svg.addEventListener('wheel', (event) => {
      event.preventDefault();
      const box = svg.getBoundingClientRect();
      this.zoom(Math.exp(-event.deltaY * 0.0015), event.clientX - box.left, event.clientY - box.top);
    }, {passive: false});
    svg.addEventListener('pointerdown', (event) => {
      this.pointers.set(event.pointerId, [event.clientX, event.clientY]);
      this.start = [event.clientX, event.clientY];
      this.dragged = false;
    });
    svg.addEventListener('pointermove', (event) => this.drag(event));
    for (const end of ['pointerup', 'pointercancel', 'pointerleave']) {
      svg.addEventListener(end, (event) => {
        this.pointers.delete(event.pointerId);
        svg.classList.remove('dragging');
      });
    }
  }

  drag(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      return;
    }
    const now = [event.clientX, event.clientY];
    if (!this.dragged && Math.hypot(now[0] - this.start[0], now[1] - this.start[1]) < THRESHOLD) {
      return;
    }
    this.dragged = true;
    if (this.pointers.size === 2) {
      const other = [...this.pointers].find(([id]) => id !== event.pointerId)[1];
      const size = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]) || 1;
      const box = this.svg.getBoundingClientRect();
      this.zoom(size(now, other) / size(before, other), (now[0] + other[0]) / 2 - box.left, (now[1] + other[1]) / 2 - box.top);
    } else {
      this.x += now[0] - before[0];
      this.y += now[1] - before[1];
      this.moved = true;
      this.svg.classList.add('dragging');
      this.apply();
    }
    this.pointers.set(event.pointerId, now);
  }

  zoom(factor, cx, cy) {
    const box = this.svg.getBoundingClientRect();
    const x = cx === undefined ? box.width / 2 : cx;
    const y = cy === undefined ? box.height / 2 : cy;
    const next = Math.min(LARGEST, Math.max(SMALLEST, this.scale * factor));
    this.x = x - ((x - this.x) * next) / this.scale;
    this.y = y - ((y - this.y) * next) / this.scale;
    this.scale = next;
    this.moved = true;
    this.apply();
  }

  /** The whole graph in view, never larger than life. On a narrow screen it stays readable and is panned instead. */
  fit(graph) {
    const box = this.svg.getBoundingClientRect();
    if (!box.width || !graph.width) {
      return;
    }
    const readable = box.width < NARROW ? 0.55 : SMALLEST;
    this.scale = Math.max(readable, Math.min(1.15, box.width / graph.width, box.height / graph.height));
    this.x = Math.max(0, (box.width - graph.width * this.scale) / 2);
    this.y = box.width < NARROW ? 0 : Math.max(0, (box.height - graph.height * this.scale) / 2);
    this.moved = false;
    this.apply();
  }

  /** Brings an element into view. */
  reveal(element) {
    const box = this.svg.getBoundingClientRect();
    const at = element.getBoundingClientRect();
    const margin = 24;
    const dx = at.left < box.left + margin ? box.left + margin - at.left : at.right > box.right - margin ? box.right - margin - at.right : 0;
    const dy = at.top < box.top + margin ? box.top + margin - at.top : at.bottom > box.bottom - margin ? box.bottom - margin - at.bottom : 0;
    if (dx || dy) {
      this.x += dx;
      this.y += dy;
      this.apply();
    }
  }

  apply() {
    this.world.setAttribute('transform', `translate(${this.x.toFixed(1)} ${this.y.toFixed(1)}) scale(${this.scale.toFixed(4)})`);
  }
}
