/** A rubric as it is written: saved by itself a moment later; who was faster is told, nothing goes silently. */
import { get, put } from '../../../api/client';
import { asProblem, type ApiProblem } from '../../../api/problem';
import type { Competency, RubricView } from './types';

export type SaveState = 'saved' | 'waiting' | 'saving' | 'away' | 'conflict' | 'refused';

const SAVES_AFTER_MS = 800;
const TRIES_AGAIN_MS = 5_000;

export class RubricDraft {
  view = $state.raw<RubricView>() as RubricView;
  competencies = $state.raw<readonly Competency[]>([]);
  save = $state<SaveState>('saved');
  problem = $state.raw<ApiProblem | null>(null);
  readonly isWritable: boolean;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private isGone = false;

  constructor(view: RubricView, isEditor: boolean) {
    this.view = view;
    this.competencies = view.competencies;
    this.isWritable = isEditor && view.row.state === 'draft';
  }

  get weights(): number {
    return this.competencies.reduce((sum, each) => sum + each.weight, 0);
  }

  change(competencies: readonly Competency[]): void {
    if (!this.isWritable) return;
    this.competencies = competencies;
    this.later();
  }

  set(at: number, part: Partial<Competency>): void {
    const known = this.competencies[at];
    if (known) this.change(this.competencies.with(at, { ...known, ...part }));
  }

  /** Sends what waits; false where it could not be saved. */
  async flush(): Promise<boolean> {
    while (this.save === 'waiting' || this.save === 'away' || this.running) {
      clearTimeout(this.timer);
      await (this.running ?? this.send());
      if (this.save === 'away') break;
    }
    return this.save === 'saved';
  }

  /** After a conflict: what is here goes over what the other has written, or the other way about. */
  async settle(whose: 'mine' | 'theirs'): Promise<void> {
    const theirs = await get<RubricView>(this.address);
    if (whose === 'theirs') {
      this.view = theirs;
      this.competencies = theirs.competencies;
      this.save = 'saved';
      return;
    }
    this.view = { ...this.view, row: theirs.row };
    this.save = 'waiting';
    await this.flush();
  }

  leave(): void {
    void this.flush();
    this.isGone = true;
    clearTimeout(this.timer);
  }

  private get address(): string {
    return `/api/staff/rubrics/${encodeURIComponent(this.view.row.id)}`;
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
    const sent = this.competencies;
    this.save = 'saving';
    try {
      this.view = await put<RubricView>(this.address, { version: this.view.row.version, competencies: sent, note: this.view.row.note });
      this.problem = null;
      this.save = this.competencies === sent ? 'saved' : 'waiting';
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
