/** A draft as it is written: every change can be undone, and is saved by itself a moment later. */
import { get, put } from '../../../api/client';
import { asProblem, type ApiProblem } from '../../../api/problem';
import { begun, changed, type History, redone, undone } from './history';
import type { Draft, FlowProblem, FlowView, Step } from './types';

export type SaveState = 'saved' | 'waiting' | 'saving' | 'away' | 'conflict' | 'refused';

const SAVES_AFTER_MS = 800;
const TRIES_AGAIN_MS = 5_000;

export class FlowDraft {
  view = $state.raw<FlowView>() as FlowView;
  save = $state<SaveState>('saved');
  problem = $state.raw<ApiProblem | null>(null);
  private history = $state.raw<History<Draft>>() as History<Draft>;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private isGone = false;

  readonly isWritable: boolean;

  constructor(view: FlowView, isEditor: boolean) {
    this.view = view;
    this.history = begun(draftOf(view));
    this.isWritable = isEditor && view.row.state === 'draft';
  }

  get draft(): Draft { return this.history.now; }
  get steps(): readonly Step[] { return this.history.now.steps; }
  get problems(): readonly FlowProblem[] { return this.view.problems; }
  get canUndo(): boolean { return this.history.past.length > 0; }
  get canRedo(): boolean { return this.history.future.length > 0; }

  /** A change; those `about` the same field in a row are one to undo. */
  change(next: Partial<Draft>, about: string | null = null): void {
    if (!this.isWritable) return;
    this.history = changed(this.history, { ...this.history.now, ...next }, about, Date.now());
    this.later();
  }

  undo(): void {
    this.history = undone(this.history);
    this.later();
  }

  redo(): void {
    this.history = redone(this.history);
    this.later();
  }

  /** Saves what waits now. Resolves when nothing waits any more; false where it could not be saved. */
  async flush(): Promise<boolean> {
    while (this.save === 'waiting' || this.save === 'away' || this.running) {
      clearTimeout(this.timer);
      await (this.running ?? this.send());
      if (this.save === 'away') break;
    }
    return this.save === 'saved';
  }

  /** After a conflict: what is here goes over what the other has written. */
  async keepMine(): Promise<void> {
    const theirs = await get<FlowView>(this.address);
    this.view = { ...this.view, row: theirs.row };
    this.save = 'waiting';
    await this.send();
  }

  /** After a conflict: what the other has written comes here; what was here can be undone to. */
  async takeTheirs(): Promise<void> {
    const theirs = await get<FlowView>(this.address);
    this.view = theirs;
    this.history = changed(this.history, draftOf(theirs), null, Date.now());
    this.save = 'saved';
  }

  /** The screen is left: what waits is still sent. */
  leave(): void {
    void this.flush();
    this.isGone = true;
    clearTimeout(this.timer);
  }

  private get address(): string {
    return `/api/staff/flows/${encodeURIComponent(this.view.row.id)}`;
  }

  private later(delay = SAVES_AFTER_MS): void {
    if (this.save === 'conflict') return;
    if (this.save !== 'away') this.save = this.running ? this.save : 'waiting';
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), delay);
  }

  private send(): Promise<void> {
    this.running ??= this.sendNow().finally(() => { this.running = null; });
    return this.running;
  }

  private async sendNow(): Promise<void> {
    const sent = this.history.now;
    this.save = 'saving';
    try {
      this.view = await put<FlowView>(this.address, { version: this.view.row.version, ...sent });
      this.problem = null;
      this.save = this.history.now === sent ? 'saved' : 'waiting';
    } catch (error) {
      this.failed(asProblem(error));
    }
    if (this.save === 'waiting') this.later();
  }

  private failed(problem: ApiProblem): void {
    this.problem = problem;
    if (problem.code === 'stale_version') this.save = 'conflict';
    else if (problem.status === 0 || problem.status >= 500 || problem.status === 429) {
      this.save = 'away';
      if (!this.isGone) this.later((problem.retryAfter ?? 0) * 1000 || TRIES_AGAIN_MS);
    } else this.save = 'refused';
  }
}

function draftOf(view: FlowView): Draft {
  return { steps: view.steps, pacing: view.pacing, note: view.row.note };
}
