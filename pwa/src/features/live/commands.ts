/**
 * What the candidate does, sent in order, each until the server has it. A command keeps its id over retries, so the
 * server counts it once; drafts that have not left yet are replaced by the newer text.
 */

import { ApiProblem, isPassing } from '../../api/problem';
import type { components } from '../../api/schema';
import type { LiveView } from './model';

export type Command = components['schemas']['Command'];
/** What a command brings besides its kind and its turn. */
export type Details = Partial<Pick<Command, 'text' | 'target' | 'options' | 'answer_kind' | 'code_language' | 'rung' | 'reason'>>;

export interface Failure {
  status: number;
  code: string;
  retryAfterS?: number | null;
}

export interface CommandPort {
  send(command: Command): Promise<LiveView>;
  /** Reads the failure out of whatever `send` threw. */
  failureOf(error: unknown): Failure;
  wait(ms: number): Promise<void>;
  newId(): string;
}

/** Of these only the newest matters while it waits. */
const REPLACED: ReadonlySet<Command['kind']> = new Set(['draft', 'choose', 'rung']);
const BACKOFF_MS = [300, 600, 1200, 2500, 5000] as const;

/** What a failed request of the API's client says; a network that is away has status 0. */
export function failureOf(error: unknown): Failure {
  return error instanceof ApiProblem
    ? { status: error.status, code: error.code, retryAfterS: error.retryAfter }
    : { status: 0, code: 'unreachable' };
}

/** A command in the queue, and who wants to know what became of it. */
interface Waiting {
  command: Command;
  told: ((isTaken: boolean) => void)[];
}

export class Commands {
  private readonly queue: Waiting[] = [];
  private isRunning = false;
  private isClosed = false;

  constructor(
    private readonly port: CommandPort,
    private readonly onView: (view: LiveView) => void,
    /** A command that the server will not take, e.g. `turn_over`; the screen fetches the state again. */
    private readonly onRefused: (command: Command, failure: Failure) => void,
    private readonly onWaiting: (isWaiting: boolean) => void = () => undefined,
  ) {}

  /** Queues a command; resolves once it has left: whether the server has it, or the newer one that replaced it. */
  push(kind: Command['kind'], turnId: string | null = null, details: Details = {}): Promise<boolean> {
    const command: Command = { id: this.port.newId(), kind, turn_id: turnId, ...details };
    const last = this.queue.at(-1);
    return new Promise((told) => {
      // The head may be on its way already; only what still waits behind it may be replaced.
      if (last && REPLACED.has(kind) && this.queue.length > 1 && last.command.kind === kind && last.command.turn_id === turnId) {
        last.command = command;
        last.told.push(told);
      } else {
        this.queue.push({ command, told: [told] });
      }
      if (!this.isRunning) void this.run();
    });
  }

  close(): void {
    this.isClosed = true;
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    let attempt = 0;
    for (let head = this.queue[0]; head && !this.isClosed; head = this.queue[0]) {
      try {
        const view = await this.port.send(head.command);
        attempt = 0;
        this.leaves(true);
        this.onView(view);
      } catch (error) {
        const failure = this.port.failureOf(error);
        if (isPassing(failure)) {
          this.onWaiting(true);
          const own = BACKOFF_MS[Math.min(attempt++, BACKOFF_MS.length - 1)] ?? 5000;
          await this.port.wait(Math.max(own, (failure.retryAfterS ?? 0) * 1000));
        } else {
          attempt = 0;
          this.leaves(false);
          this.onRefused(head.command, failure);
        }
      }
    }
    this.isRunning = false;
    while (this.queue.length > 0) this.leaves(false);
  }

  /** The head is out of the queue, one way or the other. */
  private leaves(isTaken: boolean): void {
    this.onWaiting(false);
    for (const tell of this.queue.shift()?.told ?? []) tell(isTaken);
  }
}
