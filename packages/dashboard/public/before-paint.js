// Runs before the first paint, as a file because the page's policy allows no inline script: sets the chosen
// colour scheme and language on <html>, so that nothing flashes in the wrong one.
(() => {
  const root = document.documentElement;
  let scheme = null;
  let language = null;
  try {
    scheme = localStorage.getItem('color-scheme');
    language = localStorage.getItem('language');
  } catch {
    // Storage may be blocked; the system's settings decide then.
  }
  const dark =
    scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  root.lang = language ?? (navigator.language.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en');
})();
