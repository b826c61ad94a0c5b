/** Whether the gallery of parts is in this build: development and tests only. */
declare const __GALLERY__: boolean;
