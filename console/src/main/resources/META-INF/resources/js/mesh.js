// The mesh page: the control plane, its proxies, and what each of them has.
import {h, getJson, relative} from './dom.js';
import {current, link} from './route.js';
import {loading, failure, nothing} from './state.js';

const EVERY = 5000;
const SOON = 300;

export function open(main) {
  const body = h('div', {class: 'page'}, h('h1', {}, 'Mesh'), loading('Asking the control plane …'));
  main.replaceChildren(body);
  let timer = 0;
  let closed = false;
  let shown = null;
  const show = (...children) => body.replaceChildren(h('h1', {}, 'Mesh'), ...children.flat());
  const load = async () => {
    clearTimeout(timer);
    const proxy = current().params.get('proxy') || '';
    try {
      if (proxy) {
        if (shown !== proxy) {
          show(...await proxyPage(proxy));
          shown = proxy;
        }
      } else {
        const mesh = await getJson('api/mesh');
        if (!closed && !current().params.get('proxy')) {
          show(...overview(mesh));
          shown = '';
        }
      }
    } catch (error) {
      if (!closed) {
        show(failure(error.message, load));
        shown = null;
      }
    }
    if (!closed) {
      timer = setTimeout(load, EVERY);
    }
  };
  const onRoute = () => current().page === 'mesh' && load();
  window.addEventListener('tulle-route', onRoute);
  load();
  return () => {
    closed = true;
    clearTimeout(timer);
    window.removeEventListener('tulle-route', onRoute);
  };
}

const card = (title, value, hint) => h('section', {class: 'card'}, h('h2', {}, title), h('div', {class: 'big'}, value), h('div', {class: 'hint'}, hint));

function overview(mesh) {
  const synced = mesh.proxies.filter((proxy) => proxy.state === 'synced').length;
  const soonest = Math.min(...mesh.proxies.map((proxy) => proxy.expires || Infinity));
  return [
    h('div', {class: 'card-grid'},
      card('Control plane', mesh.version.version.replace(/^tulle-/, ''), 'Tulle, stock Envoy proxies'),
      card('Proxies in sync', `${synced} of ${mesh.proxies.length}`, mesh.pods > mesh.proxies.length ? `${mesh.pods - mesh.proxies.length} pods without a proxy` : 'every pod has its proxy'),
      card('Next certificate to expire', isFinite(soonest) ? relative(soonest * 1000) : '–', 'renewed before half of its life'),
      card('Services', mesh.services.length, `${mesh.objects} objects are configured`)),
    mesh.proxies.length ? h('section', {class: 'section', tabindex: '0', role: 'region', 'aria-label': 'Proxies'}, h('h2', {}, 'Proxies'),
      h('table', {class: 'data'}, h('thead', {}, h('tr', {}, ['Proxy', 'State', 'Kind', 'Envoy', 'Certificate', 'Connected', 'Listeners', 'Routes', 'Clusters', 'Endpoints'].map((text, i) => h('th', {scope: 'col', class: i > 5 ? 'num' : undefined}, text)))),
        h('tbody', {}, mesh.proxies.map((proxy) => {
          const held = (type) => {
            const entry = proxy.types.find((one) => one.type === type);
            return h('td', {class: 'num'}, entry.behind ? `${entry.held} (${entry.behind} behind)` : entry.held);
          };
          return h('tr', {}, h('th', {scope: 'row'}, h('a', {href: link('mesh', {proxy: proxy.proxy})}, proxy.workload || proxy.proxy), h('div', {class: 'hint'}, proxy.proxy)),
            h('td', {}, h('span', {class: `pill ${proxy.state}`}, proxy.state), proxy.refusals.map((refusal) => h('div', {class: 'hint error-text'}, `${refusal.name}: ${refusal.message}`))),
            h('td', {}, proxy.type === 'router' ? 'gateway' : proxy.type), h('td', {}, proxy.version),
            h('td', {}, proxy.expires ? h('span', {class: proxy.expires * 1000 < Date.now() + SOON * 1000 ? 'pill bad' : ''}, `expires ${relative(proxy.expires * 1000)}`) : '–'),
            h('td', {}, proxy.since ? relative(Date.parse(proxy.since)) : '–'), held('listener'), held('virtual_host'), held('cluster'), held('endpoint'));
        })))) : nothing('No proxy is connected', 'Proxies appear here as soon as they reach the control plane.'),
    h('section', {class: 'section'}, h('h2', {}, 'Services'), h('table', {class: 'data'},
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Host'), h('th', {scope: 'col'}, 'Endpoints'))),
      h('tbody', {}, mesh.services.map((service) => h('tr', {}, h('th', {scope: 'row'}, service.hostname),
        h('td', {}, service.endpoints === 0 ? h('span', {class: 'pill warn'}, 'none') : service.endpoints)))))),
  ];
}

const KINDS = [['listeners', 'Listeners'], ['routes', 'Routes'], ['virtual_hosts', 'Virtual hosts'], ['clusters', 'Clusters'], ['endpoints', 'Endpoints'], ['secrets', 'Secrets']];

async function proxyPage(id) {
  const dump = await getJson(`api/mesh/proxy?id=${encodeURIComponent(id)}`);
  const back = h('p', {}, h('a', {href: '#/mesh'}, '← All proxies'));
  if (!Object.keys(dump).length) {
    return [back, nothing('Not known', `The control plane knows no proxy ${id}.`)];
  }
  return [back, h('h2', {}, id), h('p', {class: 'hint'}, 'What the control plane has for this proxy. Each resource names the objects that it was made from.'),
    KINDS.map(([kind, title]) => h('section', {class: 'section'}, h('h2', {}, `${title} (${(dump[kind] || []).length})`),
      (dump[kind] || []).map((entry) => h('details', {class: 'resource'}, h('summary', {}, entry.name),
        entry.sources.length ? h('p', {class: 'hint'}, 'From ', entry.sources.map((source, i) => [i ? ', ' : '', h('a', {href: link('config', {source})}, source)])) : null,
        h('pre', {tabindex: '0'}, h('code', {}, typeof entry.resource === 'string' ? entry.resource : JSON.stringify(entry.resource, null, 2)))))))];
}
