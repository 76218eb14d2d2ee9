// A small time series chart, with its table beside it for whoever cannot see it.
import {h, s, number, clock, millis, bytes} from './dom.js';

const WIDTH = 340;
const HEIGHT = 120;
const LEFT = 44;
const BOTTOM = 18;
const UNITS = {rate: (value) => `${number(value)}/s`, ms: millis, bytes: (value) => `${bytes(value)}/s`};

/** @param chart {title, unit, series: [{name, points: [[t, v]]}]} */
export function chart({title, unit, series}) {
  const text = UNITS[unit];
  const drawn = series.filter((one) => one.points.length > 0);
  if (!drawn.length) {
    return h('figure', {class: 'chart'}, h('figcaption', {}, title), h('p', {class: 'hint'}, 'No data in this time.'));
  }
  const all = drawn.flatMap((one) => one.points);
  const from = Math.min(...all.map(([t]) => t));
  const to = Math.max(...all.map(([t]) => t), from + 1);
  const top = nice(Math.max(...all.map(([, v]) => v), 1e-9));
  const x = (t) => LEFT + ((t - from) / (to - from)) * (WIDTH - LEFT - 8);
  const y = (v) => 8 + (1 - v / top) * (HEIGHT - BOTTOM - 8);
  const last = (one) => one.points[one.points.length - 1][1];
  const marks = [0, top / 2, top].map((v) => [s('line', {class: 'grid', x1: LEFT, x2: WIDTH - 8, y1: y(v), y2: y(v)}),
    s('text', {class: 'tick', x: LEFT - 6, y: y(v), 'text-anchor': 'end', 'dominant-baseline': 'central'}, text(v))]);
  const rows = drawn[0].points.slice(-12);
  return h('figure', {class: 'chart'}, h('figcaption', {}, title),
    s('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `${title}: ${drawn.map((one) => `${one.name} now ${text(last(one))}`).join(', ')}`}, marks,
      s('text', {class: 'tick', x: LEFT, y: HEIGHT - 4}, clock(from)), s('text', {class: 'tick', x: WIDTH - 8, y: HEIGHT - 4, 'text-anchor': 'end'}, clock(to)),
      drawn.map((one, i) => s('polyline', {class: `series series-${one.tone || i}`, points: one.points.map(([t, v]) => `${x(t).toFixed(1)},${y(v).toFixed(1)}`).join(' ')}))),
    h('ul', {class: 'chart-key'}, drawn.map((one, i) => h('li', {}, h('span', {class: `line series-${one.tone || i}`, 'aria-hidden': 'true'}), `${one.name} ${text(last(one))}`))),
    h('details', {class: 'chart-table'}, h('summary', {}, 'As a table'), h('table', {class: 'data compact'},
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Time'), drawn.map((one) => h('th', {scope: 'col'}, one.name)))),
      h('tbody', {}, rows.map(([t]) => h('tr', {}, h('th', {scope: 'row'}, clock(t)), drawn.map((one) => {
        const point = one.points.find(([other]) => other === t);
        return h('td', {class: 'num'}, point ? text(point[1]) : '–');
      })))))));
}

function nice(value) {
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((step) => step * size).find((step) => step >= value);
}
