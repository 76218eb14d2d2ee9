// The same graph as two tables.
import {h, rate, percent, millis, bytes} from '../dom.js';
import {change} from '../route.js';
import {nodeTitle} from './draw.js';

const NUMBERS = ['Rate', 'Errors', 'p50', 'p95', 'p99', 'Throughput', 'In', 'Errors in', 'Out'];
const head = (text) => h('th', {scope: 'col', class: NUMBERS.includes(text) ? 'num' : undefined}, text);

export function table(host, graph) {
  const names = new Map(graph.nodes.map((node) => [node.id, nodeTitle(node)]));
  const choose = (id, text) => h('button', {type: 'button', class: 'link', onclick: () => change({sel: id}, true)}, text);
  const marked = (any, kind) => (graph.found && graph.found.has(any.id) ? `${kind} found` : kind);
  host.replaceChildren(
    h('h2', {}, 'Edges'),
    h('table', {class: 'data'},
      h('thead', {}, h('tr', {}, ['From', 'To', 'Protocol', 'Rate', 'Errors', 'p50', 'p95', 'p99', 'Throughput', 'mTLS', 'Health'].map(head))),
      h('tbody', {}, graph.edges.map((edge) => h('tr', {class: marked(edge, 'row')},
        h('th', {scope: 'row'}, choose(edge.id, names.get(edge.source))), h('td', {}, names.get(edge.target)), h('td', {}, edge.protocol),
        h('td', {class: 'num'}, edge.protocol === 'tcp' ? '–' : rate(edge.rate)), h('td', {class: 'num'}, edge.protocol === 'tcp' ? '–' : percent(edge.errors)),
        ['p50', 'p95', 'p99'].map((q) => h('td', {class: 'num'}, millis(edge.latency[q]))),
        h('td', {class: 'num'}, `${bytes(edge.protocol === 'tcp' ? edge.tcp.sent + edge.tcp.received : edge.bytes.request + edge.bytes.response)}/s`),
        h('td', {}, edge.mtls === undefined ? 'not seen' : edge.mtls >= 0.999 ? 'yes' : edge.mtls > 0 ? percent(edge.mtls) : 'no'),
        h('td', {}, h('span', {class: `pill ${edge.health}`}, edge.health)))))),
    h('h2', {}, 'Nodes'),
    h('table', {class: 'data'},
      h('thead', {}, h('tr', {}, ['Name', 'Kind', 'Namespace', 'In', 'Errors in', 'Out', 'Badges', 'Health'].map(head))),
      h('tbody', {}, graph.nodes.map((node) => h('tr', {class: marked(node, 'row')},
        h('th', {scope: 'row'}, choose(node.id, nodeTitle(node))), h('td', {}, node.kind), h('td', {}, node.namespace || '–'),
        h('td', {class: 'num'}, rate(node.in.rate)), h('td', {class: 'num'}, percent(node.in.errors)), h('td', {class: 'num'}, rate(node.out.rate)),
        h('td', {}, node.badges.map((badge) => badge.title).join(', ') || '–'),
        h('td', {}, h('span', {class: `pill ${node.health}`}, node.health)))))));
}
