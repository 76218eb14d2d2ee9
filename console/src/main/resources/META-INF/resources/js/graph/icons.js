// Shapes as path data, drawn for a circle of radius 10 around the origin.
const BADGES = {
  circuitBreaker: 'M1.5 -6.5L-4 1H-0.5L-1.5 6.5L4 -1H0.5Z',
  faultInjection: 'M0 -6L5.8 4.8H-5.8ZM0 -2.2V1.2M0 3V3.3',
  trafficSplit: 'M-6 0H-2L3 -4.5H6M-2 0L3 4.5H6',
  timeout: 'M0 -5.5A5.5 5.5 0 1 1 -0.01 -5.5ZM0 -3V0.2L2.4 1.8',
  mirroring: 'M-5.5 -4V4L-1.5 0ZM5.5 -4V4L1.5 0Z',
  routing: 'M-5.5 -3.5H0.5L5 0L0.5 3.5H-5.5',
  gateway: 'M-5 5.5V-2A5 4 0 0 1 5 -2V5.5M-2 5.5V-0.5A2 2 0 0 1 2 -0.5V5.5',
  missingSidecar: 'M-5 -4H3V4H-5ZM-6.5 6.5L6.5 -6.5',
  trafficSource: 'M-5.5 0H3M0 -3.5L4.2 0L0 3.5',
};

export function badgeIcon(name) {
  return BADGES[name] || '';
}

/** App: square, workload: circle, service: triangle, unknown: dashed diamond; as in Kiali. */
export function kindShape(kind, x, y, r) {
  switch (kind) {
    case 'app': return `M${x - r + 1} ${y - r + 1}h${2 * r - 2}v${2 * r - 2}h${-2 * r + 2}Z`;
    case 'workload': return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
    case 'service': return `M${x} ${y - r}L${x + r} ${y + r - 2}H${x - r}Z`;
    default: return `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`;
  }
}

/** Told apart by form: failure is a diamond, degraded a triangle, healthy a dot, idle a dash. */
export function healthMark(health, x, y, r) {
  switch (health) {
    case 'failure': return `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`;
    case 'degraded': return `M${x} ${y - r}L${x + r} ${y + r * 0.8}H${x - r}Z`;
    case 'healthy': return `M${x - r * 0.7} ${y}a${r * 0.7} ${r * 0.7} 0 1 0 ${r * 1.4} 0a${r * 0.7} ${r * 0.7} 0 1 0 ${-r * 1.4} 0Z`;
    default: return `M${x - r * 0.7} ${y - 1}h${r * 1.4}v2h${-r * 1.4}Z`;
  }
}

export function lock(closed, x, y) {
  const shackle = closed ? `M${x + 2} ${y + 5}V${y + 3.5}A2.6 2.6 0 0 1 ${x + 7.2} ${y + 3.5}V${y + 5}` : `M${x + 2} ${y + 5}V${y + 2.5}A2.6 2.6 0 0 1 ${x + 7} ${y + 1.5}`;
  return `${shackle}M${x + 0.6} ${y + 5.2}h8v5.6h-8Z`;
}
