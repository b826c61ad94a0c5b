/** Which chunks make the file that the server wants, and what is said about them. Pure. */
import type { PhoneRecording } from '../../api/types';
import type { Take } from '../store/schema';
import type { Part } from '../store/takes';

/** What the phone tells of its recording. */
export function described(take: Take, parts: readonly Part[]): PhoneRecording {
  return {
    recording: take.id,
    mime_type: take.mime,
    kinds: take.kind === 'video' ? ['audio', 'video'] : ['audio'],
    began_at: new Date(take.startedMs).toISOString(),
    is_complete: take.state !== 'recording',
    chunks: parts.map((part) => ({
      index: part.index,
      start_ms: Math.max(0, Math.round(part.startMs)),
      end_ms: Math.max(0, Math.round(part.endMs)),
      size_bytes: part.size,
    })),
  };
}

/** Chunk 0, which holds the file's head, and behind it the chunks `first` to `last`; null where one is not here. */
export function chosen(parts: readonly Part[], first: number, last: number): Part[] | null {
  const head = parts.find((part) => part.index === 0);
  const run = parts.filter((part) => part.index >= first && part.index <= last);
  if (!head || run.length !== last - first + 1) return null;
  return first === 0 ? run : [head, ...run];
}

export const nameOf = (first: number, last: number): string => `${first}-${last}`;
