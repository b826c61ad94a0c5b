/** Private notes of the team, stamped with the moment at which they were begun. */

import { get, post, put, request } from '../../../api/client';
import { events } from '../../../api/events';
import { asProblem, type ApiProblem } from '../../../api/problem';
import type { Note } from './types';

export class Notes {
  all = $state.raw<readonly Note[]>([]);
  problem = $state.raw<ApiProblem | null>(null);
  isKeeping = $state(false);
  /** What is being written; outlives a change of tab. */
  draft = $state('');
  /** The server's clock when the draft's first letter came, epoch ms. */
  begunMs = $state<number | null>(null);
  private mine: readonly string[] = [];
  private gone: readonly string[] = [];

  constructor(private readonly interviewId: string) {
    this.draft = recall(interviewId);
  }

  follow(): () => void {
    const stop = new AbortController();
    const leave = events.subscribe(`room:${this.interviewId}`, {
      onEvent: ({ name, data }) => {
        if (name === 'note') void this.load(stop.signal); // its words are not told to all: who still scores does not see them
        else if (name === 'note_gone') this.unset((data as { id: string }).id);
      },
      onGone: () => void this.load(stop.signal),
    });
    void this.load(stop.signal);
    return () => { stop.abort(); leave(); };
  }

  /** To be called with each letter; what is written survives a reload. */
  wrote(text: string, nowMs: number): void {
    this.begunMs = text.trim() === '' ? null : (this.begunMs ?? nowMs);
    this.draft = text;
    store(this.interviewId, text);
  }

  async keep(): Promise<void> {
    const text = this.draft.trim();
    if (text === '' || this.isKeeping) return;
    this.isKeeping = true;
    try {
      const at = this.begunMs === null ? null : isoOf(this.begunMs);
      const note = await post<Note>(this.path(), { text, ...(at ? { at } : {}) });
      this.own(note.id);
      this.set(note);
      this.wrote('', 0);
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    } finally {
      this.isKeeping = false;
    }
  }

  async change(id: string, text: string): Promise<boolean> {
    try {
      this.set(await put<Note>(`${this.path()}/${encodeURIComponent(id)}`, { text }));
      this.problem = null;
      return true;
    } catch (error) {
      this.problem = asProblem(error);
      return false;
    }
  }

  async remove(id: string): Promise<void> {
    try {
      await request('DELETE', `${this.path()}/${encodeURIComponent(id)}`);
      this.unset(id);
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  private path(): string {
    return `/api/staff/interviews/${encodeURIComponent(this.interviewId)}/notes`;
  }

  private async load(signal: AbortSignal): Promise<void> {
    try {
      const found = await get<Note[]>(this.path(), signal);
      for (const note of found) if (note.is_mine) this.own(note.id);
      this.all = found;
      this.problem = null;
    } catch (error) {
      if (!signal.aborted) this.problem = asProblem(error);
    }
  }

  private set(note: Note): void {
    if (note.is_mine) this.own(note.id);
    if (this.gone.includes(note.id)) return;
    const own = { ...note, is_mine: this.mine.includes(note.id) };
    this.all = [...this.all.filter((each) => each.id !== note.id), own].sort((a, b) => a.at.localeCompare(b.at));
  }

  private own(id: string): void {
    if (!this.mine.includes(id)) this.mine = [...this.mine, id];
  }

  private unset(id: string): void {
    this.gone = [...this.gone, id];
    this.all = this.all.filter((each) => each.id !== id);
  }
}

const isoOf = (epochMs: number): string => new Date(epochMs).toISOString();
const key = (interviewId: string): string => `greenroom.note.${interviewId}`;

function recall(interviewId: string): string {
  try {
    return sessionStorage.getItem(key(interviewId)) ?? '';
  } catch {
    return '';
  }
}

function store(interviewId: string, text: string): void {
  try {
    if (text === '') sessionStorage.removeItem(key(interviewId));
    else sessionStorage.setItem(key(interviewId), text);
  } catch {
    // private window: the draft lives as long as the page
  }
}
