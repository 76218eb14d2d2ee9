import {h} from './dom.js';
import {current} from './route.js';

const PAGES = [
  ['graph', 'Graph', () => import('./graph/page.js')],
  ['mesh', 'Mesh', () => import('./mesh.js')],
  ['config', 'Config', () => import('./config.js')],
  ['traces', 'Traces', () => import('./traces.js')],
  ['doctor', 'Doctor', () => import('./doctor.js')],
];

const main = document.getElementById('main');
const nav = document.getElementById('nav');
let shown = '';
let close = () => {};

async function show() {
  const {page} = current();
  const entry = PAGES.find(([name]) => name === page);
  nav.replaceChildren(...PAGES.map(([name, title]) =>
    h('a', {href: `#/${name}`, 'aria-current': name === page ? 'page' : undefined}, title)));
  if (page === shown) {
    return;
  }
  const before = shown;
  shown = page;
  close();
  close = () => {};
  if (!entry) {
    document.title = 'Tulle console';
    main.replaceChildren(h('div', {class: 'page'}, h('h1', {}, 'There is no such page'),
      h('p', {}, h('a', {href: '#/graph'}, 'To the graph'))));
    return;
  }
  document.title = `${entry[1]} · Tulle console`;
  main.className = `main-${page}`;
  main.replaceChildren();
  const module = await entry[2]();
  if (shown === page) {
    close = module.open(main) || (() => {});
    if (before) {
      main.focus({preventScroll: true});
    }
  }
}

function theme() {
  const button = document.getElementById('theme');
  const dark = () => (document.documentElement.dataset.theme
    || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const draw = () => {
    button.textContent = dark() ? '☀' : '☾';
    button.title = dark() ? 'Light' : 'Dark';
  };
  button.addEventListener('click', () => {
    const next = dark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    localStorage.setItem('tulle.theme', next);
    draw();
    window.dispatchEvent(new Event('tulle-theme'));
  });
  draw();
}

theme();
window.addEventListener('hashchange', () => {
  show();
  window.dispatchEvent(new Event('tulle-route'));
});
window.addEventListener('popstate', show);
show();
