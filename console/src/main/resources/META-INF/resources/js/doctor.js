// The doctor: what is wrong, which object, why, and what to do.
import {h, getJson, announce} from './dom.js';
import {link} from './route.js';
import {loading, failure, nothing} from './state.js';

const EXPLAINED = {KIA: 'https://kiali.io/docs/features/validations/', IST: 'https://istio.io/latest/docs/reference/config/analysis/'};
const KIND = /^[A-Z]\w+ [\w.-]+\/[\w.-]+$/;

export function open(main) {
  const body = h('div', {class: 'page'});
  main.replaceChildren(body);
  let closed = false;
  const show = (...children) => body.replaceChildren(h('div', {class: 'filters'}, h('h1', {}, 'Doctor'), h('button', {type: 'button', onclick: load}, 'Examine again')), ...children.flat());
  async function load() {
    show(loading('Examining the mesh …'));
    try {
      const {findings} = await getJson('api/doctor');
      if (closed) {
        return;
      }
      announce(`${findings.length} findings`);
      show(findings.length ? table(findings) : nothing('The mesh is well', 'Control plane, proxies, certificates, endpoints, scrapes and calls: nothing to complain about.'));
    } catch (error) {
      if (!closed) {
        show(failure(error.message, load));
      }
    }
  }
  load();
  return () => { closed = true; };
}

function table(findings) {
  const counts = ['error', 'warning', 'note'].map((severity) => [severity, findings.filter((one) => one.severity === severity).length]).filter(([, count]) => count);
  return [h('p', {}, counts.map(([severity, count]) => [h('span', {class: `pill ${severity}`}, `${count} ${severity}${count > 1 ? 's' : ''}`), ' '])),
    h('section', {class: 'section', tabindex: '0', role: 'region', 'aria-label': 'Findings'}, h('table', {class: 'data findings'},
      h('thead', {}, h('tr', {}, ['', 'Id', 'Object', 'Cause', 'What to do'].map((text) => h('th', {scope: 'col'}, text || h('span', {class: 'visually-hidden'}, 'Severity'))))),
      h('tbody', {}, findings.map((one) => h('tr', {}, h('td', {}, h('span', {class: `pill ${one.severity}`}, one.severity)),
        h('td', {}, EXPLAINED[one.id.slice(0, 3)] ? h('a', {href: EXPLAINED[one.id.slice(0, 3)], rel: 'noreferrer', target: '_blank'}, one.id) : one.id),
        h('th', {scope: 'row', class: 'wrap'}, KIND.test(one.object) ? h('a', {href: link('config', {object: one.object})}, one.object) : one.object),
        h('td', {}, one.cause), h('td', {}, one.fix || '–'))))))];
}
