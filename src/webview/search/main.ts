/**
 * The search box. Sends questions while they are typed, shows the state it is told, walks the history. It keeps nothing
 * but the text in the box (over reloads, in the webview's own state) and builds no HTML from what it receives.
 */
import * as v from 'valibot';
import { createMessageListener } from '../../protocol/announcements';
import { type BoxState, type FromBox, QUERY_LIMIT, toBox } from '../../protocol/searchBox';
import { chipsIn } from './chips';

interface VsCodeApi {
  postMessage(message: FromBox): void;
  getState(): unknown;
  setState(state: { query: string }): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** Quiet time before a half-typed question is sent; between two key strokes of a fast and a slow typist. */
const TYPING_MS = 200;

const host = acquireVsCodeApi();
const input = element('query', HTMLInputElement);
const clear = element('clear', HTMLButtonElement);
const outcome = element('outcome', HTMLElement);
const coverage = element('coverage', HTMLButtonElement);
const progress = element('progress', HTMLElement);
const busy = element('busy', HTMLElement);
const chips = chipsIn(element('chips', HTMLElement), (id) => {
  window.clearTimeout(timer);
  timer = undefined;
  host.postMessage({ type: 'chip', id, query: input.value.slice(0, QUERY_LIMIT) });
});

let history: string[] = [];
/** Place in the history, newest 0; -1 is what the user is typing. */
let place = -1;
let draft = '';
/**
 * What the extension has been asked, '' for nothing; undefined until it says so: it may have forgotten the question
 * whose text the box has kept over a reload.
 */
let asked: string | undefined;
/** The user has changed the text since the page was shown. */
let edited = false;
let timer: number | undefined;

input.addEventListener('input', () => {
  place = -1;
  userChanged();
  // Half a syllable of a Korean word is no question yet.
  if (!composing) sendSoon();
});
let composing = false;
input.addEventListener('compositionstart', () => {
  composing = true;
});
input.addEventListener('compositionend', () => {
  composing = false;
  sendSoon();
});
input.addEventListener('keydown', (event) => {
  if (event.isComposing) return;
  if (event.key === 'Enter') {
    event.preventDefault();
    send(true);
  } else if (event.key === 'Escape' && input.value) {
    event.preventDefault();
    empty();
  } else if (event.key === 'ArrowUp' && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    walk(1);
  } else if (event.key === 'ArrowDown') {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey || place < 0) host.postMessage({ type: 'focusResults' });
    else walk(-1);
  }
});
clear.addEventListener('click', () => {
  empty();
  input.focus();
});
coverage.addEventListener('click', () => host.postMessage({ type: 'menu' }));

// VS Code gave the view the keyboard: there is only one place for it.
window.addEventListener('focus', () => {
  if (document.activeElement === document.body) input.focus();
});

const receive = createMessageListener(toBox, {
  state: ({ state }) => show(state),
  restored({ query }) {
    if (edited) return;
    asked = query.trim();
    put(query);
  },
  query({ query }) {
    asked = query.trim();
    // What is being typed is newer than any answer.
    if (timer === undefined && (query || document.activeElement !== input)) put(query);
  },
  history({ queries }) {
    history = queries;
  },
  focus({ select }) {
    input.focus();
    if (select) input.select();
  },
});
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => receive(data));

start();

/**
 * A busy machine shows the page before this script runs. What is in the box by then was typed, though no listener
 * heard of it: it is asked, and replaces what the box has kept.
 */
function start(): void {
  const kept = v.safeParse(v.object({ query: v.string() }), host.getState());
  const query = kept.success ? kept.output.query.slice(0, QUERY_LIMIT) : '';
  if (input.value) {
    userChanged();
    sendSoon();
  } else if (query) put(query);
  host.postMessage({ type: 'ready', query });
}

function put(query: string): void {
  place = -1;
  input.value = query;
  changed();
}

function userChanged(): void {
  edited = true;
  changed();
}

function changed(): void {
  clear.hidden = input.value === '';
  host.setState({ query: input.value.slice(0, QUERY_LIMIT) });
}

function sendSoon(): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => send(false), TYPING_MS);
}

function send(commit: boolean): void {
  window.clearTimeout(timer);
  timer = undefined;
  const query = input.value.trim().slice(0, QUERY_LIMIT);
  if (query === '') {
    if (asked !== '') host.postMessage({ type: 'clear' });
    asked = '';
    return;
  }
  if (query === asked && !commit) return;
  asked = query;
  host.postMessage({ type: 'search', query, commit });
}

function empty(): void {
  window.clearTimeout(timer);
  timer = undefined;
  place = -1;
  asked = '';
  input.value = '';
  userChanged();
  host.postMessage({ type: 'clear' });
}

/** One step into the past (1) or back (-1). */
function walk(step: 1 | -1): void {
  if (place < 0) draft = input.value;
  // The question in the box is usually the newest of the history.
  const skip = place < 0 && step > 0 && history[0] === draft.trim() ? 1 : 0;
  const next = Math.min(Math.max(-1, place + step + skip), history.length - 1);
  if (next === place) return;
  place = next;
  input.value = place < 0 ? draft : history[place]!;
  input.setSelectionRange(input.value.length, input.value.length);
  userChanged();
  sendSoon();
}

function show(state: BoxState): void {
  if (outcome.textContent !== state.outcome) outcome.textContent = state.outcome;
  outcome.hidden = state.outcome === '';
  chips.show(state.chips);
  coverage.textContent = state.coverage;
  coverage.title = state.coverageDetail;
  document.body.classList.toggle('problem', state.tone === 'problem');
  busy.classList.toggle('on', state.searching);
  progress.hidden = state.indexed === undefined;
  if (state.indexed === undefined) return;
  const done = Math.floor(state.indexed * 100);
  progress.setAttribute('aria-valuenow', String(done));
  const bar = progress.firstElementChild;
  if (bar instanceof HTMLElement) bar.style.width = `${done}%`;
}

function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`);
  return found;
}
