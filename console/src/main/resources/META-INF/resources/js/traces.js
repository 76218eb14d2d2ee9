// The traces page: a list, and one trace as a waterfall.
import {h, s, getJson, millis, clock} from './dom.js';
import {current, change, link} from './route.js';
import {loading, failure, nothing} from './state.js';
import {flagWords} from './flags.js';

const micros = (value) => millis(value / 1000);

export function open(main) {
  const body = h('div', {class: 'page'});
  main.replaceChildren(body);
  let asked = 0;
  const load = async () => {
    const {page, params} = current();
    if (page !== 'traces') {
      return;
    }
    const mine = ++asked;
    body.replaceChildren(h('h1', {}, 'Traces'), loading('Asking Zipkin …'));
    try {
      const id = params.get('id');
      const content = id ? waterfall(id, await getJson(`api/traces/one?id=${encodeURIComponent(id)}`)) : list(await getJson(`api/traces?${new URLSearchParams({service: params.get('service') || '', minutes: params.get('minutes') || '15'})}`), params, load);
      if (mine === asked) {
        body.replaceChildren(h('h1', {}, 'Traces'), ...content);
      }
    } catch (error) {
      if (mine === asked) {
        body.replaceChildren(h('h1', {}, 'Traces'), failure(error.message, load));
      }
    }
  };
  window.addEventListener('tulle-route', load);
  load();
  return () => window.removeEventListener('tulle-route', load);
}

function list({traces, services}, params, again) {
  const service = params.get('service') || '';
  const known = services.includes(service) || !service ? services : [...services, service];
  const pick = (name, value) => change({[name]: value});
  const longest = Math.max(1, ...traces.map((trace) => trace.duration));
  const filters = h('div', {class: 'filters'},
    h('label', {class: 'field'}, 'Service', h('select', {onchange: (event) => pick('service', event.target.value)}, h('option', {value: ''}, 'all'), known.map((name) => h('option', {value: name, selected: name === service}, name)))),
    h('label', {class: 'field'}, 'Last', h('select', {onchange: (event) => pick('minutes', event.target.value)}, [['15', '15 min'], ['60', 'hour'], ['360', '6 h']].map(([value, text]) => h('option', {value, selected: value === (params.get('minutes') || '15')}, text)))),
    h('button', {type: 'button', onclick: again}, 'Refresh'));
  if (!traces.length) {
    return [filters, nothing('No traces', 'No request was sampled in this time. Each request through the gateway makes one.')];
  }
  return [filters, h('section', {class: 'section', tabindex: '0', role: 'region', 'aria-label': 'Traces'}, h('table', {class: 'data'},
    h('thead', {}, h('tr', {}, ['Time', 'Request', 'Status', 'Duration', 'Spans', 'Services'].map((text) => h('th', {scope: 'col'}, text)))),
    h('tbody', {}, traces.map((trace) => h('tr', {}, h('th', {scope: 'row', class: 'num'}, clock(trace.start / 1e6)),
      h('td', {class: 'wrap'}, h('a', {href: link('traces', {id: trace.id})}, trace.url || trace.name)),
      h('td', {}, h('span', {class: `pill ${trace.errors ? 'bad' : 'ok'}`}, trace.errors ? `${trace.status || ''} ${trace.errors} failed` : trace.status || 'ok')),
      h('td', {}, h('div', {class: 'num'}, micros(trace.duration)), s('svg', {viewBox: '0 0 100 5', width: 100, height: 5, 'aria-hidden': 'true'}, s('rect', {class: 'span-bar', width: Math.max(1, (trace.duration / longest) * 100), height: 5, rx: 2}))),
      h('td', {class: 'num'}, trace.spans), h('td', {}, trace.services.join(', ')))))))];
}

function waterfall(id, spans) {
  const back = h('p', {}, h('a', {href: '#/traces'}, '← All traces'));
  if (!spans.length) {
    return [back, nothing('No such trace', 'Zipkin keeps traces in memory: an old one may be gone.')];
  }
  const start = Math.min(...spans.map((span) => span.timestamp));
  const end = Math.max(...spans.map((span) => span.timestamp + (span.duration || 0)), start + 1);
  const ids = new Set(spans.map((span) => span.id));
  const rows = [];
  const walk = (parent, depth) => spans.filter((span) => (parent ? span.parentId === parent && !(span.id === parent) : !ids.has(span.parentId)) && !rows.some((row) => row.span === span))
    .sort((a, b) => a.timestamp - b.timestamp).forEach((span) => {
      rows.push({span, depth});
      walk(span.id, depth + 1);
    });
  walk('', 0);
  return [back, h('h2', {class: 'wrap'}, `Trace ${id}`), h('p', {class: 'hint'}, `${clock(start / 1e6)} · ${micros(end - start)} · ${spans.length} spans`),
    h('section', {class: 'section', tabindex: '0', role: 'region', 'aria-label': 'Waterfall'}, h('table', {class: 'waterfall'},
      h('thead', {}, h('tr', {}, ['Proxy', 'Span', 'Time'].map((text) => h('th', {scope: 'col'}, text)), h('th', {scope: 'col'}, 'Answer'))),
      h('tbody', {}, rows.map(({span, depth}) => {
        const tags = span.tags || {};
        const status = tags['http.status_code'] || '';
        const bad = /^[45]/.test(status) || 'error' in tags;
        const x = ((span.timestamp - start) / (end - start)) * 1000;
        const width = Math.max(4, ((span.duration || 0) / (end - start)) * 1000);
        return h('tr', {}, h('th', {scope: 'row'}, '\u00a0'.repeat(depth * 3), (span.localEndpoint || {}).serviceName || '–'),
          h('td', {class: 'wrap'}, `${(span.kind || '').toLowerCase()} ${(span.name || '').replace('.svc.cluster.local', '')}`),
          h('td', {class: 'bar'}, s('svg', {viewBox: '0 0 1000 18', preserveAspectRatio: 'none', role: 'img', 'aria-label': `starts at ${micros(span.timestamp - start)}, takes ${micros(span.duration || 0)}`},
            s('rect', {class: `span-bar ${(span.kind || '').toLowerCase()}${bad ? ' bad' : ''}`, x, y: 4, width, height: 10, rx: 2})), h('div', {class: 'hint num'}, micros(span.duration || 0))),
          h('td', {}, h('span', {class: `pill ${bad ? 'bad' : 'ok'}`}, status || '–'), tags.response_flags && tags.response_flags !== '-' ? h('div', {class: 'hint'}, flagWords(tags.response_flags)) : null));
      }))))];
}
