/** The others in the room, as this browser sees and hears them: one subscription a person, kept alive by itself. */

import { SILENT, speaks, type Speaking } from '../../media/speaking';
import { Watching, type WatchingState } from '../../media/watching';
import type { WhipError } from '../../media/whip';

/** Somebody who may be watched. `key` changes when what is watched is another thing, e.g. a new room. */
export interface Watchable {
  id: string;
  endpoint: string;
  /** Which publication of theirs; a new one is looked for at once. */
  resource: string | null;
}

export interface Remote {
  state: WatchingState;
  stream: MediaStream | null;
  isSpeaking: boolean;
  /** False while the picture is left out for the line's sake. */
  isPictureShown: boolean;
  /** Their node is full: it was asked for a place in vain, and is asked again. Null where the line itself is away. */
  full: WhipError | null;
}

const NEW: Remote = { state: 'connecting', stream: null, isSpeaking: false, isPictureShown: true, full: null };

interface Line {
  watching: Watching;
  endpoint: string;
  resource: string | null;
  speaking: Speaking;
}

export class Remotes {
  /** By the person's id. */
  all = $state.raw<Readonly<Record<string, Remote>>>({});
  // Plain: what follows the room must not follow its own writing.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  private readonly lines = new Map<string, Line>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  private readonly known = new Map<string, Remote>();

  /** Why somebody who could be seen is not: their node is full. */
  get full(): WhipError | null {
    return Object.values(this.all).find((each) => each.full)?.full ?? null;
  }

  /** Watches exactly these from now on. */
  follow(people: readonly Watchable[]): void {
    for (const [id, line] of this.lines) {
      const still = people.find((each) => each.id === id && each.endpoint === line.endpoint);
      const isNewOne = still && still.resource !== line.resource && this.known.get(id)?.state === 'ended';
      if (!still || isNewOne) this.part(id);
    }
    for (const person of people) {
      const line = this.lines.get(person.id);
      if (!line) this.meet(person);
      else if (line.resource !== person.resource) {
        line.resource = person.resource;
        line.watching.wake();
      }
    }
  }

  /** Whether anybody's picture is wanted; sound always is. */
  wantVideo(isWanted: boolean): void {
    for (const line of this.lines.values()) line.watching.wantVideo(isWanted);
  }

  /** Whom the lost node brought is looked for again at once. */
  lost(resources: readonly string[]): void {
    for (const line of this.lines.values()) line.watching.lost(resources);
  }

  close(): void {
    for (const id of [...this.lines.keys()]) this.part(id);
  }

  private meet(person: Watchable): void {
    const { id } = person;
    const change = (next: Partial<Remote>): void => {
      if (this.lines.get(id)?.watching === watching) this.set(id, { ...(this.known.get(id) ?? NEW), ...next });
    };
    const watching: Watching = new Watching(person.endpoint, {
      onState: (state, error) => change({ state, full: error?.code === 'node_full' ? error : null }),
      onStream: (stream) => change({ stream }),
      onPicture: (isPictureShown) => change({ isPictureShown }),
      onLevel: (level) => {
        const line = this.lines.get(id);
        if (!line) return;
        const before = line.speaking.isSpeaking;
        line.speaking = speaks(line.speaking, level, performance.now());
        if (line.speaking.isSpeaking !== before) change({ isSpeaking: line.speaking.isSpeaking });
      },
    });
    this.lines.set(id, { watching, endpoint: person.endpoint, resource: person.resource, speaking: SILENT });
    this.set(id, NEW);
    void watching.run();
  }

  private part(id: string): void {
    const line = this.lines.get(id);
    this.lines.delete(id);
    this.known.delete(id);
    this.all = Object.fromEntries(this.known);
    line?.watching.close();
  }

  private set(id: string, remote: Remote): void {
    this.known.set(id, remote);
    this.all = Object.fromEntries(this.known);
  }
}
