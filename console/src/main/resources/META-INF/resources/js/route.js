// The address is the state: #/graph?type=app&node=... Every link can be sent to somebody else.
export function current() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  return {page: path || 'graph', params: new URLSearchParams(query || '')};
}

export function link(page, params) {
  const query = new URLSearchParams(Object.entries(params || {}).filter(([, value]) => value !== undefined && value !== ''));
  const text = query.toString();
  return `#/${page}${text ? '?' + text : ''}`;
}

/** Changes parameters of the present page; undefined or '' removes one. */
export function change(changes, push) {
  const {page, params} = current();
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '' || value === null) {
      params.delete(name);
    } else {
      params.set(name, value);
    }
  }
  const target = link(page, Object.fromEntries(params));
  if (target !== location.hash) {
    history[push ? 'pushState' : 'replaceState'](null, '', target);
    window.dispatchEvent(new Event('tulle-route'));
  }
}
