/** Small things that the phone remembers for the offline part. */
import { database } from './open';

/** What the person wishes about uploading. */
export interface UploadWishes {
  isPaused: boolean;
  isWifiOnly: boolean;
}

const AS_SHIPPED: UploadWishes = { isPaused: false, isWifiOnly: false };

export async function uploadWishes(): Promise<UploadWishes> {
  return { ...AS_SHIPPED, ...((await (await database()).get('settings', 'uploads')) as Partial<UploadWishes> | undefined) };
}

export async function keepUploadWishes(wishes: UploadWishes): Promise<void> {
  await (await database()).put('settings', { ...wishes }, 'uploads');
}

/** The value under `name`; made by `make` and kept, once, where there is none. Two tabs get the same one. */
export async function remembered<T>(name: string, make: () => Promise<T>): Promise<T> {
  const db = await database();
  const found = (await db.get('settings', name)) as T | undefined;
  if (found !== undefined) return found;
  const made = await make();
  const work = db.transaction('settings', 'readwrite');
  const other = (await work.store.get(name)) as T | undefined;
  if (other === undefined) await work.store.put(made, name);
  await work.done;
  return other ?? made;
}
