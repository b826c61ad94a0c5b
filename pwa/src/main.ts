import './tokens.css';
import './base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { registerServiceWorker } from './sw/register.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app.');
target.replaceChildren();
mount(App, { target });
registerServiceWorker().catch((reason: unknown) => console.warn('service worker', reason));
