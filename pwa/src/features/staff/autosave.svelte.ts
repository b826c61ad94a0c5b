/** What is being written saves itself a moment later: one request at a time, tried again while the server is away. */
import { asProblem, isPassing, type ApiProblem } from '../../api/problem';

export type SaveState = 'saved' | 'waiting' | 'saving' | 'away' | 'conflict' | 'refused';

const SAVES_AFTER_MS = 800;
const TRIES_AGAIN_MS = 5_000;

export interface Saving {
  /** Sends what is here now. Resolves with whether nothing was changed meanwhile; rejects as the request does. */
  send(): Promise<boolean>;
  /** What a refusal comes to; null leaves it to the common rule. */
  refused?(problem: ApiProblem): Promise<SaveState | null> | SaveState | null;
}

export class Autosave {
  state = $state<SaveState>('saved');
  problem = $state.raw<ApiProblem | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private isGone = false;

  constructor(private readonly saving: Saving) {}

  /** Something has changed; it is sent when nothing more comes for a moment. */
  later(delay = SAVES_AFTER_MS): void {
    if (this.state === 'conflict') return;
    if (this.state !== 'away') this.state = this.running ? this.state : 'waiting';
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), delay);
  }

  /** Sends what waits now. Resolves when nothing waits any more; false where it could not be saved. */
  async flush(): Promise<boolean> {
    while (this.state === 'waiting' || this.state === 'away' || this.running) {
      clearTimeout(this.timer);
      await (this.running ?? this.send());
      if ((this.state as SaveState) === 'away') break;
    }
    return this.state === 'saved';
  }

  /** Nothing that waits is sent any more. Resolves when what was under way is over. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    await this.running;
  }

  /** The screen is left: what waits is still sent. */
  leave(): void {
    void this.flush();
    this.isGone = true;
    clearTimeout(this.timer);
  }

  private send(): Promise<void> {
    this.running ??= this.sendNow().finally(() => { this.running = null; });
    return this.running;
  }

  private async sendNow(): Promise<void> {
    this.state = 'saving';
    try {
      this.state = (await this.saving.send()) ? 'saved' : 'waiting';
      this.problem = null;
    } catch (error) {
      await this.failed(asProblem(error));
    }
    if ((this.state as SaveState) === 'waiting') this.later(this.isGone ? 0 : SAVES_AFTER_MS);
  }

  private async failed(problem: ApiProblem): Promise<void> {
    const state = await this.saving.refused?.(problem);
    if (state) {
      this.state = state;
      return;
    }
    this.problem = problem;
    if (problem.code === 'stale_version') this.state = 'conflict';
    else if (isPassing(problem)) {
      this.state = 'away';
      if (!this.isGone) this.later((problem.retryAfter ?? 0) * 1000 || TRIES_AGAIN_MS);
    } else this.state = 'refused';
  }
}
