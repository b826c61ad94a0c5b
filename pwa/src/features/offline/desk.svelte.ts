/** What the offline screens show: the pack, the answers on this phone, how uploading goes. */
import type { PackedQuestion } from '../../offline/contract';
import { type Pack, PackProblem, contentOf, fetchPack, keptPack } from '../../offline/packs';
import { keepOwnPages } from '../../offline/own';
import { type Room, persist, room } from '../../offline/quota';
import { startOffline } from '../../offline/start';
import { StoreProblem } from '../../offline/store/open';
import type { Take } from '../../offline/store/schema';
import { type UploadWishes, uploadWishes, wishUploads } from '../../offline/store/settings';
import { takes, watchTakes } from '../../offline/store/takes';
import { likelyNow } from '../../offline/time';
import { pokeUploads } from '../../offline/uploads/poke';
import { type UploadStatus, status, watchStatus } from '../../offline/uploads/status';
import { asProblem, type ApiProblem } from '../../api/problem';
import { language } from '../../i18n/index.svelte';

/** Why the offline part does not work here at all. */
export type Trouble = 'unsupported' | 'newer' | PackProblem['code'];

export class Desk {
  pack = $state.raw<Pack | null>(null);
  takes = $state.raw<Take[]>([]);
  /** Prompts of questions that were opened, by id. */
  prompts = $state.raw<Record<string, { 'zh-CN': string; en: string }>>({});
  status = $state.raw<UploadStatus>(status());
  wishes = $state.raw<UploadWishes>({ isPaused: false, isWifiOnly: false });
  room = $state.raw<Room | null>(null);
  nowMs = $state(Date.now());
  isLoaded = $state(false);
  isFetching = $state(false);
  trouble = $state<Trouble | null>(null);
  problem = $state.raw<ApiProblem | null>(null);

  /** All interviews' answers where none is named. */
  constructor(private readonly interviewId: string | null) {}

  /** Reads what is there and follows it; returns how to stop. */
  open(): () => void {
    const stops = [watchTakes(() => void this.look()), watchStatus((next) => (this.status = next))];
    const ticking = setInterval(() => void this.tick(), 5_000);
    void this.load();
    return () => {
      clearInterval(ticking);
      stops.forEach((stop) => stop());
    };
  }

  private async load(): Promise<void> {
    try {
      await startOffline();
      this.wishes = await uploadWishes();
      if (this.interviewId) this.pack = await keptPack(this.interviewId);
      await this.look();
      await this.tick();
      this.room = await room();
    } catch (error) {
      this.stumble(error);
    } finally {
      this.isLoaded = true;
    }
  }

  /** Downloads the questions, or their newest state. */
  async fetch(): Promise<boolean> {
    if (!this.interviewId) return false;
    this.isFetching = true;
    this.problem = null;
    try {
      this.pack = await fetchPack(this.interviewId);
      this.trouble = null;
      await Promise.all([persist(), keepOwnPages(this.interviewId), this.look(), this.tick()]);
      return true;
    } catch (error) {
      this.stumble(error);
      return false;
    } finally {
      this.isFetching = false;
    }
  }

  private stumble(error: unknown): void {
    if (error instanceof StoreProblem || error instanceof PackProblem) this.trouble = error.code;
    else this.problem = asProblem(error);
  }

  private async look(): Promise<void> {
    this.takes = (await takes(this.interviewId ?? undefined)).filter((take) => take.path === 'offline');
    await this.readPrompts();
  }

  private async packs(): Promise<Pack[]> {
    if (this.interviewId) return this.pack ? [this.pack] : [];
    const interviews = this.takes.map((take) => take.interviewId).filter((id, at, all) => all.indexOf(id) === at);
    const found = await Promise.all(interviews.map((id) => keptPack(id).catch(() => null)));
    return found.filter((pack) => pack !== null);
  }

  private async tick(): Promise<void> {
    this.nowMs = await likelyNow();
  }

  private async readPrompts(): Promise<void> {
    const found = { ...this.prompts };
    for (const pack of await this.packs()) {
      for (const question of pack.claims.questions) {
        const isSeen = pack.stored.opened[question.question_id] !== undefined;
        if (!isSeen || found[question.question_id]) continue;
        // A question that cannot be unsealed shows its number; opening it says why.
        await contentOf(question).then((content) => (found[question.question_id] = content.prompt), () => undefined);
      }
    }
    this.prompts = found;
  }

  /** The answer to a question that counts: the newest one here. */
  takeOf(questionId: string): Take | null {
    return this.takes.findLast((take) => take.questionId === questionId) ?? null;
  }

  isAnswered(question: PackedQuestion): boolean {
    return Boolean(question.answered_at) || ['waiting', 'safe'].includes(this.takeOf(question.question_id)?.state ?? '');
  }

  titleOf(questionId: string): string | null {
    return this.prompts[questionId]?.[language()] ?? null;
  }

  async wish(wishes: Partial<UploadWishes>): Promise<void> {
    this.wishes = await wishUploads(wishes);
    pokeUploads({ isStopped: true });
  }
}
