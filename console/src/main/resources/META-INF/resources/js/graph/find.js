// The language of find and hide: `http > 0.5`, `%httperr >= 5`, `rt > 500`, `mtls`, `!healthy`, `name contains rev`,
// `ns = servicec`, joined by AND and OR; AND binds tighter. The words are Kiali's.
const NODE = {
  name: (node) => node.name,
  ns: (node) => node.namespace,
  namespace: (node) => node.namespace,
  version: (node) => node.version,
  node: (node) => node.kind,
  workload: (node) => node.workloads.join(' '),
  httpin: (node) => node.in.rate,
  httpout: (node) => node.out.rate,
};
const EDGE = {
  http: (edge) => (edge.protocol === 'http' ? edge.rate : 0),
  grpc: (edge) => (edge.protocol === 'grpc' ? edge.rate : 0),
  rate: (edge) => edge.rate,
  '%httperr': (edge) => (edge.protocol === 'http' ? edge.errors * 100 : 0),
  '%grpcerr': (edge) => (edge.protocol === 'grpc' ? edge.errors * 100 : 0),
  '%error': (edge) => edge.errors * 100,
  rt: (edge) => edge.latency.p95 || 0,
  responsetime: (edge) => edge.latency.p95 || 0,
  tcp: (edge) => edge.tcp.sent + edge.tcp.received,
  protocol: (edge) => edge.protocol,
};
const badge = (word) => (node) => node.badges !== undefined && node.badges.some((b) => b.badge === word);
const FLAGS = {
  healthy: (any) => any.health === 'healthy',
  degraded: (any) => any.health === 'degraded',
  failure: (any) => any.health === 'failure',
  unhealthy: (any) => any.health === 'failure' || any.health === 'degraded',
  idle: (any) => any.health === 'idle',
  mtls: (any) => any.mtls !== undefined && any.mtls > 0,
  circuitbreaker: badge('circuitBreaker'),
  cb: badge('circuitBreaker'),
  faultinjection: badge('faultInjection'),
  fi: badge('faultInjection'),
  timeout: badge('timeout'),
  trafficsplit: badge('trafficSplit'),
  trafficshifting: badge('trafficSplit'),
  gateway: badge('gateway'),
  sidecar: (any) => any.badges !== undefined && !badge('missingSidecar')(any),
  trafficsource: badge('trafficSource'),
};

function compare(operator, value, wanted) {
  const text = String(value).toLowerCase();
  switch (operator) {
    case '>': return Number(value) > Number(wanted);
    case '<': return Number(value) < Number(wanted);
    case '>=': return Number(value) >= Number(wanted);
    case '<=': return Number(value) <= Number(wanted);
    case '=': case 'is': return text === wanted || (wanted !== '' && Number(value) === Number(wanted));
    case '!=': case 'not': return text !== wanted;
    case 'contains': case '*=': return text.includes(wanted);
    case '!contains': case '!*=': return !text.includes(wanted);
    case 'startswith': case '^=': return text.startsWith(wanted);
    default: return text.endsWith(wanted);
  }
}

function term(text) {
  const match = /^(%?[\w]+)\s*(>=|<=|!=|!\*=|\*=|\^=|\$=|=|>|<|\s+(?:is|not|!?contains|startswith|endswith)\s+)\s*(.*)$/i.exec(text);
  if (match) {
    const name = match[1].toLowerCase();
    const operator = match[2].trim().toLowerCase();
    const wanted = match[3].trim().toLowerCase();
    if (wanted === '') {
      throw new Error(`${name} ${operator} … what?`);
    }
    if (['>', '<', '>=', '<='].includes(operator) && isNaN(Number(wanted))) {
      throw new Error(`${wanted} is not a number`);
    }
    if (NODE[name]) {
      return (any, kind) => kind === 'node' && compare(operator, NODE[name](any), wanted);
    }
    if (EDGE[name]) {
      return (any, kind) => kind === 'edge' && compare(operator, EDGE[name](any), wanted);
    }
    throw new Error(`${name} is not known`);
  }
  const negated = /^(!|not\s+)/i.test(text);
  const word = text.replace(/^(!|not\s+)\s*/i, '').toLowerCase();
  if (FLAGS[word]) {
    return (any) => {
      const applies = word !== 'mtls' || any.protocol !== undefined;
      return applies && (negated ? !FLAGS[word](any) : FLAGS[word](any));
    };
  }
  if (/^[\w.-]+$/.test(word) && !negated) {
    return (any, kind) => kind === 'node' && any.name.toLowerCase().includes(word);
  }
  throw new Error(`${text} is not understood`);
}

/** A predicate (element, 'node' | 'edge') -> boolean; null for an empty text; throws an Error in words. */
export function parse(text) {
  if (!text || !text.trim()) {
    return null;
  }
  const alternatives = text.trim().split(/\s+OR\s+/i).map((part) => part.split(/\s+AND\s+/i).map((one) => term(one.trim())));
  return (any, kind) => alternatives.some((all) => all.every((test) => test(any, kind)));
}

/** For the help. */
export const EXAMPLES = [
  ['%httperr > 5', 'edges with more than 5 % of errors'],
  ['rt > 500', 'edges whose p95 is above 500 ms'],
  ['http > 0.5', 'edges with more than 0.5 requests per second'],
  ['!healthy', 'whatever is not healthy'],
  ['!mtls', 'edges without mutual TLS'],
  ['name contains service', 'nodes by name'],
  ['ns = servicec AND version = v2', 'both must hold; OR joins alternatives'],
  ['circuitbreaker', 'nodes with a badge: fi, timeout, trafficsplit, gateway …'],
];
