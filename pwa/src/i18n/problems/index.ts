export { fetchWords, wait, wordsFor, type Words } from './words.svelte';
