// Elements and numbers.
const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'value' || name === 'checked') {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  for (const child of children.flat(3)) {
    if (child !== undefined && child !== null && child !== false) {
      element.append(child);
    }
  }
  return element;
}

/** h('p', {class: 'x'}, 'text', child): an HTML element. Text is never parsed as HTML. */
export function h(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function s(name, attributes, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

export async function getJson(path) {
  const response = await fetch(path, {headers: {accept: 'application/json'}, cache: 'no-store'});
  let body = {};
  try {
    body = await response.json();
  } catch {
    body = {error: `The console answered ${response.status}.`};
  }
  if (!response.ok) {
    throw new Error(body.error || `The console answered ${response.status}.`);
  }
  return body;
}

export function announce(text) {
  document.getElementById('announce').textContent = text;
}

/** Three significant digits, without a tail of zeros. */
export function number(value) {
  if (!isFinite(value)) {
    return '–';
  }
  if (value === 0) {
    return '0';
  }
  if (Math.abs(value) >= 100) {
    return Math.round(value).toLocaleString('en');
  }
  return String(Number(value.toPrecision(value < 1 ? 2 : 3)));
}

export function rate(value) {
  return value > 0 && value < 0.01 ? '<0.01/s' : `${number(value)}/s`;
}

export function percent(share) {
  const value = share * 100;
  return value > 0 && value < 0.1 ? '<0.1 %' : `${Number(value.toFixed(value < 10 ? 1 : 0))} %`;
}

export function millis(value) {
  if (value === undefined) {
    return '–';
  }
  return value >= 1000 ? `${number(value / 1000)} s` : `${number(value)} ms`;
}

export function bytes(value) {
  const units = ['B', 'kB', 'MB', 'GB'];
  let unit = 0;
  let rest = value;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${number(rest)} ${units[unit]}`;
}

export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString('en-GB');
}

/** "in 3 h", "5 min ago". */
export function relative(epochMillis) {
  const left = (epochMillis - Date.now()) / 1000;
  const size = Math.abs(left);
  const [value, unit] = size < 90 ? [size, 's'] : size < 5400 ? [size / 60, 'min']
    : size < 129600 ? [size / 3600, 'h'] : [size / 86400, 'days'];
  const text = `${Math.round(value)} ${unit}`;
  return left >= 0 ? `in ${text}` : `${text} ago`;
}
