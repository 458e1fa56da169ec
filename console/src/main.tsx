import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app/global.css';
import './app/first-look.css';
import {createRoot} from 'react-dom/client';
import {App} from './app/app.tsx';
import {followTabs} from './lib/session-tabs.ts';

const root = document.querySelector('#root');
if (root === null) throw new Error('The page has no element with the id root.');
followTabs();
createRoot(root).render(<App />);
