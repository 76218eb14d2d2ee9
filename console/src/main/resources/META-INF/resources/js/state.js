// What a page shows while it asks, when it fails, and when there is nothing.
import {h} from './dom.js';

export function loading(text) {
  return h('div', {class: 'state'}, h('div', {class: 'spinner', 'aria-hidden': 'true'}), h('p', {}, text));
}

export function failure(message, again) {
  return h('div', {class: 'state error', role: 'alert'}, h('h2', {}, 'No answer'), h('p', {}, message), h('button', {type: 'button', onclick: again}, 'Ask again'));
}

export function nothing(title, text) {
  return h('div', {class: 'state'}, h('h2', {}, title), h('p', {}, text));
}
