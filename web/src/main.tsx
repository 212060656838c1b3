import { render } from 'preact';
import { App } from './app.tsx';
import { followAddress } from './route.ts';
import { startSession } from './follow.ts';
import { applyTheme } from './theme.tsx';
import './styles/base.css';
import './styles/layout.css';
import './styles/messages.css';
import './styles/panel.css';
import './styles/composer.css';
import './styles/actors.css';

applyTheme();
followAddress();
const root = document.querySelector('#app');
if (root !== null) render(<App onRetry={startSession()} />, root);
