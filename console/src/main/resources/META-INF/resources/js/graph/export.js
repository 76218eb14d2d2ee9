// The picture as a file. Styles are written into the copy, since a file has no style sheet.
const PROPERTIES = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-family', 'font-size', 'font-weight', 'fill-opacity', 'stroke-opacity', 'stroke-linejoin', 'stroke-linecap', 'visibility', 'display'];
const MARGIN = 12;

function copy(svg, graph) {
  const clone = svg.cloneNode(true);
  const originals = svg.querySelectorAll('*');
  clone.querySelectorAll('*').forEach((element, i) => {
    const style = getComputedStyle(originals[i]);
    for (const property of PROPERTIES) {
      element.setAttribute(property, style.getPropertyValue(property));
    }
    for (const attribute of ['class', 'tabindex', 'role', 'aria-pressed']) {
      element.removeAttribute(attribute);
    }
  });
  const width = graph.width + 2 * MARGIN;
  const height = graph.height + 2 * MARGIN;
  clone.querySelector('g').setAttribute('transform', `translate(${MARGIN} ${MARGIN})`);
  clone.setAttribute('width', width);
  clone.setAttribute('height', height);
  clone.setAttribute('viewBox', `0 0 ${width} ${height}`);
  clone.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', width);
  ground.setAttribute('height', height);
  ground.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  clone.prepend(ground);
  return {blob: new Blob([new XMLSerializer().serializeToString(clone)], {type: 'image/svg+xml'}), width, height};
}

function save(blob, name) {
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
}

export function exportSvg(svg, graph) {
  if (graph) {
    save(copy(svg, graph).blob, 'tulle-graph.svg');
  }
}

export async function exportPng(svg, graph) {
  if (!graph) {
    return;
  }
  const {blob, width, height} = copy(svg, graph);
  const url = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(2, 8000 / Math.max(width, height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((png) => save(png, 'tulle-graph.png'), 'image/png');
  } finally {
    URL.revokeObjectURL(url);
  }
}
