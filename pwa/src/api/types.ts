/** Short names for the generated types. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type LocalText = Schemas['LocalText'];
export type InvitationView = Schemas['InvitationView'];
export type CodeSent = Schemas['CodeSent'];
export type Me = Schemas['Me'];
export type InterviewView = Schemas['InterviewView'];
export type InterviewState = InterviewView['state'];
export type AnswerKind = InterviewView['answer_kinds'][number];
export type ConsentText = Schemas['ConsentText'];
export type ConsentGiven = Schemas['ConsentGiven'];
export type DeviceCheck = Schemas['DeviceCheck'];
export type DeviceFinding = Schemas['DeviceFinding'];
export type NetworkMeasurement = Schemas['NetworkMeasurement'];
export type LiveView = Schemas['LiveView'];
export type TurnView = Schemas['TurnView'];
export type Utterance = Schemas['Utterance'];
export type Command = Schemas['Command'];
export type Timeline = Schemas['Timeline'];
export type TimelineEntry = Schemas['TimelineEntry'];
export type InterviewRow = Schemas['InterviewRow'];
export type InterviewPage = Schemas['InterviewPage'];
export type Review = Schemas['Review'];
export type ReviewAnswer = Schemas['ReviewAnswer'];
export type Segment = Schemas['Segment'];
export type PackIssued = Schemas['PackIssued'];
export type SigningKeys = Schemas['SigningKeys'];
export type UploadView = Schemas['UploadView'];
export type AnswerReceived = Schemas['AnswerReceived'];
export type PhoneRecording = Schemas['PhoneRecording'];
export type Reconciliation = Schemas['Reconciliation'];
