/** Live events over `/ws`: one socket a page, many topics, resumed by the last event id after every break. */

export interface LiveEvent {
  topic: string;
  id: string;
  name: string;
  data: unknown;
}

export interface Listener {
  onEvent: (event: LiveEvent) => void;
  /** Events are missing: fetch the state again. Also called once as soon as the subscription stands. */
  onGone: () => void;
  onRefused?: (code: string) => void;
}

type Frame =
  | ({ op: 'event' } & LiveEvent)
  | { op: 'subscribed'; last: Record<string, string> }
  | { op: 'gone'; topic: string; last: string }
  | { op: 'refused'; topic: string; code: string }
  | { op: 'pong' };

/** What the connection needs of the world; tests hand in their own. */
export interface Surroundings {
  open: () => WebSocket;
  after: (ms: number, run: () => void) => () => void;
  random: () => number;
}

const FIRST_DELAY_MS = 300;
const LAST_DELAY_MS = 10_000;
const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 8_000;
const OPEN = 1;

const browser: Surroundings = {
  open: () => new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws`),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};

/** Delay before try `attempt` (from 0): doubling from 0.3 s to 10 s, of which the upper half is chance. */
export function reconnectDelay(attempt: number, random: number): number {
  const full = Math.min(LAST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
  return full / 2 + (full / 2) * random;
}

export class Events {
  private socket: WebSocket | null = null;
  private attempt = 0;
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly lastId = new Map<string, string>();
  /** Topics asked for without a past: their state must be fetched once the subscription stands. */
  private readonly fresh = new Set<string>();
  private readonly watchers = new Set<(isOpen: boolean) => void>();
  private cancelRetry: (() => void) | null = null;
  private cancelPing: (() => void) | null = null;

  constructor(private readonly world: Surroundings = browser) {}

  /** Listens to a topic until the returned function is called. The socket lives as long as anyone listens. */
  subscribe(topic: string, listener: Listener): () => void {
    const group = this.listeners.get(topic) ?? new Set<Listener>();
    group.add(listener);
    this.listeners.set(topic, group);
    if (this.lastId.has(topic)) queueMicrotask(() => group.has(listener) && listener.onGone());
    else if (this.socket?.readyState === OPEN) this.send(topic);
    else this.connect();
    return () => this.drop(topic, listener);
  }

  /** Tells whether the socket is open, at once and at every change. */
  watch(watcher: (isOpen: boolean) => void): () => void {
    this.watchers.add(watcher);
    watcher(this.socket?.readyState === OPEN);
    return () => this.watchers.delete(watcher);
  }

  /** Tries again now, e.g. because the device came online. */
  wake(): void {
    if (this.cancelRetry === null) return;
    this.cancelRetry();
    this.cancelRetry = null;
    this.attempt = 0;
    this.connect();
  }

  private drop(topic: string, listener: Listener): void {
    const group = this.listeners.get(topic);
    group?.delete(listener);
    if (group?.size === 0) {
      this.listeners.delete(topic);
      this.lastId.delete(topic);
      this.fresh.delete(topic);
    }
    if (this.listeners.size > 0) return;
    this.cancelRetry?.();
    this.cancelRetry = null;
    this.socket?.close();
  }

  private connect(): void {
    if (this.socket !== null || this.cancelRetry !== null) return;
    const socket = this.world.open();
    this.socket = socket;
    socket.onopen = () => {
      this.attempt = 0;
      this.send(...this.listeners.keys());
      this.ping();
      this.announce(true);
    };
    socket.onmessage = (message: MessageEvent<string>) => this.receive(JSON.parse(message.data) as Frame);
    socket.onclose = () => this.closed(socket);
  }

  private closed(socket: WebSocket): void {
    if (this.socket !== socket) return;
    this.socket = null;
    this.cancelPing?.();
    this.cancelPing = null;
    this.announce(false);
    if (this.listeners.size === 0) return;
    this.cancelRetry = this.world.after(reconnectDelay(this.attempt++, this.world.random()), () => {
      this.cancelRetry = null;
      this.connect();
    });
  }

  private send(...topics: string[]): void {
    for (const topic of topics) if (!this.lastId.has(topic)) this.fresh.add(topic);
    const after = Object.fromEntries(
      topics.flatMap((topic) => {
        const id = this.lastId.get(topic);
        return id === undefined ? [] : [[topic, id]];
      }),
    );
    this.socket?.send(JSON.stringify({ op: 'subscribe', topics, after }));
  }

  private receive(frame: Frame): void {
    if (frame.op === 'pong') this.ping();
    else if (frame.op === 'event') this.deliver(frame);
    else if (frame.op === 'subscribed') {
      for (const [topic, id] of Object.entries(frame.last)) {
        if (!this.fresh.delete(topic)) continue;
        this.lastId.set(topic, id);
        this.tell(topic, (listener) => listener.onGone());
      }
    } else if (frame.op === 'gone') {
      this.lastId.set(frame.topic, frame.last);
      this.tell(frame.topic, (listener) => listener.onGone());
    } else this.tell(frame.topic, (listener) => listener.onRefused?.(frame.code));
  }

  private deliver(event: LiveEvent): void {
    if (!this.listeners.has(event.topic)) return;
    this.lastId.set(event.topic, event.id);
    this.tell(event.topic, (listener) => listener.onEvent(event));
  }

  private tell(topic: string, say: (listener: Listener) => void): void {
    for (const listener of [...(this.listeners.get(topic) ?? [])]) say(listener);
  }

  /** Asks every 20 s; a socket that does not answer within 8 s is dead even where the system has not noticed. */
  private ping(): void {
    this.cancelPing?.();
    this.cancelPing = this.world.after(PING_EVERY_MS, () => {
      const socket = this.socket;
      if (socket?.readyState !== OPEN) return;
      socket.send(JSON.stringify({ op: 'ping' }));
      this.cancelPing = this.world.after(PONG_WITHIN_MS, () => {
        socket.close();
        this.closed(socket);
      });
    });
  }

  private announce(isOpen: boolean): void {
    for (const watcher of this.watchers) watcher(isOpen);
  }
}

const OF_THE_MOMENT = new Set(['speech', 'say', 'caption', 'progress']);

/** Whether an interview's event may change what its pages tell; words and sounds of the moment do not. */
export const changesInterview = (event: LiveEvent): boolean => !OF_THE_MOMENT.has(event.name);

/** The page's one connection. */
export const events = new Events();

if (typeof addEventListener === 'function') addEventListener('online', () => events.wake());
