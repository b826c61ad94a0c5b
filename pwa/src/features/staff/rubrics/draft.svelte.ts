/** A rubric as it is written: saved by itself a moment later; who was faster is told, nothing goes silently. */
import { get, put } from '../../../api/client';
import type { ApiProblem } from '../../../api/problem';
import { Autosave, type SaveState } from '../autosave.svelte';
import type { Competency, RubricView } from './types';

export class RubricDraft {
  view = $state.raw<RubricView>() as RubricView;
  competencies = $state.raw<readonly Competency[]>([]);
  readonly isWritable: boolean;
  private readonly saving = new Autosave({ send: () => this.send() });

  constructor(view: RubricView, isEditor: boolean) {
    this.view = view;
    this.competencies = view.competencies;
    this.isWritable = isEditor && view.row.state === 'draft';
  }

  get save(): SaveState { return this.saving.state; }
  get problem(): ApiProblem | null { return this.saving.problem; }

  get weights(): number {
    return this.competencies.reduce((sum, each) => sum + each.weight, 0);
  }

  change(competencies: readonly Competency[]): void {
    if (!this.isWritable) return;
    this.competencies = competencies;
    this.saving.later();
  }

  set(at: number, part: Partial<Competency>): void {
    const known = this.competencies[at];
    if (known) this.change(this.competencies.with(at, { ...known, ...part }));
  }

  /** Sends what waits; false where it could not be saved. */
  flush(): Promise<boolean> {
    return this.saving.flush();
  }

  /** After a conflict: what is here goes over what the other has written, or the other way about. */
  async settle(whose: 'mine' | 'theirs'): Promise<void> {
    const theirs = await get<RubricView>(this.address);
    if (whose === 'theirs') {
      this.view = theirs;
      this.competencies = theirs.competencies;
      this.saving.state = 'saved';
      return;
    }
    this.view = { ...this.view, row: theirs.row };
    this.saving.state = 'waiting';
    await this.flush();
  }

  leave(): void {
    this.saving.leave();
  }

  private get address(): string {
    return `/api/staff/rubrics/${encodeURIComponent(this.view.row.id)}`;
  }

  private async send(): Promise<boolean> {
    const sent = this.competencies;
    const body = { version: this.view.row.version, competencies: sent, note: this.view.row.note };
    this.view = await put<RubricView>(this.address, body);
    return this.competencies === sent;
  }
}
