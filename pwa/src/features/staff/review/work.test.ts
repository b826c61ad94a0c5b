import { describe, expect, it } from 'vitest';
import en from '../text/en';
import zh from '../text/zh-CN';
import type { Answer } from './timeline';
import { isMendable, isWorkedOn, PROBLEMS, problemsOf } from './work';

const answer = (values: Partial<Answer>): Answer =>
  ({ media_state: 'ready', transcript_state: 'done', problem: null, transcript_problem: null, ...values }) as Answer;

describe('what became of a recording', () => {
  it('is said once for the same problem of recording and transcript', () => {
    expect(problemsOf(answer({ problem: 'no_media', transcript_problem: 'no_media' }))).toEqual(['no_media']);
    expect(problemsOf(answer({ problem: 'media_damaged', transcript_problem: 'worker_crashed' }))).toEqual([
      'media_damaged', 'worker_crashed',
    ]);
    expect(problemsOf(answer({}))).toEqual([]);
  });

  it('is said in general words where a newer server has a code that is not known here', () => {
    expect(problemsOf(answer({ problem: 'media_haunted' }))).toEqual(['media_failed']);
  });

  it('has words in both languages: what happened, and what follows', () => {
    for (const code of PROBLEMS) {
      for (const words of [en.problems[code], zh.problems[code]]) {
        expect(words).toHaveLength(2);
        expect(words.every((sentence) => sentence.length > 4)).toBe(true);
      }
    }
  });

  it('can be tried again where the recording is not at fault', () => {
    expect(isMendable(answer({ transcript_problem: 'worker_timeout' }))).toBe(true);
    expect(isMendable(answer({ transcript_state: 'waiting_for_model' }))).toBe(true);
    expect(isMendable(answer({ problem: 'media_unreadable' }))).toBe(false);
    expect(isMendable(answer({ problem: 'media_damaged' }))).toBe(false);
  });

  it('is still open while a worker is at it', () => {
    expect(isWorkedOn(answer({ media_state: 'processing', transcript_state: 'none' }))).toBe(true);
    expect(isWorkedOn(answer({ transcript_state: 'running' }))).toBe(true);
    expect(isWorkedOn(answer({}))).toBe(false);
  });
});
