/** Short names for what the API says of flows. */
import type { components } from '../../../api/schema';

type Schemas = components['schemas'];
/** What the server says is whole: members with a default may be left out on the way there alone. */
type Whole<T> = T extends readonly (infer E)[] ? Whole<E>[] : T extends object ? { [K in keyof T]-?: Whole<T[K]> } : T;

export type LocalText = Schemas['LocalText'];
export type PositionFlows = Schemas['PositionFlows'];
export type FlowRow = Schemas['FlowRow'];
export type FlowView = Whole<Schemas['FlowView']>;
export type FlowProblem = Schemas['FlowProblem'];
export type Difference = Whole<Schemas['Difference']>;
export type Pacing = Whole<Schemas['PacingPolicy']>;
export type PacingRange = Schemas['PacingRange'];
export type Competency = Schemas['Competency'];
export type Step = FlowView['steps'][number];
export type StepType = Step['type'];
export type StepOf<T extends StepType> = Extract<Step, { type: T }>;
export type Question = Whole<Schemas['Question']>;
export type AnswerKind = Question['kind'];
export type Arm = Whole<Schemas['BranchArm']>;
export type Condition = Arm['when'];
export type Segment = 'graduate' | 'experienced' | 'returning';

export const SEGMENTS: readonly Segment[] = ['graduate', 'experienced', 'returning'];
export const KINDS: readonly AnswerKind[] = ['video', 'voice', 'text', 'code', 'choice', 'creative', 'scenario'];
export const CODE_LANGUAGES = ['python', 'javascript', 'java', 'cpp', 'sql', 'plain'] as const;

/** What the palette offers. A question is offered by its kind. */
export type Palette = AnswerKind | Exclude<StepType, 'question'>;

/** What is edited and saved: the rest of the document follows from it. */
export interface Draft {
  steps: Step[];
  pacing: Pacing;
  note: string;
}

export type BankRow = Whole<Schemas['BankRow']>;
export type BankPage = Whole<Schemas['BankPage']>;
export type BankView = Whole<Schemas['BankView']>;
