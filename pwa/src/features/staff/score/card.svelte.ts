/** One rater's card on one interview: on the device at every change, on the server a moment later, whole on every device. */
import { get, post, put, request } from '../../../api/client';
import { asProblem, isPassing, type ApiProblem } from '../../../api/problem';
import { Autosave, type SaveState } from '../autosave.svelte';
import { forget, keep, recall } from './kept';
import { merged, withTheirs, type Difference } from './merge';
import { EMPTY, withRating, type Content, type Evidence, type OwnCard, type Panel, type Rating } from './types';

export class Card {
  panel = $state.raw<Panel | null>(null);
  content = $state.raw<Content>(EMPTY);
  savedAt = $state<string | null>(null);
  problem = $state.raw<ApiProblem | null>(null);
  /** What both devices changed, to be chosen from. */
  differences = $state.raw<readonly Difference[]>([]);
  /** Passages that had to be let go, because their words have changed since. */
  lost = $state.raw<readonly Evidence[]>([]);
  /** What another device wrote came in here without anything to choose. */
  isJoined = $state(false);
  isBusy = $state(false);

  private base: Content = EMPTY;
  private revision: number | null = null;
  private readonly saving = new Autosave({ send: () => this.send(), refused: (problem) => this.refused(problem) });

  constructor(private readonly account: string, private readonly interview: string) {}

  get save(): SaveState { return this.saving.state; }

  /** Whether the fields take anything: no card yet, or one that is being written. */
  get isWritable(): boolean {
    if (!this.panel || this.save === 'conflict') return false;
    if (this.panel.own) return this.panel.own.state !== 'submitted';
    return this.panel.refused === null && this.panel.rubric !== null && (this.isBegun || this.isAsked);
  }

  get isAsked(): boolean {
    return this.panel?.raters.some((each) => each.is_you && each.is_asked) ?? false;
  }

  /** Who was not asked to score says so before the fields open. */
  isBegun = $state(false);

  async load(signal?: AbortSignal): Promise<void> {
    try {
      const panel = await get<Panel>(this.at('scorecards'), signal);
      this.show(panel);
      this.problem = null;
    } catch (error) {
      if (signal?.aborted) return;
      this.problem = asProblem(error);
    }
  }

  rate(competency: string, part: Partial<Rating>): void {
    this.change(withRating(this.content, competency, part));
  }

  change(next: Content): void {
    if (!this.isWritable) return;
    this.content = next;
    keep(this.account, this.interview, { content: next, base: this.base });
    this.saving.later();
  }

  /** Sends what waits. Resolves when nothing waits any more; false where it could not be saved. */
  async flush(): Promise<boolean> {
    if (this.isChanged) this.saving.later(0);
    return this.saving.flush();
  }

  async submit(reason = ''): Promise<boolean> {
    return this.doing(async () => {
      if (!(await this.flush()) || this.revision === null) return false;
      this.show(await post<Panel>(this.at('scorecard/submission'), { revision: this.revision, reason }));
      return true;
    });
  }

  async amend(): Promise<void> {
    await this.doing(async () => {
      const own = await post<OwnCard>(this.at('scorecard/amendment'));
      if (this.panel) this.show({ ...this.panel, own });
      return true;
    });
  }

  /** Throws away what is being written; a submitted version stays. */
  async discard(): Promise<void> {
    await this.doing(async () => {
      await this.saving.stop();
      if (this.panel?.own) await request<unknown>('DELETE', this.at('scorecard'));
      forget(this.account, this.interview);
      this.content = this.base = EMPTY;
      this.revision = null;
      this.isBegun = false;
      this.saving.state = 'saved';
      this.show(await get<Panel>(this.at('scorecards')));
      return true;
    });
  }

  /** For who was not asked: reads the others' cards and scores no more. */
  async openOthers(): Promise<void> {
    await this.doing(async () => {
      this.show(await post<Panel>(this.at('scorecards/disclosure')));
      return true;
    });
  }

  /** After a conflict. */
  async choose(whose: 'mine' | 'theirs'): Promise<void> {
    if (whose === 'theirs') this.content = withTheirs(this.content, this.differences);
    this.differences = [];
    this.saving.state = 'waiting';
    keep(this.account, this.interview, { content: this.content, base: this.base });
    await this.flush();
  }

  /** The network is back, or the page is. */
  again(): void {
    if (this.isChanged && this.save !== 'conflict') void this.flush();
  }

  leave(): void {
    this.saving.leave();
  }

