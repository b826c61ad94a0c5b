import { describe, expect, it } from 'vitest';
import type { LiveView } from '../../api/types';
import type { Take } from '../store/schema';
import { runningTake } from './follow';
import { chosen, described } from './stretches';

const parts = [0, 1, 2, 3, 4].map((index) => ({ index, startMs: index * 1000, endMs: index * 1000 + 1000, size: 10 + index }));

describe('the file that the server wants', () => {
  it('is the head and the run behind it', () => {
    expect(chosen(parts, 2, 3)?.map((part) => part.index)).toEqual([0, 2, 3]);
  });

  it('has the head once', () => {
    expect(chosen(parts, 0, 2)?.map((part) => part.index)).toEqual([0, 1, 2]);
    expect(chosen(parts, 1, 1)?.map((part) => part.index)).toEqual([0, 1]);
  });

  it('is not made up where a chunk is gone', () => {
    expect(chosen(parts, 3, 5)).toBeNull();
    expect(chosen(parts.slice(1), 2, 3)).toBeNull();
  });
});

it('tells times and sizes of every chunk, and when it began by the server’s clock', () => {
  const take = { id: 'copy-one', mime: 'audio/webm', kind: 'voice', state: 'kept', startedMs: Date.parse('2026-11-22T08:00:00.250Z') } as Take;
  expect(described(take, parts.slice(0, 1))).toEqual({
    recording: 'copy-one', mime_type: 'audio/webm', kinds: ['audio'], began_at: '2026-11-22T08:00:00.250Z', is_complete: true,
    chunks: [{ index: 0, start_ms: 0, end_ms: 1000, size_bytes: 10 }],
  });
});

describe('the answer that is copied', () => {
  const view = {
    interview_id: 'int_1', phase: 'answering', now: '2026-11-22T08:00:00Z', turn: { take_id: 'tak_1', kind: 'voice', index: 2 },
  } as unknown as LiveView;

  it('is the spoken one that runs', () => {
    expect(runningTake(view, 7)).toMatchObject({ takeId: 'tak_1', index: 2, serverMs: Date.parse('2026-11-22T08:00:00Z') });
  });

  it('is none while thinking, after it, and for typed ones', () => {
    expect(runningTake(null, 0)).toBeNull();
    expect(runningTake({ ...view, phase: 'thinking' }, 0)).toBeNull();
    expect(runningTake({ ...view, held_by: 'Su Min' }, 0)).toBeNull();
    expect(runningTake({ ...view, turn: { ...view.turn, kind: 'text' } } as LiveView, 0)).toBeNull();
    expect(runningTake({ ...view, turn: { ...view.turn, take_id: null } } as LiveView, 0)).toBeNull();
    expect(runningTake({ ...view, turn: { ...view.turn, is_practice: true } } as LiveView, 0)).toBeNull();
  });
});
