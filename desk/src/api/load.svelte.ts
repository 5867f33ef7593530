// Loading for views: the answer to what the view asks for now. A new question drops the one before; an answer that comes late to
// an old question is never shown.

import { untrack } from 'svelte';
import { Failure } from './client';
import { live } from './live.svelte';

export interface Loaded<T> {
  readonly value: T | null;
  readonly failure: Failure | null;
  readonly loading: boolean;
  again(): void;
}

/**
 * Asks `question()` and again whenever what it reads changes. Call it while a component is made. With `renew` it also asks again when
 * the store has changed, keeping the old answer on the screen until the new one is there.
 */
export function load<T>(question: (signal: AbortSignal) => Promise<T> | null, renew = false): Loaded<T> {
  let value = $state.raw<T | null>(null);
  let failure = $state.raw<Failure | null>(null);
  let loading = $state(false);
  let round = $state(0);

  $effect(() => {
    void round;
    if (renew) void live.version;
    const control = new AbortController();
    const asked = question(control.signal);
    if (!asked) {
      value = null;
      untrack(() => (loading = false));
      return;
    }
    loading = true;
    asked.then(
      (got) => {
        if (control.signal.aborted) return;
        value = got;
        failure = null;
        loading = false;
      },
      (error: unknown) => {
        if (control.signal.aborted) return;
        failure = error instanceof Failure ? error : new Failure(0, String(error));
        loading = false;
      },
    );
    return () => control.abort();
  });

  return {
    get value() { return value; },
    get failure() { return failure; },
    get loading() { return loading; },
    again: () => void ++round,
  };
}
