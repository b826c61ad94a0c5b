/** Small things that the phone remembers for the offline part, by name. */
import { database } from './open';

export async function setting<T>(name: string): Promise<T | undefined> {
  return (await (await database()).get('settings', name)) as T | undefined;
}

/** Replaces what stands under `name` by what `next` makes of it, in one transaction. */
export async function change<T>(name: string, next: (before: T | undefined) => T): Promise<T> {
  const work = (await database()).transaction('settings', 'readwrite');
  const after = next((await work.store.get(name)) as T | undefined);
  await work.store.put(after, name);
  await work.done;
  return after;
}

/** The value under `name`; made by `make` and kept, once, where there is none. Two tabs get the same one. */
export async function remembered<T>(name: string, make: () => Promise<T>): Promise<T> {
  const found = await setting<T>(name);
  if (found !== undefined) return found;
  const made = await make();
  return change<T>(name, (other) => other ?? made);
}

/** What the person wishes about uploading. */
export interface UploadWishes {
  isPaused: boolean;
  isWifiOnly: boolean;
}

const AS_SHIPPED: UploadWishes = { isPaused: false, isWifiOnly: false };

export async function uploadWishes(): Promise<UploadWishes> {
  return { ...AS_SHIPPED, ...(await setting<Partial<UploadWishes>>('uploads')) };
}

export async function wishUploads(wishes: Partial<UploadWishes>): Promise<UploadWishes> {
  return change<UploadWishes>('uploads', (before) => ({ ...AS_SHIPPED, ...before, ...wishes }));
}
