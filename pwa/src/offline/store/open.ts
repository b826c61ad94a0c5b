/** Opens the phone's database, bringing what older versions of the app wrote up to date. */
import { type IDBPDatabase, type IDBPTransaction, type StoreNames, openDB } from 'idb';
import { DATABASE, type Schema, VERSION } from './schema';

export type Database = IDBPDatabase<Schema>;
type Upgrade = IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>;

/** `unsupported`: no IndexedDB (private windows of some browsers) · `newer`: a newer version of the app wrote it. */
export class StoreProblem extends Error {
  override readonly name = 'StoreProblem';
  constructor(readonly code: 'unsupported' | 'newer') {
    super(code);
  }
}

/** Step `n` leads from version n to n + 1. Steps are never changed once shipped; they only add up. */
const STEPS: readonly ((db: Database, change: Upgrade) => void | Promise<void>)[] = [
  (db) => {
    const takes = db.createObjectStore('takes', { keyPath: 'id' });
    takes.createIndex('byState', 'state');
    takes.createIndex('byInterview', 'interviewId');
    db.createObjectStore('chunks', { keyPath: ['takeId', 'index'] });
    db.createObjectStore('packs', { keyPath: 'id' }).createIndex('byInterview', 'interviewId');
    db.createObjectStore('actions', { keyPath: 'order', autoIncrement: true }).createIndex('byId', 'id', { unique: true });
    db.createObjectStore('settings');
  },
  (_db, change) => {
    change.objectStore('takes').createIndex('byPath', 'path');
  },
];

let opened: Promise<Database> | null = null;

/**
 * The page's one connection; asks again after it was lost.
 * @throws StoreProblem
 */
export function database(): Promise<Database> {
  opened ??= open().catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}

async function open(): Promise<Database> {
  if (!('indexedDB' in globalThis)) throw new StoreProblem('unsupported');
  const lost = (): void => void (opened = null);
  try {
    const db = await openDB<Schema>(DATABASE, VERSION, {
      async upgrade(db, from, _to, change) {
        for (const step of STEPS.slice(from)) await step(db, change as Upgrade);
      },
      // Another tab has the newer version of the app: let go, so that it need not wait.
      blocking: (_current, _wanted, event) => {
        lost();
        (event.target as IDBDatabase).close();
      },
      terminated: lost,
    });
    return db;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'VersionError') throw new StoreProblem('newer');
    throw error;
  }
}

/** For tests: closes what is open, so that the next call opens anew. */
export async function closeDatabase(): Promise<void> {
  const db = await opened?.catch(() => null);
  db?.close();
  opened = null;
}
