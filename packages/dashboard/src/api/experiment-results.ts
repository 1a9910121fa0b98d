import type { OperationOutput } from '@personalize/sdk';

export interface Problem {
  key: string;
  text: string;
}
export interface Interval {
  value: number;
  standardError: number;
  lower: number;
  upper: number;
}
export interface Posterior {
  posterior: Interval;
  chanceToWin: number;
  expectedLoss: number;
  expectedLossOfControl: number;
  credibility: number;
}
export interface MetricComparison {
  variant: string;
  comparison: {
    absolute: Interval;
    relative: Interval | null;
    relativeProblem: Problem | null;
    pValue: number;
  } | null;
  problem: Problem | null;
  adjustedPValue: number | null;
  significant: boolean;
  bayesian: { absolute: Posterior; relative: Posterior | null } | null;
  guardrail: {
    status: 'passed' | 'failed' | 'undecided';
    worstCase: number | null;
    margin: number;
    problem: Problem | null;
  } | null;
  adjustment: {
    cuped: boolean;
    cupedReason: { key: string; text: string } | null;
    postStratified: boolean;
    varianceReduction: number | null;
  };
}
export interface VariantFigure {
  n: number | null;
  mean: number | null;
  problem: Problem | null;
}
export interface MetricResult {
  key: string;
  role: 'goal' | 'secondary' | 'guardrail';
  direction: 'increase' | 'decrease';
  cap: number | null;
  variants: Record<string, VariantFigure>;
  comparisons: MetricComparison[];
  steps: { events: string[]; reached: Record<string, number> }[] | null;
}
interface WaldTest {
  value: { statistic: number; degreesOfFreedom: number; pValue: number } | null;
  problem: Problem | null;
}
export interface BreakdownCell {
  levels: string[];
  isWithheld: boolean;
  customers: Record<string, number> | null;
  variants: Record<string, VariantFigure> | null;
  comparisons: MetricComparison[];
}
export interface Breakdown {
  by: string[];
  isOverlapping: boolean;
  minimumCustomers: number;
  withheldCells: number;
  metrics: {
    metric: string;
    cells: BreakdownCell[];
    tests: { variant: string; heterogeneity: WaldTest; interaction: WaldTest | null }[];
  }[];
}
export interface DailyResults {
  experiment: string;
  metric: string;
  days: {
    day: string;
    isComplete: boolean;
    variants: {
      variant: string;
      exposed: number;
      exposedSoFar: number;
      n: number | null;
      mean: number | null;
    }[];
    comparisons: {
      variant: string;
      absolute: Interval | null;
      relative: Interval | null;
      pValue: number | null;
      problem: Problem | null;
    }[];
  }[];
}

type Answer = OperationOutput<'GET /v1/experiments/{key}/results'>;

export interface ExperimentResults
  extends Omit<Answer, 'sampleRatio' | 'multipleExposures' | 'preExposure' | 'metrics' | 'segments'> {
  sampleRatio: { value: { expected: number[]; pValue: number; mismatch: boolean } | null };
  multipleExposures: { customers: number; share: number | null; flagged: boolean };
  variantsWithoutExposure: string[];
  preExposure: { metric: string; variant: string; adjustedPValue: number | null; biased: boolean }[];
  metrics: MetricResult[];
  breakdown: Breakdown | null;
}
