const BUILT_IN = 'built-in';

/** Who made something, in the middle of a sentence. */
export function makerName(model: string): string {
  return model === BUILT_IN ? 'the built-in analyser, a heuristic' : model;
}

/** Who estimated how lines sound; a model may not have read the newest ones yet. */
export function estimatedBy(models: Iterable<string>): string {
  const names = [...new Set(models)].map((one) => (one === BUILT_IN ? 'Built-in estimate' : one));
  return names.join(' and ');
}
