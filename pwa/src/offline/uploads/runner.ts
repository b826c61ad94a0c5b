/** Keeps uploading while the app is open: at once, after every change, when the network is back, and with patience. */
import { askForSync } from './background';
import { drain, type Round } from './drain';
import { Line } from './send';
import { watchTakes } from '../store/takes';

const PATIENCE_S = [1, 2, 4, 8, 15, 30] as const;

let running: Runner | null = null;

/** Looks again now; starts the page's runner at the first call. `isStopped`: also ends what is under way. */
export function poke(isStopped: boolean): void {
  running ??= new Runner();
  if (isStopped) running.interrupt();
  else running.poke();
}

class Runner {
  private readonly line = new Line();
  private current = new AbortController();
  private isPoked = false;
  private isRunning = false;
  private wake: (() => void) | null = null;

  constructor() {
    addEventListener('online', () => this.poke());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.poke());
    (navigator as { connection?: EventTarget }).connection?.addEventListener('change', () => this.poke());
    watchTakes(() => this.poke());
  }

  poke(): void {
    this.isPoked = true;
    this.wake?.();
    if (!this.isRunning) void this.run();
  }

  interrupt(): void {
    this.current.abort();
    this.current = new AbortController();
    this.poke();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    try {
      for (let failures = 0; this.isPoked; ) {
        this.isPoked = false;
        const round = await this.round();
        failures = round?.phase === 'waiting' ? failures + 1 : 0;
        if (round && round.phase !== 'idle') void askForSync();
        if (round?.phase === 'waiting') await this.rest(round.retryAfterS ?? PATIENCE_S[Math.min(failures, PATIENCE_S.length) - 1] ?? 30);
      }
    } finally {
      this.isRunning = false;
    }
  }

  /** Null: it was interrupted. */
  private async round(): Promise<Round | null> {
    try {
      return await drain({ line: this.line, signal: this.current.signal });
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return null;
      throw error;
    }
  }

  /** Waits, but no longer than until something changes; then there is another round in any case. */
  private async rest(seconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = null;
    this.isPoked = true;
  }
}
