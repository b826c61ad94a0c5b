import './tokens.css';
import './base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { fetchWords } from './i18n/problems';
import { isUsed } from './offline/waiting';
import { registerServiceWorker } from './sw/register.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app.');
target.replaceChildren();
mount(App, { target });
void fetchWords();
registerServiceWorker().catch((reason: unknown) => console.warn('service worker', reason));
// Answers that wait on this phone go on their way, once the first screen stands.
if (isUsed()) {
  const begin = (): void => void import('./offline/start').then(({ startOffline }) => startOffline()).catch((reason: unknown) => console.warn('offline', reason));
  if ('requestIdleCallback' in globalThis) requestIdleCallback(begin, { timeout: 3_000 });
  else setTimeout(begin, 1_000);
}
