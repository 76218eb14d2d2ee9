// The config page: every object with its YAML, what is wrong with it at the line, and how far it has come.
import {h, getJson} from './dom.js';
import {current, change, link} from './route.js';
import {loading, failure, nothing} from './state.js';
import {yamlLines, lineOf} from './yaml.js';

const EVERY = 5000;
const MESH = /networking\.istio\.io|security\.istio\.io|telemetry\.istio\.io|gateway\.networking\.k8s\.io/;
const RANK = {ERROR: 0, WARNING: 1, NOTE: 2};

const title = (object) => `${object.kind} ${object.metadata.namespace || 'default'}/${object.metadata.name}`;
const group = (object) => (object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '');

export function open(main) {
  const page = new ConfigPage(main);
  return () => page.close();
}

class ConfigPage {
  constructor(main) {
    this.filter = h('input', {type: 'search', placeholder: 'Filter by kind or name', 'aria-label': 'Filter objects', value: current().params.get('q') || '', oninput: (event) => change({q: event.target.value})});
    this.all = h('input', {type: 'checkbox', onchange: (event) => change({all: event.target.checked ? 'on' : ''})});
    this.list = h('nav', {class: 'card', 'aria-label': 'Objects'}, loading('Asking the control plane …'));
    this.detail = h('div', {});
    this.body = h('div', {class: 'page'}, h('h1', {}, 'Config'), h('div', {class: 'filters'}, this.filter, h('label', {class: 'check'}, this.all, 'Also Kubernetes objects')),
      h('div', {class: 'split'}, this.list, this.detail));
    main.replaceChildren(this.body);
    this.onRoute = () => current().page === 'config' && this.draw();
    window.addEventListener('tulle-route', this.onRoute);
    this.load();
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    window.removeEventListener('tulle-route', this.onRoute);
  }

  async load() {
    clearTimeout(this.timer);
    try {
      const config = await getJson('api/mesh/config');
      const text = JSON.stringify(config);
      if (text !== this.text) {
        this.text = text;
        this.config = config;
        this.receiptOf = '';
        this.draw();
      }
    } catch (error) {
      this.text = '';
      this.list.replaceChildren(failure(error.message, () => this.load()));
      this.detail.replaceChildren();
    }
    if (!this.closed) {
      this.timer = setTimeout(() => this.load(), EVERY);
    }
  }

  problems(object) {
    return this.config.problems.filter((problem) => problem.object && problem.object.kind === object.kind && problem.object.name === object.metadata.name
      && problem.object.namespace === (object.metadata.namespace || 'default')).sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  }

  draw() {
    if (!this.config) {
      return;
    }
    const {params} = current();
    const query = (params.get('q') || '').toLowerCase();
    this.all.checked = params.get('all') === 'on';
    const source = params.get('source') || '';
    const chosen = params.get('object') || this.bySource(source);
    const entries = this.config.objects.filter(({object}) => (this.all.checked || MESH.test(object.apiVersion) || title(object) === chosen) && title(object).toLowerCase().includes(query));
    this.list.replaceChildren(entries.length ? h('ul', {class: 'list'}, entries.map(({object}) => {
      const problems = this.problems(object);
      const worst = problems[0];
      return h('li', {}, h('a', {href: link('config', {object: title(object), q: params.get('q') || '', all: params.get('all') || ''}), 'aria-current': title(object) === chosen ? 'true' : undefined},
        h('span', {}, object.metadata.name, h('small', {}, `${object.kind} in ${object.metadata.namespace || 'default'}`)),
        worst ? h('span', {class: `pill ${worst.severity.toLowerCase()}`}, worst.severity.toLowerCase()) : null));
    })) : nothing('No objects', 'Nothing fits the filter.'));
    const loose = this.config.problems.filter((problem) => !problem.object);
    const entry = this.config.objects.find(({object}) => title(object) === chosen);
    if (entry) {
      this.object(entry);
    } else {
      this.detail.replaceChildren(h('div', {class: 'card'}, chosen ? nothing('Not there', `The control plane has no ${chosen}.`) : nothing('Choose an object', 'Its YAML, its problems and how far it has come are shown here.')),
        loose.length ? h('section', {class: 'section'}, h('h2', {}, 'Problems of files'), loose.map((problem) => h('p', {}, h('code', {}, problem.origin), ` ${problem.message}`))) : '');
    }
  }

  /** A resource names its sources as group/Kind namespace/name or as the title; both lead to the object. */
  bySource(source) {
    const words = source.split(/[\s/]+/).filter(Boolean);
    const found = source && this.config.objects.find(({object}) => words.slice(-2).join('/') === `${object.metadata.namespace || 'default'}/${object.metadata.name}` && source.includes(object.kind));
    return found ? title(found.object) : source;
  }

  async object(entry) {
    const {object} = entry;
    const problems = this.problems(object);
    const lines = yamlLines(object);
    const at = new Map();
    for (const problem of problems) {
      const line = Math.max(0, lineOf(lines, problem.path));
      at.set(line, [...(at.get(line) || []), problem]);
    }
    const receipt = this.receiptOf === title(object) ? this.receipt : h('p', {class: 'hint'}, 'Asking for the receipt …');
    const fresh = this.receiptOf !== title(object);
    this.receipt = fresh ? h('div', {class: 'receipt', role: 'status'}, receipt) : this.receipt;
    this.detail.replaceChildren(h('section', {class: 'card'}, h('h2', {}, object.kind), h('div', {class: 'big wrap'}, object.metadata.name),
      h('p', {class: 'hint'}, `${object.metadata.namespace || 'default'} · ${entry.origin} · generation ${entry.generation}`), this.receipt),
    h('section', {class: 'card pad-0', tabindex: '0', role: 'region', 'aria-label': 'YAML'}, h('pre', {class: 'yaml'}, lines.map((line, i) => {
      const here = at.get(i) || [];
      const worst = here[0] ? here[0].severity.toLowerCase() : '';
      return [h('span', {class: `l${here.length ? ` problem ${worst}` : ''}`}, line.text || ' '),
        here.map((problem) => h('span', {class: `remark ${problem.severity.toLowerCase()}`}, h('strong', {}, `${problem.severity.toLowerCase()} ${problem.code}`), ` ${problem.message}. ${problem.effect}`))];
    }))));
    if (!fresh) {
      return;
    }
    this.receiptOf = title(object);
    try {
      const query = new URLSearchParams({group: group(object), kind: object.kind, namespace: object.metadata.namespace || 'default', name: object.metadata.name});
      const answer = await getJson(`api/mesh/receipt?${query}`);
      if (this.receiptOf === title(object)) {
        this.receipt.replaceChildren(...receiptWords(answer));
      }
    } catch (error) {
      this.receipt.replaceChildren(h('p', {class: 'hint error-text'}, error.message));
    }
  }
}

function receiptWords(receipt) {
  const tone = receipt.nacks.length ? 'bad' : receipt.state === 'live' ? 'ok' : 'warn';
  const words = receipt.of > 0 ? `${receipt.state} on ${receipt.live} of ${receipt.of} proxies${receipt.millis ? ` in ${receipt.millis} ms` : ''}` : receipt.state;
  return [h('p', {}, h('span', {class: `pill ${tone}`}, words), receipt.reason ? ` ${receipt.reason}` : ''),
    receipt.nacks.length ? h('ul', {}, receipt.nacks.map((nack) => h('li', {}, h('strong', {}, nack.proxy), ` ${nack.message}`))) : ''];
}
