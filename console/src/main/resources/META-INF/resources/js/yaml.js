// An object as YAML lines, each with the path of the field that it shows: `spec.http[0].fault`.
const PLAIN = /^[A-Za-z_/][\w./ @%*+-]*$/;
const WORDS = /^(true|false|null|yes|no|on|off|~)$/i;

function scalar(value) {
  if (typeof value !== 'string') {
    return String(value);
  }
  return PLAIN.test(value) && !WORDS.test(value) && !value.endsWith(' ') ? value : JSON.stringify(value);
}

const isEmpty = (value) => value !== null && typeof value === 'object' && Object.keys(value).length === 0;
const isLeaf = (value) => value === null || typeof value !== 'object' || isEmpty(value);
const leaf = (value) => (isEmpty(value) ? (Array.isArray(value) ? '[]' : '{}') : scalar(value));

/** [{text, path}] */
export function yamlLines(object) {
  const lines = [];
  const walk = (value, indent, path) => {
    const pad = '  '.repeat(indent);
    if (Array.isArray(value)) {
      value.forEach((item, i) => {
        const here = `${path}[${i}]`;
        if (isLeaf(item)) {
          lines.push({text: `${pad}- ${leaf(item)}`, path: here});
          return;
        }
        const from = lines.length;
        walk(item, indent + 1, here);
        lines[from].text = `${pad}- ${lines[from].text.slice(pad.length + 2)}`;
      });
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      const here = path ? `${path}.${key}` : key;
      if (isLeaf(item)) {
        lines.push({text: `${pad}${scalar(key)}: ${leaf(item)}`, path: here});
      } else {
        lines.push({text: `${pad}${scalar(key)}:`, path: here});
        walk(item, Array.isArray(item) ? indent : indent + 1, here);
      }
    }
  };
  const order = ['apiVersion', 'kind', 'metadata', 'spec'];
  const sorted = Object.fromEntries(Object.entries(object).sort(([a], [b]) => {
    const at = (key) => (order.includes(key) ? order.indexOf(key) : order.length);
    return at(a) - at(b);
  }));
  walk(sorted, 0, '');
  return lines;
}

/** The line that shows a path, or the nearest one above it; -1 for none. */
export function lineOf(lines, path) {
  let wanted = path;
  while (wanted) {
    const at = lines.findIndex((line) => line.path === wanted);
    if (at >= 0) {
      return at;
    }
    const cut = Math.max(wanted.lastIndexOf('.'), wanted.lastIndexOf('['));
    wanted = cut > 0 ? wanted.slice(0, cut) : '';
  }
  return -1;
}
