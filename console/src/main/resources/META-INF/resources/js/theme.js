// Not a module: the theme is set before the first paint.
(() => {
  const wanted = localStorage.getItem('tulle.theme');
  if (wanted === 'light' || wanted === 'dark') {
    document.documentElement.dataset.theme = wanted;
  }
})();
