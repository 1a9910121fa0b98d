import './theme/tokens.css';
import './theme/mantine.css';
import './theme/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { loadDrawing } from './charts/load-drawing.ts';
import { startI18n } from './i18n/i18n.ts';

// The overview draws; its library comes while the server is asked who is signed in.
if (location.pathname === '/') void loadDrawing();
await startI18n(location.pathname);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html must hold an element with the id root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
