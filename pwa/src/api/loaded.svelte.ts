/** What a screen shows of the server: fetched as the screen comes, and again when asked or told; never an older answer over a newer one. */
import { untrack } from 'svelte';
import { events, type LiveEvent } from './events';
import { asProblem, type ApiProblem } from './problem';

/** Live events within this time are one reason to look again. */
const GATHER_MS = 250;

/** Asks the server. What it reads before its first `await` is the question: where that changes, it is asked anew. */
export type Read<T> = (signal: AbortSignal, known: T | null) => Promise<T>;

export interface LoadedOptions<T> {
  /** Nothing is fetched while it says no. */
  when?: () => boolean;
  /** A live topic, null for none: its events, and gaps among them, are reasons to look again. */
  topic?: () => string | null;
  /** Takes in an event of the topic; true: look again. Without it every event is a reason. */
  hear?: (event: LiveEvent) => boolean;
  /** The topic is not for this person. */
  refused?: () => void;
  /** Looks again every so often, unless an answer is still awaited; null: not now. */
  everyMs?: () => number | null;
  /** What was shown does not fit another question: it goes at once instead of with the next answer. */
  forgets?: boolean;
  /** Told each value that was fetched or taken, as it stands. */
  onvalue?: (value: T) => void;
}

/** Made while a component is made, and gone with it: what is under way then is broken off, nothing is fetched after. */
export class Loaded<T> {
  /** Null until the first answer; an older one stays while a newer is awaited. */
  value = $state.raw<T | null>(null);
  /** Why the last fetch gave nothing. */
  problem = $state.raw<ApiProblem | null>(null);

  private isOpen = false;
  private isStale = false;
  private flight: AbortController | null = null;
  private gathering: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly read: Read<T>,
    private readonly options: LoadedOptions<T> = {},
  ) {
    $effect(() => this.open());
    if (options.topic) $effect(() => this.listen());
    if (options.everyMs) $effect(() => this.poll());
  }

  /** Fetches now, in place of what is under way; ends when the answer stands or is no longer wanted. Never throws. */
  readonly again = (): Promise<void> => untrack(() => this.fetch(this.read));

  /** Fetches soon: what calls it in a burst costs one fetch, and one under way ends first. */
  readonly look = (): void => {
    if (!this.isOpen || this.gathering !== undefined) return;
    this.gathering = setTimeout(() => {
      this.gathering = undefined;
      if (this.flight) this.isStale = true;
      else void this.again();
    }, GATHER_MS);
  };

  /** Shows what an action answered: newer than an answer that is still awaited, which is asked for again. */
  take(value: T): void {
    if (this.flight) {
      this.drop();
      this.look();
    }
    this.show(value);
  }

  /** Changes what is shown by what an event told; an answer still awaited may not know it and is asked for again. */
  patch(change: (value: T) => T): void {
    const value = untrack(() => this.value);
    if (value === null) return;
    this.value = change(value);
    if (this.flight) this.isStale = true;
  }

  /** Whether an answer is awaited. Not reactive. */
  protected get isUnderWay(): boolean {
    return this.flight !== null;
  }

  /** Another question than before, or the first. */
  protected begin(): void {
    if (this.options.forgets) [this.value, this.problem] = [null, null];
  }

  protected async fetch(read: Read<T>): Promise<void> {
    if (!this.isOpen) return;
    this.drop();
    const flight = new AbortController();
    this.flight = flight;
    try {
      const value = await read(flight.signal, untrack(() => this.value));
      if (this.flight === flight) this.show(value);
    } catch (error) {
      if (this.flight === flight) this.problem = asProblem(error);
    } finally {
      if (this.flight === flight) this.landed();
    }
  }

  private landed(): void {
    this.flight = null;
    if (this.isStale) this.look();
    this.isStale = false;
  }

  private show(value: T): void {
    [this.value, this.problem] = [value, null];
    this.options.onvalue?.(value);
  }

  private drop(): void {
    this.flight?.abort();
    this.flight = null;
    this.isStale = false;
    clearTimeout(this.gathering);
    this.gathering = undefined;
  }

  private open(): (() => void) | undefined {
    this.begin();
    if (this.options.when?.() === false) return undefined;
    this.isOpen = true;
    const online = (): void => { if (this.problem?.status === 0) void this.again(); };
    addEventListener('online', online);
    void this.fetch(this.read);
    return () => {
      this.isOpen = false;
      removeEventListener('online', online);
      this.drop();
    };
  }

  private listen(): (() => void) | undefined {
    const { when, topic, hear, refused } = this.options;
    const name = when?.() === false ? null : (topic?.() ?? null);
    if (name === null) return undefined;
    return events.subscribe(name, {
      onEvent: (event) => { if (hear?.(event) ?? true) this.look(); },
      onGone: this.look,
      onRefused: () => refused?.(),
    });
  }

  private poll(): (() => void) | undefined {
    const everyMs = this.options.everyMs?.() ?? null;
    if (everyMs === null) return undefined;
    const timer = setInterval(() => { if (!this.flight) void this.again(); }, everyMs);
    return () => clearInterval(timer);
  }
}

/** Ends after so many milliseconds, e.g. of not typing; breaks off with the signal. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, broken) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      broken(signal.reason as Error);
    }, { once: true });
  });
}
