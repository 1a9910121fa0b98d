/** Bounds that a version must keep to become champion. */
export interface GateSettings {
  /** Difference of mean NDCG whose interval's lower end must be exceeded. */
  minimumGain: number;
  /** Expected calibration error that is always good enough… */
  calibrationError: number;
  /** …or this much above the champion's. */
  calibrationSlack: number;
  /** 99th percentile for 200 rows that is always good enough, ms… */
  latencyMs: number;
  /** …or this many times the champion's. */
  latencyFactor: number;
  /** Share of the champion's catalog coverage. */
  coverageShare: number;
  /** Loss of reward per slot, relative to what was served, that off-policy evaluation must rule out. */
  offPolicyLoss: number;
  /** Slots that the log must be worth for the model (effective sample size) before off-policy evaluation judges. */
  offPolicySlots: number;
  /** Share of the model's choices that the log may be unable to judge. */
  offPolicyUnsupported: number;
  /** What becomes of a version that logged decisions cannot judge. Where there are none it is always skipped. */
  offPolicyWithoutSupport: 'skip' | 'refuse';
}

export const defaultGates: GateSettings = {
  minimumGain: 0,
  calibrationError: 0.02,
  calibrationSlack: 0.005,
  latencyMs: 5,
  latencyFactor: 1.5,
  coverageShare: 0.8,
  offPolicyLoss: 0.1,
  offPolicySlots: 200,
  offPolicyUnsupported: 0.05,
  offPolicyWithoutSupport: 'skip',
};
