/** A draft as it is written: every change can be undone, and is saved by itself a moment later. */
import { get, put } from '../../../api/client';
import type { ApiProblem } from '../../../api/problem';
import { Autosave, type SaveState } from '../autosave.svelte';
import { begun, changed, type History, redone, undone } from './history';
import type { Draft, FlowProblem, FlowView, Step } from './types';

export class FlowDraft {
  view = $state.raw<FlowView>() as FlowView;
  private history = $state.raw<History<Draft>>() as History<Draft>;
  private readonly saving = new Autosave({ send: () => this.send() });
  readonly isWritable: boolean;

  constructor(view: FlowView, isEditor: boolean) {
    this.view = view;
    this.history = begun(draftOf(view));
    this.isWritable = isEditor && view.row.state === 'draft';
  }

  get save(): SaveState { return this.saving.state; }
  get problem(): ApiProblem | null { return this.saving.problem; }
  get draft(): Draft { return this.history.now; }
  get steps(): readonly Step[] { return this.history.now.steps; }
  get problems(): readonly FlowProblem[] { return this.view.problems; }
  get canUndo(): boolean { return this.history.past.length > 0; }
  get canRedo(): boolean { return this.history.future.length > 0; }

  /** A change; those `about` the same field in a row are one to undo. */
  change(next: Partial<Draft>, about: string | null = null): void {
    if (!this.isWritable) return;
    this.history = changed(this.history, { ...this.history.now, ...next }, about, Date.now());
    this.saving.later();
  }

  undo(): void {
    this.history = undone(this.history);
    this.saving.later();
  }

  redo(): void {
    this.history = redone(this.history);
    this.saving.later();
  }

  /** Saves what waits now. Resolves when nothing waits any more; false where it could not be saved. */
  flush(): Promise<boolean> {
    return this.saving.flush();
  }

  /** After a conflict: what is here goes over what the other has written. */
  async keepMine(): Promise<void> {
    const theirs = await get<FlowView>(this.address);
    this.view = { ...this.view, row: theirs.row };
    this.saving.state = 'waiting';
    await this.flush();
  }

  /** After a conflict: what the other has written comes here; what was here can be undone to. */
  async takeTheirs(): Promise<void> {
    const theirs = await get<FlowView>(this.address);
    this.view = theirs;
    this.history = changed(this.history, draftOf(theirs), null, Date.now());
    this.saving.state = 'saved';
  }

  /** The screen is left: what waits is still sent. */
  leave(): void {
    this.saving.leave();
  }

  private get address(): string {
    return `/api/staff/flows/${encodeURIComponent(this.view.row.id)}`;
  }

  private async send(): Promise<boolean> {
    const sent = this.history.now;
    this.view = await put<FlowView>(this.address, { version: this.view.row.version, ...sent });
    return this.history.now === sent;
  }
}

function draftOf(view: FlowView): Draft {
  return { steps: view.steps, pacing: view.pacing, note: view.row.note };
}
