/** Whether the gallery of parts is in this build: development and tests only. */
declare const __GALLERY__: boolean;

interface Window {
  /** What `boot.js` has asked `/api/invitations/lookup` already, until somebody takes the answer. */
  greenroomAsked?: { token: string; answer: Promise<Response> } | undefined;
}
