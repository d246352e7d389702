/** By how much a quantity grows from one sample to the next: the slope of the straight line that fits best. */
export function growthPerStep(samples: readonly number[]): number {
  const middle = (samples.length - 1) / 2;
  let [covariance, variance] = [0, 0];
  for (const [step, sample] of samples.entries()) {
    covariance += (step - middle) * sample;
    variance += (step - middle) ** 2;
  }
  return variance === 0 ? 0 : covariance / variance;
}
