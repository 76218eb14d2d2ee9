// The side panel: what is known of the chosen node or edge, with charts of the time before.
import {h, rate, percent, millis, bytes, getJson} from '../dom.js';
import {link} from '../route.js';
import {nodeTitle} from './draw.js';
import {chart} from '../chart.js';
import {flagWords} from '../flags.js';

let loaded = '';
let loading = 0;

export function panel(side, graph, chosen, page) {
  const node = graph.nodes.find((one) => one.id === chosen);
  const edge = graph.edges.find((one) => one.id === chosen);
  if (!node && !edge) {
    side.hidden = true;
    side.replaceChildren();
    loaded = '';
    return;
  }
  if (loaded !== chosen || !side.firstChild) {
    side.replaceChildren(h('header', {}, h('h2', {tabindex: '-1'}), h('button', {type: 'button', class: 'icon-button', 'aria-label': 'Close details', onclick: page.close}, '×')),
      h('div', {class: 'facts'}), h('div', {class: 'charts'}, h('p', {class: 'hint'}, 'Asking for the time before …')));
    loaded = chosen;
    loading = 0;
  }
  side.hidden = false;
  side.querySelector('h2').textContent = node ? nodeTitle(node) : 'Edge';
  const scroll = side.scrollTop;
  side.querySelector('.facts').replaceChildren(...(node ? nodeFacts(node, graph, page) : edgeFacts(edge, graph, page)));
  side.scrollTop = scroll;
  charts(side, chosen, edge ? edge.protocol : node.in.tcp.sent + node.in.tcp.received > 0 && node.in.rate === 0 ? 'tcp' : 'http', page);
}

function charts(side, chosen, protocol, page) {
  if (Date.now() - loading < 10000) {
    return;
  }
  loading = Date.now();
  const query = new URLSearchParams(page.query);
  query.set('id', chosen);
  query.set('protocol', protocol);
  if (page.at) {
    query.set('at', page.at);
  }
  getJson(`api/series?${query}`).then((answer) => {
    if (loaded === chosen) {
      side.querySelector('.charts').replaceChildren(...answer.charts.map((one) => chart(one)));
    }
  }, (error) => {
    if (loaded === chosen) {
      side.querySelector('.charts').replaceChildren(h('p', {class: 'hint error-text'}, error.message));
    }
  });
}

const pill = (health) => h('span', {class: `pill ${health}`}, health);

function nodeFacts(node, graph, page) {
  const facts = [h('p', {class: 'sub'}, pill(node.health), ' ', node.kind === 'unknown' ? 'has no sidecar that would name it' : `${node.kind} in ${node.namespace}`)];
  if (node.badges.length) {
    facts.push(h('ul', {class: 'badge-list'}, node.badges.map((badge) => h('li', {}, h('strong', {}, badge.title),
      badge.objects.map((object) => h('a', {href: link('config', {object})}, object))))));
  }
  facts.push(traffic('Inbound', node.in), traffic('Outbound', node.out));
  const ends = (title, edges, other) => edges.length ? [h('h3', {}, title), h('ul', {class: 'ends'}, edges.map((edge) => h('li', {},
    h('button', {type: 'button', class: 'link', onclick: () => page.choose(edge.id)}, nodeTitle(graph.nodes.find((one) => one.id === edge[other]))),
    h('span', {class: 'num'}, edge.protocol === 'tcp' ? `${bytes(edge.tcp.sent + edge.tcp.received)}/s` : `${rate(edge.rate)}${edge.errors > 0 ? ` · ${percent(edge.errors)} err` : ''}`), pill(edge.health))))] : [];
  facts.push(...ends('Called by', graph.edges.filter((edge) => edge.target === node.id), 'source'), ...ends('Calls', graph.edges.filter((edge) => edge.source === node.id), 'target'));
  if (node.workloads.length) {
    facts.push(h('h3', {}, 'Workloads'), h('ul', {class: 'ends'}, node.workloads.map((name) => {
      const [namespace, workload] = name.split('/');
      return h('li', {}, h('span', {}, name), h('a', {href: link('traces', {service: `${workload}.${namespace}`})}, 'traces'));
    })));
  }
  return facts;
}

function edgeFacts(edge, graph, page) {
  const end = (id) => {
    const node = graph.nodes.find((one) => one.id === id);
    return h('button', {type: 'button', class: 'link', onclick: () => page.choose(id)}, nodeTitle(node));
  };
  const secure = edge.mtls === undefined ? 'not seen: no proxy at the called side' : edge.mtls >= 0.999 ? 'mutual TLS' : edge.mtls > 0 ? `${percent(edge.mtls)} over mutual TLS` : 'plain text';
  const caller = graph.nodes.find((one) => one.id === edge.source);
  const first = caller.workloads[0];
  return [h('p', {class: 'sub'}, pill(edge.health), ' ', end(edge.source), ' → ', end(edge.target)),
    h('dl', {class: 'pairs'}, h('dt', {}, 'Protocol'), h('dd', {}, edge.protocol), h('dt', {}, 'Security'), h('dd', {}, secure),
      edge.principals.source.length ? [h('dt', {}, 'Caller'), h('dd', {class: 'wrap'}, edge.principals.source.join(', '))] : null,
      edge.principals.destination.length ? [h('dt', {}, 'Called'), h('dd', {class: 'wrap'}, edge.principals.destination.join(', '))] : null,
      edge.hosts.length ? [h('dt', {}, 'Host'), h('dd', {class: 'wrap'}, edge.hosts.join(', '))] : null),
    traffic('Traffic', edge),
    first ? h('p', {}, h('a', {href: link('traces', {service: first.split('/').reverse().join('.')})}, 'Traces of the caller')) : null].filter(Boolean);
}

function traffic(title, t) {
  const tcp = t.tcp.sent + t.tcp.received + t.tcp.connections;
  if (t.rate <= 0 && tcp <= 0) {
    return h('section', {}, h('h3', {}, title), h('p', {class: 'hint'}, 'nothing in this time'));
  }
  return h('section', {}, h('h3', {}, title),
    h('dl', {class: 'numbers'},
      t.rate > 0 ? [stat('Rate', rate(t.rate)), stat('Errors', percent(t.errors)), stat('p50', millis(t.latency.p50)), stat('p95', millis(t.latency.p95)), stat('p99', millis(t.latency.p99)), stat('Bytes', `${bytes(t.bytes.request + t.bytes.response)}/s`)] : null,
      tcp > 0 ? [stat('To client', `${bytes(t.tcp.sent)}/s`), stat('From client', `${bytes(t.tcp.received)}/s`), stat('Opened', rate(t.tcp.connections))] : null),
    t.codes.length ? h('table', {class: 'data compact'}, h('caption', {class: 'visually-hidden'}, `${title}: answers`),
      h('thead', {}, h('tr', {}, ['Code', 'Flags', 'Rate', 'Share'].map((text, i) => h('th', {scope: 'col', class: i > 1 ? 'num' : undefined}, text)))),
      h('tbody', {}, t.codes.filter((code) => code.rate > 0).map((code) => h('tr', {},
        h('th', {scope: 'row'}, code.code === '-' ? 'no response' : code.grpc ? `${code.code}, gRPC ${code.grpc}` : code.code),
        h('td', {}, flagWords(code.flags)), h('td', {class: 'num'}, rate(code.rate)), h('td', {class: 'num'}, percent(code.rate / t.rate)))))) : null);
}

function stat(name, value) {
  return h('div', {}, h('dt', {}, name), h('dd', {}, value));
}
