/** Steps of a flow: made, moved, copied, named. Pure; a change gives a new list. */
import type { Language } from '../../../i18n/index.svelte';
import type { IconName } from '../../../ui/icons';
import type { AnswerKind, FlowProblem, LocalText, Palette, Question, Step, StepType } from './types';

export const ICONS: Record<Palette | 'question', IconName> = {
  identity: 'shield', device: 'handset', greeting: 'smile', practice: 'refresh', break: 'hour', branch: 'branch', closing: 'door',
  question: 'help', video: 'cam', voice: 'mic', text: 'text', code: 'table', choice: 'check', creative: 'spark', scenario: 'doc',
};

export type Tone = 'pine' | 'amber' | 'sky';
const TONES: Partial<Record<Palette, Tone>> = {
  branch: 'amber', break: 'amber', identity: 'sky', device: 'sky', practice: 'sky', code: 'sky', choice: 'sky',
};

export const nothing = (): LocalText => ({ 'zh-CN': '', en: '' });
export const isSpoken = (kind: AnswerKind): boolean => kind === 'video' || kind === 'voice' || kind === 'scenario';

/** `stp_` and twenty random signs: unique within a flow and among its versions. */
export function newId(prefix: string): string {
  return `${prefix}_${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`;
}

export function lookOf(step: Step): { icon: IconName; tone: Tone } {
  const kind = step.type === 'question' ? step.question.kind : step.type;
  return { icon: ICONS[kind], tone: TONES[kind] ?? 'pine' };
}

export function toneOf(kind: Palette): Tone {
  return TONES[kind] ?? 'pine';
}

export function newQuestion(kind: AnswerKind): Question {
  const question: Question = {
    id: newId('que'), kind, prompt: nothing(), thinking_s: 20, soft_limit_s: 90, hard_limit_s: 180, competencies: [], key_points: [],
    rephrased: null, material: null, options: [], choices_max: 1, code_languages: [],
    follow_up: { most: 0, thinking_s: 10, soft_limit_s: 60, hard_limit_s: 120 }, retakes: 0, may_skip: true, may_offline: false, source: null,
  };
  return fitted(question, kind);
}

/** A question turned to another kind, with what that kind needs; what it has already stays. */
export function fitted(question: Question, kind: AnswerKind): Question {
  const turned: Question = { ...question, kind };
  if (kind === 'choice' && turned.options.length < 2) {
    const missing = Array.from({ length: 2 - turned.options.length }, () => ({ id: newId('opt'), text: nothing() }));
    turned.options = [...turned.options, ...missing];
  }
  if (kind === 'code' && turned.code_languages.length === 0) turned.code_languages = ['python', 'javascript'];
  if (kind === 'scenario' && turned.material === null) turned.material = nothing();
  if (kind === 'choice' || kind === 'code') turned.follow_up = { ...turned.follow_up, most: 0 };
  return turned;
}

export function newStep(kind: Palette): Step {
  const id = newId('stp');
  switch (kind) {
    case 'identity': return { type: 'identity', id, wants_document: false };
    case 'device': return { type: 'device', id };
    case 'greeting': return { type: 'greeting', id, texts: { graduate: nothing(), experienced: nothing(), returning: nothing() } };
    case 'practice': return { type: 'practice', id, question: newQuestion('voice') };
    case 'branch': return { type: 'branch', id, arms: [{ when: { type: 'segment_is', segments: [] }, go_to: '' }], otherwise: null };
    case 'break': return { type: 'break', id, suggested_s: 120, text: null };
    case 'closing': return { type: 'closing', id, text: nothing() };
    default: return { type: 'question', id, question: newQuestion(kind) };
  }
}

/** A copy of a question of the bank for a flow, which remembers its version; competencies of other positions fall away. */
export function fromBank(question: Question, bank: { id: string; number: number }, known: readonly { id: string }[]): Step {
  const competencies = question.competencies.filter((each) => known.some((competency) => competency.id === each));
  return { type: 'question', id: newId('stp'), question: { ...structuredClone(question), id: newId('que'), competencies, source: bank } };
}

/** Where a new step of that kind belongs when nothing says more: behind `after`, and never past the closing. */
export function placeFor(steps: readonly Step[], kind: Palette, after: string | null): number {
  const first = steps.findIndex((step) => step.type !== 'identity' && step.type !== 'device');
  if (kind === 'identity') return 0;
  if (kind === 'device') return first === -1 ? steps.length : first;
  if (kind === 'greeting') return Math.max(first, 0);
  if (kind === 'closing') return steps.length;
  const closing = steps.findIndex((step) => step.type === 'closing');
  const last = closing === -1 ? steps.length : closing;
  const chosen = steps.findIndex((step) => step.id === after);
  if (kind === 'practice') {
    const question = steps.findIndex((step) => step.type === 'question');
    return question === -1 ? last : question;
  }
  return chosen === -1 ? last : Math.min(Math.max(chosen + 1, first + 1), last);
}

export const inserted = (steps: readonly Step[], step: Step, place: number): Step[] => steps.toSpliced(place, 0, step);
export const removed = (steps: readonly Step[], id: string): Step[] => steps.filter((step) => step.id !== id);
export const replaced = (steps: readonly Step[], step: Step): Step[] => steps.map((each) => (each.id === step.id ? step : each));

/** One up (-1) or down (1); the ends stay where they are. */
export function moved(steps: readonly Step[], id: string, by: -1 | 1): Step[] {
  const from = steps.findIndex((step) => step.id === id);
  const to = from + by;
  const step = steps[from];
  if (!step || to < 0 || to >= steps.length) return [...steps];
  return steps.toSpliced(from, 1).toSpliced(to, 0, step);
}

/** The same step once more, behind the first; ids are its own. */
export function copied(steps: readonly Step[], id: string): { steps: Step[]; id: string } | null {
  const at = steps.findIndex((step) => step.id === id);
  const step = steps[at];
  if (!step) return null;
  const copy = structuredClone(step);
  copy.id = newId('stp');
  if (copy.type === 'question' || copy.type === 'practice') copy.question.id = newId('que');
  return { steps: inserted(steps, copy, at + 1), id: copy.id };
}

/** The words by which a step is recognised, null where it has none yet. */
export function wordsOf(step: Step, language: Language): string | null {
  const text = step.type === 'question' || step.type === 'practice' ? step.question.prompt : null;
  const words = text ? text[language].trim() || text[language === 'en' ? 'zh-CN' : 'en'].trim() : '';
  return words || null;
}

/** The steps that a branch may lead to: those behind it. */
export function aimsOf(steps: readonly Step[], id: string): Step[] {
  return steps.slice(steps.findIndex((step) => step.id === id) + 1);
}

/** The choice questions that a branch may look at: those ahead of it. */
export function choicesBefore(steps: readonly Step[], id: string): Extract<Step, { type: 'question' }>[] {
  const before = steps.slice(0, Math.max(0, steps.findIndex((step) => step.id === id)));
  return before.filter((step): step is Extract<Step, { type: 'question' }> => step.type === 'question' && step.question.kind === 'choice');
}

/** What is wrong in one place of a step, by its field; a field inside counts as well where `isWithin`. */
export function problemsAt(problems: readonly FlowProblem[], step: string | null, field: string, isWithin = false): FlowProblem[] {
  return problems.filter((problem) => problem.step === step && (problem.field === field || (isWithin && problem.field?.startsWith(`${field}.`) === true)));
}

export const ONCE: readonly StepType[] = ['identity', 'device', 'greeting', 'closing'];
