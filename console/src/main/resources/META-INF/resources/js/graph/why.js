// "Why is an edge missing?": the way of a number from a proxy to this picture, checked step by step.
import {h, getJson} from '../dom.js';

export function why() {
  const list = h('ol', {class: 'checks'}, h('li', {}, 'Checking …'));
  const dialog = h('dialog', {class: 'why', 'aria-labelledby': 'why-title'},
    h('header', {}, h('h2', {id: 'why-title'}, 'Why is an edge missing?'), h('button', {type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: () => dialog.close()}, '×')),
    h('p', {}, 'An edge is drawn when both of its ends\' names arrive here: a proxy counts a request, Prometheus scrapes the proxy, the console asks Prometheus.'),
    list,
    h('h3', {}, 'If all of that is well'),
    h('ul', {},
      h('li', {}, 'Nothing was sent in this time: choose a longer one, or send a request.'),
      h('li', {}, 'The caller does not use its proxy. Locally only plain HTTP is captured, by the proxy setting of the HTTP client.'),
      h('li', {}, 'The caller has no sidecar and the called workload has none either: nobody counts.'),
      h('li', {}, 'The connection is still open: bytes of TCP connections are counted when they end.'),
      h('li', {}, 'Find & hide, or the switch for idle edges, hide it.')));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  getJson('api/why').then(({checks}) => list.replaceChildren(...checks.map((check) => h('li', {class: check.ok ? 'ok' : 'bad'},
    h('span', {class: 'mark', 'aria-hidden': 'true'}, check.ok ? '✓' : '✗'), h('span', {}, h('span', {class: 'visually-hidden'}, check.ok ? 'Well: ' : 'Wrong: '), check.finding, check.fix ? h('em', {}, ` ${check.fix}`) : null)))),
  (error) => list.replaceChildren(h('li', {class: 'bad'}, error.message)));
}