  private get isChanged(): boolean {
    return JSON.stringify(asDraft(this.content)) !== JSON.stringify(asDraft(this.base));
  }

  private at(path: string): string {
    return `/api/staff/interviews/${encodeURIComponent(this.interview)}/${path}`;
  }

  /** What the server has now meets what this device holds. */
  private show(panel: Panel): void {
    this.panel = panel;
    this.savedAt = panel.own?.saved_at ?? null;
    const kept = this.isChanged ? { content: this.content, base: this.base } : recall(this.account, this.interview);
    const theirs = panel.own?.content ?? EMPTY;
    this.revision = panel.own?.revision ?? null;
    if (panel.own?.state === 'submitted') {
      this.base = this.content = theirs;
      this.saving.state = 'saved';
      return;
    }
    if (kept && (panel.own || panel.refused === null)) this.join(kept.base, kept.content, theirs);
    else this.base = this.content = theirs;
    if (panel.own || this.isChanged) this.isBegun = true;
  }

  private join(was: Content, mine: Content, theirs: Content): void {
    const { content, differences } = merged(was, mine, theirs);
    this.base = theirs;
    this.content = content;
    this.differences = differences;
    if (differences.length > 0) this.saving.state = 'conflict';
    else if (this.isChanged) this.saving.later(0);
    else {
      this.saving.state = 'saved';
      forget(this.account, this.interview);
    }
  }

  private async send(): Promise<boolean> {
    const sent = this.content;
    const own = await put<OwnCard>(this.at('scorecard'), { revision: this.revision, ...asDraft(sent) });
    this.stored(own, sent);
    return !this.isChanged;
  }

  private stored(own: OwnCard, sent: Content): void {
    this.revision = own.revision;
    this.savedAt = own.saved_at;
    this.problem = null;
    if (this.panel) this.panel = { ...this.panel, own, hidden: this.panel.hidden ?? 'own_first' };
    this.base = own.content;
    this.content = this.content === sent ? own.content : merged(sent, this.content, own.content).content;
    if (this.isChanged) keep(this.account, this.interview, { content: this.content, base: this.base });
    else forget(this.account, this.interview);
  }

  private async refused(problem: ApiProblem): Promise<SaveState | null> {
    const evidence = problem.extra['evidence_id'];
    if (problem.code === 'scorecard_changed' || problem.code === 'scorecard_submitted') return this.meet();
    if (typeof evidence === 'string') return this.letGo(evidence);
    if (!isPassing(problem)) this.problem = problem;
    return null;
  }

  /** Another device was faster: its card is fetched and joined with this one. */
  private async meet(): Promise<SaveState | null> {
    try {
      this.show(await get<Panel>(this.at('scorecards')));
    } catch (error) {
      const problem = asProblem(error);
      if (isPassing(problem)) return 'waiting';
      this.problem = problem;
      return 'refused';
    }
    this.isJoined = this.differences.length === 0;
    if (!this.isJoined) return 'conflict';
    return this.isChanged ? 'waiting' : 'saved';
  }

  private letGo(id: string): SaveState {
    const of = (list: readonly Evidence[]): Evidence | undefined => list.find((each) => each.pick.id === id);
    const found = this.content.ratings.map((each) => of(each.evidence)).find((each) => each !== undefined);
    if (found) this.lost = [...this.lost, found];
    const ratings = this.content.ratings.map((each) => ({ ...each, evidence: each.evidence.filter((one) => one.pick.id !== id) }));
    this.content = { ...this.content, ratings };
    keep(this.account, this.interview, { content: this.content, base: this.base });
    return 'waiting';
  }

  private async doing(work: () => Promise<boolean>): Promise<boolean> {
    this.isBusy = true;
    try {
      const isDone = await work();
      if (isDone) this.problem = null;
      return isDone;
    } catch (error) {
      this.problem = asProblem(error);
      return false;
    } finally {
      this.isBusy = false;
    }
  }
}

/** What the server asks for: the picks, which it reads itself. Ratings in a fixed order, so that two can be compared. */
export function asDraft(content: Content) {
  const ratings = content.ratings
    .filter((each) => each.level !== null || each.is_unassessed || each.reason !== '' || each.evidence.length > 0)
    .map(({ evidence, ...rating }) => ({ ...rating, evidence: evidence.map((each) => each.pick) }))
    .sort((one, other) => one.competency_id.localeCompare(other.competency_id));
  return { ratings, recommendation: content.recommendation, comment: content.comment };
}
