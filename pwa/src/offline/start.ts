/** Starts the offline part in a page, once: finds what was torn off, keeps the counter, uploads. Loaded lazily. */
import { recover } from './recording/recovery';
import { unsent, watchTakes } from './store/takes';
import { askForPeriodicSync } from './uploads/background';
import { pokeUploads } from './uploads/poke';
import { noteUse, noteWaiting } from './waiting';

let started: Promise<void> | null = null;

export function startOffline(): Promise<void> {
  started ??= start();
  return started;
}

async function start(): Promise<void> {
  noteUse();
  watchTakes(() => void count());
  await recover();
  await count();
  void askForPeriodicSync();
  pokeUploads();
}

async function count(): Promise<void> {
  noteWaiting(await unsent());
}
