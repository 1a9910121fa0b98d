// Written from the OpenAPI document by `npm run generate -w @personalize/sdk`. Do not edit.

export interface Schemas {
  Actor: {
    id: string;
    kind: "key" | "person";
    name: string;
  };
  AdjustedPValues: {
    correction: "holm" | "benjaminiHochberg";
    alpha: number;
    /** P-values that are not null. */
    tests: number;
    /** How many remain significant. */
    significant: number;
    /** In the order given. */
    results: ({
      pValue: number | null;
      adjustedPValue: number | null;
      significant: boolean;
    })[];
  };
  Alert: {
    title: string;
    enabled?: boolean;
    /** A metric of the semantic layer; or what is wrong with models in service, running experiments, the pipeline, or background jobs. */
    kind: "metric" | "models" | "experiments" | "pipeline" | "jobs";
    metric?: string;
    /** As in `POST /v1/analytics/query`. */
    filters?: unknown[];
    /** Length of a period; only whole periods are judged. */
    step?: "minute" | "hour" | "day";
    /** IANA name; default the server's. */
    timeZone?: string;
    condition?: {
      /** Against a fixed value, against an earlier period, or against what is usual for the series. */
      kind: "threshold" | "change" | "anomaly";
      /** Which side is bad. */
      direction: "above" | "below" | "either";
      /** threshold: the value. change: the share, 0.2 for 20 %. */
      value?: number;
      /** change: the period before, or the same one a day or a week earlier. */
      compare?: "previous" | "day" | "week";
      /** anomaly: robust standard deviations that the expected band is wide, on each side. */
      sensitivity?: number;
    };
    /** Only this model, experiment, node of the pipeline or kind of job; for all kinds but metric. */
    subject?: string;
    /** Periods in a row until it fires. */
    forPeriods?: number;
    /** Periods in a row until it is over. */
    recoverPeriods?: number;
    channels?: ({
      /** How. */
      kind: "webhook" | "email";
      /** An address: https://… or name@example.com. */
      to: string;
      /** webhook: `whsec_…`, signs messages. Never answered; left out, the stored one stays. */
      secret?: string;
    })[];
    /** Language of messages; default en. */
    locale?: "en" | "pt-BR";
    id: string;
    version: number;
    /** RFC 3339, UTC. */
    createdAt: string;
    /** RFC 3339, UTC. */
    updatedAt: string;
    status: "ok" | "firing" | "noData" | "snoozed" | "error" | "off";
    /** Whether it fires, snoozed or not. */
    firing: boolean;
    /** RFC 3339, UTC. */
    since: string;
    snoozedUntil: string | null;
    acknowledged: {
      by: string;
      /** RFC 3339, UTC. */
      at: string;
    } | null;
    error: string | null;
    /** The newest periods, oldest first. */
    recent: ({
      /** Start of the period, epoch ms. */
      at: number;
      value: number | null;
      low: number | null;
      high: number | null;
      breach: boolean | null;
    })[];
  };
  AlertDefinition: {
    title: string;
    enabled?: boolean;
    /** A metric of the semantic layer; or what is wrong with models in service, running experiments, the pipeline, or background jobs. */
    kind: "metric" | "models" | "experiments" | "pipeline" | "jobs";
    metric?: string;
    /** As in `POST /v1/analytics/query`. */
    filters?: unknown[];
    /** Length of a period; only whole periods are judged. */
    step?: "minute" | "hour" | "day";
    /** IANA name; default the server's. */
    timeZone?: string;
    condition?: {
      /** Against a fixed value, against an earlier period, or against what is usual for the series. */
      kind: "threshold" | "change" | "anomaly";
      /** Which side is bad. */
      direction: "above" | "below" | "either";
      /** threshold: the value. change: the share, 0.2 for 20 %. */
      value?: number;
      /** change: the period before, or the same one a day or a week earlier. */
      compare?: "previous" | "day" | "week";
      /** anomaly: robust standard deviations that the expected band is wide, on each side. */
      sensitivity?: number;
    };
    /** Only this model, experiment, node of the pipeline or kind of job; for all kinds but metric. */
    subject?: string;
    /** Periods in a row until it fires. */
    forPeriods?: number;
    /** Periods in a row until it is over. */
    recoverPeriods?: number;
    channels?: ({
      /** How. */
      kind: "webhook" | "email";
      /** An address: https://… or name@example.com. */
      to: string;
      /** webhook: `whsec_…`, signs messages. Never answered; left out, the stored one stays. */
      secret?: string;
    })[];
    /** Language of messages; default en. */
    locale?: "en" | "pt-BR";
  };
  AlertPreview: {
    points: ({
      /** Start of the period, epoch ms. */
      at: number;
      value: number | null;
      low: number | null;
      high: number | null;
      breach: boolean | null;
    })[];
    episodes: ({
      /** Start of the period in which it would have fired, epoch ms. */
      from: number;
      to: number | null;
      peak: number | null;
    })[];
    periods: number;
  };
  AliasChange: {
    alias: string;
    version: number | null;
    previous: number | null;
    /** RFC 3339, UTC. */
    changedAt: string;
    changedBy: string;
    reason: string;
    /** A gate had refused. */
    override: boolean;
    rollback: boolean;
    gates: Schemas['Gate'][];
  };
  AnalyticsAnswer: {
    columns: {
      name: string;
      /** dimension or metric. */
      kind: string;
      /** string, number or time. */
      type: string;
      /** number, currency or percent. */
      format?: string;
    }[];
    /** By metric and dimension name. `compare` holds the metrics of the other period, `other` marks the group of what the limit left out. */
    rows: Record<string, unknown>[];
    totals?: {
      values: Record<string, unknown>;
      compare?: Record<string, unknown>;
    };
    meta: {
      elapsedMs: number;
      rowsRead: number;
      /** RFC 3339, UTC. */
      freshAsOf: string;
      rollup: string | null;
      tables: string[];
      cached: boolean;
      truncated: boolean;
      notices: string[];
    };
  };
  AnalyticsQuery: {
    metrics: string[];
    dimensions?: string[];
    /** All must hold. Each `{dimension, op, values}` with op eq, in, notIn, contains, between or exists, or `{and: […]}`, `{or: […]}`, `{not: …}`. A dimension that an event lacks is the empty text. */
    filters?: unknown[];
    /** Event time, included. */
    from: string;
    /** Event time, not included. */
    to: string;
    /** Splits by steps of time, in the dimension `date`. */
    granularity?: "minute" | "hour" | "day" | "week" | "month";
    /** IANA name; default the server's. */
    timeZone?: string;
    compare?: "previous" | {
      /** Included. */
      from: string;
      /** Not included. */
      to: string;
    };
    orderBy?: {
      name: string;
      direction?: "asc" | "desc";
    };
    /** Groups, each with all its steps of time. */
    limit?: number;
    /** Adds one group of all that the limit leaves out. */
    other?: boolean;
    totals?: boolean;
    /** False reads the events even where a rollup could answer. */
    rollups?: boolean;
  };
  AnalyticsSchema: {
    metrics: ({
      name: string;
      description: Record<string, string> | null;
      format: string;
      /** What it can be split and filtered by. */
      dimensions: string[];
    })[];
    dimensions: ({
      name: string;
      type: string;
      description: Record<string, string> | null;
    })[];
    granularities: string[];
    timeZone: string;
  };
  Annotation: {
    /** When it happened. */
    at: string;
    text: string;
    /** Everyone sees it. */
    shared: boolean;
    id: string;
    version: number;
    author: {
      id: string;
      name: string;
    };
    /** RFC 3339, UTC. */
    createdAt: string;
    /** RFC 3339, UTC. */
    updatedAt: string;
    /** Whether the caller may change it. */
    mayEdit: boolean;
  };
  AnnotationContent: {
    /** When it happened. */
    at: string;
    text: string;
    /** Everyone sees it. */
    shared: boolean;
  };
  AnomaliesAnswer: {
    points: ({
      date: string;
      value: number | null;
      /** False while the step is not over: it is not judged. */
      complete: boolean;
      expected: number | null;
      low: number | null;
      high: number | null;
      anomaly: "high" | "low" | null;
    })[];
    reason: {
      key: string;
      text: string;
    } | null;
    meta: {
      elapsedMs: number;
      rowsRead: number;
      /** RFC 3339, UTC. */
      freshAsOf: string;
    };
  };
  AnomaliesQuery: {
    metric: string;
    /** Event time, included. */
    from: string;
    /** Event time, not included. */
    to: string;
    granularity: "hour" | "day";
    /** IANA name; default the server's. */
    timeZone?: string;
    /** As in `POST /v1/analytics/query`. */
    filters?: unknown[];
    /** Robust deviations that make an anomaly. */
    threshold?: number;
  };
  Assignment: {
    experiment: string;
    variant: string | null;
    /** The variant's flag value; null without one. */
    value: unknown;
    /** assigned, sticky, not_running, not_targeted, holdout, outside_namespace, not_covered. */
    reason: string;
  };
  AuditEntry: {
    id: string;
    /** RFC 3339, UTC. */
    at: string;
    /** Key or person, by id; `system` or `cli`. */
    actor: string;
    action: string;
    target: string;
    detail: Record<string, unknown>;
  };
  /** With and without correction of position and selection bias. */
  BiasReport: {
    used: "corrected" | "uncorrected";
    /** Chance that a rank is looked at, relative to the first. */
    examination: number[];
    corrected: {
      /** `ranker` (this version), `name@version` of the champion of that time, `heuristic`, `popularity`, `served`, `source.NAME`. */
      name: string;
      ndcg: {
        mean: number;
        low: number;
        high: number;
      } | null;
      ndcgOfAll: {
        mean: number;
        low: number;
        high: number;
      } | null;
      averagePrecision: {
        mean: number;
        low: number;
        high: number;
      } | null;
      reciprocalRank: {
        mean: number;
        low: number;
        high: number;
      } | null;
      hitRate: {
        mean: number;
        low: number;
        high: number;
      } | null;
      correctedNdcg: {
        mean: number;
        low: number;
        high: number;
      } | null;
    };
    uncorrected: {
      /** `ranker` (this version), `name@version` of the champion of that time, `heuristic`, `popularity`, `served`, `source.NAME`. */
      name: string;
      ndcg: {
        mean: number;
        low: number;
        high: number;
      } | null;
      ndcgOfAll: {
        mean: number;
        low: number;
        high: number;
      } | null;
      averagePrecision: {
        mean: number;
        low: number;
        high: number;
      } | null;
      reciprocalRank: {
        mean: number;
        low: number;
        high: number;
      } | null;
      hitRate: {
        mean: number;
        low: number;
        high: number;
      } | null;
      correctedNdcg: {
        mean: number;
        low: number;
        high: number;
      } | null;
    };
    comparison: {
      method: string;
      against: string;
      ratio: {
        mean: number;
        low: number;
        high: number;
      } | null;
      difference: {
        mean: number;
        low: number;
        high: number;
      } | null;
      correctedDifference: {
        mean: number;
        low: number;
        high: number;
      } | null;
    };
  };
  Board: {
    title: string;
    description?: string;
    /** Everyone who signs in sees it. */
    shared?: boolean;
    /** The last days; default 30 without from and to. */
    days?: number;
    /** Instead of days. */
    from?: string;
    to?: string;
    /** IANA name; default the server's. */
    timeZone?: string;
    cards: Schemas['BoardCard'][];
    id: string;
    version: number;
    author: {
      id: string;
      name: string;
    };
    /** RFC 3339, UTC. */
    createdAt: string;
    /** RFC 3339, UTC. */
    updatedAt: string;
    /** Whether the caller may change it. */
    mayEdit: boolean;
  };
  BoardCard: {
    id: string;
    title: string;
    /** How it is drawn. */
    kind: "line" | "bar" | "table" | "figure";
    /** Columns of two. */
    width: number;
    /** Small, medium or large. */
    height: number;
    query: {
      metrics: string[];
      dimensions?: string[];
      filters?: unknown[];
      /** Steps of time. */
      granularity?: "minute" | "hour" | "day" | "week" | "month";
      /** Beside the period before. */
      compare?: "previous";
      orderBy?: {
        name: string;
        /** Default desc for metrics. */
        direction?: "asc" | "desc";
      };
      limit?: number;
      other?: boolean;
      totals?: boolean;
    };
  };
  BoardCardAnswer: {
    columns: {
      name: string;
      /** dimension or metric. */
      kind: string;
      /** string, number or time. */
      type: string;
      /** number, currency or percent. */
      format?: string;
    }[];
    /** By metric and dimension name. `compare` holds the metrics of the other period, `other` marks the group of what the limit left out. */
    rows: Record<string, unknown>[];
    totals?: {
      values: Record<string, unknown>;
      compare?: Record<string, unknown>;
    };
    meta: {
      elapsedMs: number;
      rowsRead: number;
      /** RFC 3339, UTC. */
      freshAsOf: string;
      rollup: string | null;
      tables: string[];
      cached: boolean;
      truncated: boolean;
      notices: string[];
    };
    range: {
      /** RFC 3339, UTC. */
      from: string;
      /** RFC 3339, UTC. */
      to: string;
    };
    currency: string | null;
  };
  BoardContent: {
    title: string;
    description?: string;
    /** Everyone who signs in sees it. */
    shared?: boolean;
    /** The last days; default 30 without from and to. */
    days?: number;
    /** Instead of days. */
    from?: string;
    to?: string;
    /** IANA name; default the server's. */
    timeZone?: string;
    cards: Schemas['BoardCard'][];
  };
  BoardShare: {
    id: string;
    author: {
      id: string;
      name: string;
    };
    /** RFC 3339, UTC. */
    createdAt: string;
    /** RFC 3339, UTC. */
    expiresAt: string;
    revokedAt: string | null;
  };
  Customer: {
    customerId: string | null;
    anonymousId?: string;
    attributes: Record<string, unknown>;
    segments: string[];
    /** 0 to 100: how engaged the customer is now, against all customers. */
    behaviorScore: number;
    lastInteraction: string | null;
    /** Attribute → value → share of the customer's interest, 0 to 1, largest first. */
    affinities: Record<string, Record<string, number>>;
    features: Record<string, number | null>;
    /** Newest first. */
    recentEvents: Schemas['ProfileEvent'][];
    /** Newest first. */
    recentDecisions: Schemas['ProfileDecision'][];
  };
  CustomerSummary: {
    customerId: string | null;
    anonymousId?: string;
    attributes: Record<string, unknown>;
    segments: string[];
    /** 0 to 100: how engaged the customer is now, against all customers. */
    behaviorScore: number;
    lastInteraction: string | null;
  };
  Decision: {
    decisionId: string;
    /** RFC 3339, UTC. */
    timestamp: string;
    customerId: string | null;
    anonymousId: string | null;
    placement: string;
    model: string;
    policy: string;
    variant: string | null;
    fallback: string | null;
    context: Record<string, unknown>;
    candidates: {
      retrieved: number;
      eligible: number;
    };
    origin: "live" | "import" | "simulated";
    slate: ({
      rank: number;
      itemId: string;
      title: string | null;
      source: string;
      score: number;
      /** Probability that the policy put this item at this rank. */
      propensity: number;
      clicked: boolean;
      bought: boolean;
      /** Money of its purchases. */
      value: number;
    })[];
    /** What events that name the decision earned it within 24 hours. */
    reward: {
      clicks: number;
      conversions: number;
      value: number;
    };
  };
  /** What watching holds live features and scores against. */
  DriftReference: {
    source: "training" | "evaluation" | "firstServed";
    rows: number;
    features: {
      name: string;
      /** Inner edges; a value equal to an edge lies above it. */
      edges: number[];
      /** Of each bin; the last one is “missing”. */
      shares: number[];
    }[];
    scores: {
      /** Inner edges; a value equal to an edge lies above it. */
      edges: number[];
      /** Of each bin; the last one is “missing”. */
      shares: number[];
    };
  };
  EffectInterval: {
    value: number;
    standardError: number;
    lower: number;
    upper: number;
  };
  EffectPosterior: {
    posterior: Schemas['EffectInterval'];
    chanceToWin: number;
    /** Of choosing the treatment, in the effect’s unit. */
    expectedLoss: number;
    /** Of keeping the control. */
    expectedLossOfControl: number;
    credibility: number;
  };
  EffectReading: {
    absolute: Schemas['EffectInterval'];
    relative: Schemas['EffectInterval'] | null;
    relativeProblem: Schemas['FigureProblem'] | null;
    pValue: number;
    /** Before any correction. */
    significant: boolean;
  };
  EvaluateRequest: {
    /** `auto` (default): decisions once they earned enough and reach back far enough, else purchases. */
    from?: "auto" | "decisions" | "purchases";
    label?: "click" | "conversion" | "value";
    attributionHours?: number;
    /** Default `home`. */
    placement?: string;
    split?: {
      testDays?: number;
      validationDays?: number;
      trainDays?: number;
      gapDays?: number;
    };
    sampling?: {
      retrieved?: number;
      popular?: number;
      maxGroups?: number;
      maxRows?: number;
    };
    /** Ranks that NDCG looks at. */
    k?: number;
    seed?: number;
    resamples?: number;
    /** Journal offset after the last record to use. */
    toOffset?: number;
    /** Make it champion when every gate passes; default false. */
    promote?: boolean;
  };
  Evaluation: {
    id: string;
    state: "done" | "refused";
    /** RFC 3339, UTC. */
    createdAt: string;
    /** RFC 3339, UTC. */
    finishedAt: string;
    by: string;
    /** As its decisions would record it. */
    policy: string;
    /** `name@version`, or `heuristic`. */
    model: string;
    posterior: {
      /** RFC 3339, UTC. */
      frozenAt: string;
      segment: string | null;
      variant: string | null;
      /** Items seen that it had learnt from. */
      pulls: number;
      rewards: number;
      /** Of the judged decisions, those that taught it: above 0 the estimates are too high. */
      learnedFrom: number;
      draws: number | null;
      /** Probabilities are within this of the posterior’s, 19 times in 20 at worst. */
      propensityError: number;
    } | null;
    placement: string;
    from: string | null;
    to: string | null;
    reward: "click" | "conversion" | "value";
    attributionHours: number;
    level: number;
    refusal: {
      code: string;
      message: string;
      figure: number | null;
      limit: number | null;
    } | null;
    /** Decisions of the placement in the period. */
    found: number;
    /** Of those, judged on. */
    decisions: number;
    /** Of those, whose requests brought filters or exclusions of their own: items that they left out are no choices of the judged policy either. */
    restricted: number;
    customers: number;
    ranks: number;
    logged: {
      value: number;
      low: number;
      high: number;
      standardError: number;
    } | null;
    loggedBy: {
      policy: string;
      model: string;
      decisions: number;
    }[];
    estimates: ({
      estimator: "ips" | "clipped-ips" | "snips" | "dm" | "dr" | "sndr" | "switch-dr" | "dr-os" | "mrdr" | "iips" | "cascade-ips" | "cascade-dr" | "sips";
      /** Estimated reward per decision. */
      value: number;
      standardError: number;
      /** Customers resampled whole. */
      bootstrap: {
        low: number;
        high: number;
      };
      bernstein: {
        low: number;
        high: number;
      } | null;
      lambda: number | null;
      difference: {
        value: number;
        low: number;
        high: number;
      } | null;
      lift: {
        value: number;
        low: number;
        high: number;
      } | null;
    })[];
    headline: string | null;
    verdict: "better" | "worse" | "unclear" | null;
    refused: ({
      estimator: string;
      code: string;
      message: string;
      figure: number | null;
      limit: number | null;
    })[];
    diagnostics: {
      /** Decisions × ranks. */
      rows: number;
      /** Kish’s effective sample size. */
      effectiveRows: number;
      effectiveShare: number;
      largestWeight: number;
      /** Near 1 when propensities and policy are right. */
      meanWeight: number;
      meanWeightStandardError: number;
      /** Of the policy’s choices, those without a chance in the log. */
      unsupportedShare: number;
      warnings: ("mean-weight-off" | "one-row-dominates" | "few-effective-rows" | "partly-unsupported")[];
      weights: {
        /** Rows that the policy would never show. */
        zero: number;
        /** Bins on a logarithmic scale; one more than counts. */
        edges: number[];
        counts: number[];
      };
    } | null;
    /** What of the log was left out, by name. */
    problems: ({
      code: "propensity-not-positive" | "propensity-above-one" | "duplicate-decision" | "slate-too-short" | "restrictions-not-logged" | "attribution-window-open" | "other-origin" | "reward-before-decision" | "duplicate-reward" | "reward-after-window" | "reward-without-slot" | "reward-not-finite" | "prefix-unknown" | "beyond-sample";
      count: number;
    })[];
  };
  /** One thing a customer did. */
  Event: {
    /** Made by the sender; the same id within 24 hours counts once. Made by the server when absent. */
    messageId?: string;
    /** `page_view`, `click`, `add_to_cart`, `purchase`, `inquiry`, `download`, `impression`, `identify`, `alias`, or a type of your own. */
    type: string;
    /** Who did it. One of `customerId` and `anonymousId` is needed. */
    customerId?: string;
    /** Who did it before signing in; `identify` or `alias` with both ids joins the two. */
    anonymousId?: string;
    /** The item of the catalog that it was done with. */
    itemId?: string;
    /** When it happened; the time of arrival when absent. RFC 3339 (`2026-01-31T09:30:00Z`) or epoch milliseconds. */
    timestamp?: string | number;
    /** Money, in `currency`; for a purchase the total of the line. */
    value?: number;
    /** ISO 4217. */
    currency?: string;
    quantity?: number;
    /** `web`, `app`, `store`, `email`… */
    channel?: string;
    /** `mobile`, `desktop`, `tablet`… */
    device?: string;
    /** The slot where it happened, for impressions and clicks. */
    placement?: string;
    /** The recommendation that led to it. */
    decisionId?: string;
    /** Anything else worth keeping. At most 10 levels and 32 KB. */
    properties?: Record<string, unknown>;
    /** For `identify` only: attributes of the customer to set; null removes one. */
    traits?: Record<string, unknown>;
  };
  EventsAnswer: {
    /** Durable now. */
    accepted: number;
    /** Had a `messageId` of the last 24 hours. */
    duplicates: number;
    rejected: Schemas['RejectedEvent'][];
  };
  Experiment: {
    key: string;
    hypothesis: string;
    variants: ({
      key: string;
      name?: string;
      /** Share of the customers who take part; all weights sum to one. */
      weight: number;
      /** `value`: a flag of any JSON value. `model`, `policy` and `placement` change the settings of the experiment’s placement. `none`: nothing. */
      effect: {
        kind: "none";
      } | {
        kind: "value";
        /** The flag's value. */
        value: unknown;
      } | {
        kind: "model";
        /** `heuristic` or a registry reference such as `ranker@champion`. */
        ranker: string;
      } | {
        kind: "policy";
        policy: {
          kind: "greedy";
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
        } | {
          kind: "epsilonGreedy";
          epsilon: number;
        } | {
          kind: "softmax";
          /** In units of the pool’s span of scores: 0.1 favours the best, 1 is nearly even. */
          temperature: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
        } | {
          kind: "betaThompson";
          /** 1 when a recommended item earned it, else 0. Default click. */
          reward?: "click" | "purchase";
          /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
          priorWeight?: number;
          /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
          draws?: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
          /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
          halfLife?: string;
          /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
          examination?: number[];
        } | {
          kind: "gaussianThompson";
          /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
          reward?: "click" | "purchase" | "value";
          /** Standard deviation of one reward. Default: measured. */
          noise?: number;
          /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
          priorWeight?: number;
          /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
          draws?: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
          /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
          halfLife?: string;
          /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
          examination?: number[];
        } | {
          kind: "linUcb";
          /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
          reward?: "click" | "purchase" | "value";
          /** Width of the confidence bound in standard errors. Default 1. */
          alpha?: number;
          /** Prior precision of a coefficient, in items seen. Default 10. */
          ridge?: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
          /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
          halfLife?: string;
          /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
          examination?: number[];
          /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
          features?: string[];
        } | {
          kind: "linearThompson";
          /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
          reward?: "click" | "purchase" | "value";
          /** Prior precision of a coefficient, in items seen. Default 10. */
          ridge?: number;
          /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
          draws?: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
          /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
          halfLife?: string;
          /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
          examination?: number[];
          /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
          features?: string[];
        } | {
          kind: "bootstrappedTrees";
          /** 1 when a recommended item earned it, else 0. Default click. */
          reward?: "click" | "purchase";
          /** Models, each of a bootstrap sample. Default 10. */
          members?: number;
          /** Trees of each. Default 20. */
          iterations?: number;
          /** Default 4. */
          maxDepth?: number;
          /** Time between two fits when there is something new. Default 15. */
          refitMinutes?: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
          /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
          halfLife?: string;
          /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
          examination?: number[];
          /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
          features?: string[];
        };
      } | {
        kind: "placement";
        settings: {
          sources?: ({
            name: "popular" | "trending" | "coOccurrence" | "buyAgain" | "affinity" | "new";
            /** Candidates taken from this source at most. */
            limit: number;
          })[];
          filters?: ({
            kind: "available";
          } | {
            kind: "notHidden";
          } | {
            kind: "notBoughtWithin";
            days: number;
          } | {
            kind: "notInCart";
          } | {
            kind: "price";
            min?: number;
            max?: number;
          } | {
            kind: "attribute";
            attribute: string;
            op: "in" | "notIn";
            values: (string | number | boolean)[];
          })[];
          /** `heuristic` or a registry reference such as `ranker@champion`. */
          ranker?: string;
          policy?: {
            kind: "greedy";
            /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
            uniformShare?: number;
            /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
            reach?: number;
          } | {
            kind: "epsilonGreedy";
            epsilon: number;
          } | {
            kind: "softmax";
            /** In units of the pool’s span of scores: 0.1 favours the best, 1 is nearly even. */
            temperature: number;
            /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
            uniformShare?: number;
            /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
            reach?: number;
          } | {
            kind: "betaThompson";
            /** 1 when a recommended item earned it, else 0. Default click. */
            reward?: "click" | "purchase";
            /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
            priorWeight?: number;
            /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
            draws?: number;
            /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
            uniformShare?: number;
            /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
            reach?: number;
            /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
            halfLife?: string;
            /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
            examination?: number[];
          } | {
            kind: "gaussianThompson";
            /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
            reward?: "click" | "purchase" | "value";
            /** Standard deviation of one reward. Default: measured. */
            noise?: number;
            /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
            priorWeight?: number;
            /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
            draws?: number;
            /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
            uniformShare?: number;
            /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
            reach?: number;
            /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
            halfLife?: string;
            /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
            examination?: number[];
          } | {
            kind: "linUcb";
            /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
            reward?: "click" | "purchase" | "value";
            /** Width of the confidence bound in standard errors. Default 1. */
            alpha?: number;
            /** Prior precision of a coefficient, in items seen. Default 10. */
            ridge?: number;
            /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
            uniformShare?: number;
            /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
            reach?: number;
            /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
            halfLife?: string;
            /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
            examination?: number[];
            /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
            features?: string[];
          } | {
            kind: "linearThompson";
            /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
            reward?: "click" | "purchase" | "value";
            /** Prior precision of a coefficient, in items seen. Default 10. */
            ridge?: number;
            /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
            draws?: number;
            /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
            uniformShare?: number;
            /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
            reach?: number;
            /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
            halfLife?: string;
            /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
            examination?: number[];
            /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
            features?: string[];
          } | {
            kind: "bootstrappedTrees";
            /** 1 when a recommended item earned it, else 0. Default click. */
            reward?: "click" | "purchase";
            /** Models, each of a bootstrap sample. Default 10. */
            members?: number;
            /** Trees of each. Default 20. */
            iterations?: number;
            /** Default 4. */
            maxDepth?: number;
            /** Time between two fits when there is something new. Default 15. */
            refitMinutes?: number;
            /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
            uniformShare?: number;
            /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
            reach?: number;
            /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
            halfLife?: string;
            /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
            examination?: number[];
            /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
            features?: string[];
          };
          diversity?: {
            /** Weight of relevance against similarity to what is already chosen (maximal marginal relevance); 1 = off. */
            lambda: number;
            /** At most this many items per value of the attribute. */
            caps: {
              attribute: string;
              max: number;
            }[];
          };
          /** Sources tried in order when the customer is unknown or too few candidates are left. */
          fallback?: ("popular" | "trending" | "coOccurrence" | "buyAgain" | "affinity" | "new")[];
          /** Candidates scored at most. */
          candidateLimit?: number;
        };
      };
    })[];
    /** Key of the control. Default: the first variant. */
    control?: string;
    /** The placement that model, policy and placement variants change. */
    placement?: string;
    /** Of the hash. Default: the key. */
    seed?: string;
    /** Experiments with disjoint parts of one namespace share no customer. */
    namespace?: {
      key: string;
      /** Included. */
      start: number;
      /** Excluded. */
      end: number;
    };
    holdouts?: {
      key: string;
      /** Kept out. */
      share: number;
    }[];
    /** Share of the customers who take part. Default 1; not with `ramp`. */
    coverage?: number;
    ramp?: {
      from: string;
      /** From then on. */
      coverage: number;
    }[];
    targeting?: {
      /** In at least one of these. */
      segments?: string[];
      /** In none of these. */
      notSegments?: string[];
    };
    metrics: ({
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      /** Sharpen by the same figure before exposure. Default: where it helps. */
      cuped?: boolean;
      kind: "proportion";
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      /** Sharpen by the same figure before exposure. Default: where it helps. */
      cuped?: boolean;
      kind: "mean";
      of: "count" | "quantity";
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      /** Sharpen by the same figure before exposure. Default: where it helps. */
      cuped?: boolean;
      kind: "revenue";
      /** Only events in this currency count. */
      currency: string;
      /** Totals are capped at this quantile of paying customers’ totals. Default: 0.999; 1 = off. */
      winsoriseAt?: number;
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      /** Sharpen by the same figure before exposure. Default: where it helps. */
      cuped?: boolean;
      kind: "ratio";
      of: "count" | "quantity" | "value";
      /** Only events in this currency count. */
      currency?: string;
      denominator: string[];
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      kind: "retention";
      fromDay: number;
      /** Did one of the events in days [fromDay, toDay) after the first exposure. */
      toDay: number;
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      kind: "quantile";
      of: "value" | "quantity";
      /** Only events in this currency count. */
      currency?: string;
      /** Such as 0.9. */
      level: number;
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      /** Sharpen by the same figure before exposure. Default: where it helps. */
      cuped?: boolean;
      kind: "funnel";
      /** Event types of each step; no type in two steps. */
      steps: string[][];
    })[];
    /** Events count up to so many days after the first exposure. Default: all. */
    conversionDays?: number;
    /** Customer attributes noted with each exposure; results may be split by them. */
    attributes?: string[];
    /** Post-stratify every comparison by `channel`, `device`, `segment.NAME` or `attribute.NAME`, as of the exposure. */
    stratifyBy?: string;
    /** Window before exposure for CUPED and the bias check. Default 14. */
    preExposureDays?: number;
    /** Sample of control and one treatment together, length, smallest effect. */
    plan?: {
      plannedSample?: number;
      plannedDays?: number;
      newCustomersPerDay?: number;
      minimumEffect?: number;
      minimumDays?: number;
    };
    state: "draft" | "running" | "stopped";
    version: number;
    /** RFC 3339, UTC. */
    createdAt: string;
    /** RFC 3339, UTC. */
    updatedAt: string;
    startedAt: string | null;
    stoppedAt: string | null;
    ending: {
      /** `shipped`: a variant becomes the normal case; `rolledBack`: none does; `stopped`: no decision was taken. */
      outcome: "shipped" | "rolledBack" | "stopped";
      variant: string | null;
      reason: string;
      by: {
        id: string;
        name: string;
      };
    } | null;
    /** What was changed while it ran. */
    edits: {
      /** RFC 3339, UTC. */
      at: string;
      changes: string[];
    }[];
  };
  ExperimentBreakdown: {
    by: string[];
    /** Customers may be in several cells (segments). */
    isOverlapping: boolean;
    /** Cells where a variant has fewer customers are withheld. */
    minimumCustomers: number;
    withheldCells: number;
    metrics: ({
      metric: string;
      cells: ({
        levels: string[];
        isWithheld: boolean;
        customers: Record<string, number> | null;
        variants: Record<string, {
          n: number | null;
          mean: number | null;
          problem: Schemas['FigureProblem'] | null;
        }> | null;
        comparisons: Schemas['VariantComparison'][];
      })[];
      /** Is the effect the same in all cells shown? With two dimensions: does it depend on the combination? */
      tests: ({
        variant: string;
        heterogeneity: {
          value: {
            statistic: number;
            degreesOfFreedom: number;
            pValue: number;
          } | null;
          problem: Schemas['FigureProblem'] | null;
        };
        interaction: {
          value: {
            statistic: number;
            degreesOfFreedom: number;
            pValue: number;
          } | null;
          problem: Schemas['FigureProblem'] | null;
        } | null;
      })[];
    })[];
  };
  ExperimentDailyResults: {
    experiment: string;
    metric: string;
    kind: "proportion" | "mean" | "revenue" | "ratio" | "retention" | "quantile" | "funnel";
    /** RFC 3339, UTC. */
    at: string;
    method: "sequential" | "fixed";
    alpha: number;
    control: string;
    cap: number | null;
    days: ({
      /** YYYY-MM-DD, UTC; figures as of its end. */
      day: string;
      /** False for a day that is not over. */
      isComplete: boolean;
      variants: ({
        variant: string;
        /** First exposed that day. */
        exposed: number;
        exposedSoFar: number;
        n: number | null;
        mean: number | null;
        problem: Schemas['FigureProblem'] | null;
      })[];
      comparisons: ({
        variant: string;
        absolute: Schemas['EffectInterval'] | null;
        relative: Schemas['EffectInterval'] | null;
        pValue: number | null;
        problem: Schemas['FigureProblem'] | null;
        relativeProblem: Schemas['FigureProblem'] | null;
      })[];
    })[];
  };
  ExperimentDefinition: {
    key: string;
    hypothesis: string;
    variants: ({
      key: string;
      name?: string;
      /** Share of the customers who take part; all weights sum to one. */
      weight: number;
      /** `value`: a flag of any JSON value. `model`, `policy` and `placement` change the settings of the experiment’s placement. `none`: nothing. */
      effect: {
        kind: "none";
      } | {
        kind: "value";
        /** The flag's value. */
        value: unknown;
      } | {
        kind: "model";
        /** `heuristic` or a registry reference such as `ranker@champion`. */
        ranker: string;
      } | {
        kind: "policy";
        policy: {
          kind: "greedy";
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
        } | {
          kind: "epsilonGreedy";
          epsilon: number;
        } | {
          kind: "softmax";
          /** In units of the pool’s span of scores: 0.1 favours the best, 1 is nearly even. */
          temperature: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
        } | {
          kind: "betaThompson";
          /** 1 when a recommended item earned it, else 0. Default click. */
          reward?: "click" | "purchase";
          /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
          priorWeight?: number;
          /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
          draws?: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
          /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
          halfLife?: string;
          /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
          examination?: number[];
        } | {
          kind: "gaussianThompson";
          /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
          reward?: "click" | "purchase" | "value";
          /** Standard deviation of one reward. Default: measured. */
          noise?: number;
          /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
          priorWeight?: number;
          /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
          draws?: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
          /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
          halfLife?: string;
          /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
          examination?: number[];
        } | {
          kind: "linUcb";
          /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
          reward?: "click" | "purchase" | "value";
          /** Width of the confidence bound in standard errors. Default 1. */
          alpha?: number;
          /** Prior precision of a coefficient, in items seen. Default 10. */
          ridge?: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
          /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
          halfLife?: string;
          /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
          examination?: number[];
          /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
          features?: string[];
        } | {
          kind: "linearThompson";
          /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
          reward?: "click" | "purchase" | "value";
          /** Prior precision of a coefficient, in items seen. Default 10. */
          ridge?: number;
          /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
          draws?: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
          /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
          halfLife?: string;
          /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
          examination?: number[];
          /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
          features?: string[];
        } | {
          kind: "bootstrappedTrees";
          /** 1 when a recommended item earned it, else 0. Default click. */
          reward?: "click" | "purchase";
          /** Models, each of a bootstrap sample. Default 10. */
          members?: number;
          /** Trees of each. Default 20. */
          iterations?: number;
          /** Default 4. */
          maxDepth?: number;
          /** Time between two fits when there is something new. Default 15. */
          refitMinutes?: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
          /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
          halfLife?: string;
          /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
          examination?: number[];
          /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
          features?: string[];
        };
      } | {
        kind: "placement";
        settings: {
          sources?: ({
            name: "popular" | "trending" | "coOccurrence" | "buyAgain" | "affinity" | "new";
            /** Candidates taken from this source at most. */
            limit: number;
          })[];
          filters?: ({
            kind: "available";
          } | {
            kind: "notHidden";
          } | {
            kind: "notBoughtWithin";
            days: number;
          } | {
            kind: "notInCart";
          } | {
            kind: "price";
            min?: number;
            max?: number;
          } | {
            kind: "attribute";
            attribute: string;
            op: "in" | "notIn";
            values: (string | number | boolean)[];
          })[];
          /** `heuristic` or a registry reference such as `ranker@champion`. */
          ranker?: string;
          policy?: {
            kind: "greedy";
            /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
            uniformShare?: number;
            /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
            reach?: number;
          } | {
            kind: "epsilonGreedy";
            epsilon: number;
          } | {
            kind: "softmax";
            /** In units of the pool’s span of scores: 0.1 favours the best, 1 is nearly even. */
            temperature: number;
            /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
            uniformShare?: number;
            /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
            reach?: number;
          } | {
            kind: "betaThompson";
            /** 1 when a recommended item earned it, else 0. Default click. */
            reward?: "click" | "purchase";
            /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
            priorWeight?: number;
            /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
            draws?: number;
            /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
            uniformShare?: number;
            /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
            reach?: number;
            /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
            halfLife?: string;
            /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
            examination?: number[];
          } | {
            kind: "gaussianThompson";
            /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
            reward?: "click" | "purchase" | "value";
            /** Standard deviation of one reward. Default: measured. */
            noise?: number;
            /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
            priorWeight?: number;
            /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
            draws?: number;
            /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
            uniformShare?: number;
            /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
            reach?: number;
            /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
            halfLife?: string;
            /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
            examination?: number[];
          } | {
            kind: "linUcb";
            /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
            reward?: "click" | "purchase" | "value";
            /** Width of the confidence bound in standard errors. Default 1. */
            alpha?: number;
            /** Prior precision of a coefficient, in items seen. Default 10. */
            ridge?: number;
            /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
            uniformShare?: number;
            /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
            reach?: number;
            /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
            halfLife?: string;
            /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
            examination?: number[];
            /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
            features?: string[];
          } | {
            kind: "linearThompson";
            /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
            reward?: "click" | "purchase" | "value";
            /** Prior precision of a coefficient, in items seen. Default 10. */
            ridge?: number;
            /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
            draws?: number;
            /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
            uniformShare?: number;
            /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
            reach?: number;
            /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
            halfLife?: string;
            /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
            examination?: number[];
            /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
            features?: string[];
          } | {
            kind: "bootstrappedTrees";
            /** 1 when a recommended item earned it, else 0. Default click. */
            reward?: "click" | "purchase";
            /** Models, each of a bootstrap sample. Default 10. */
            members?: number;
            /** Trees of each. Default 20. */
            iterations?: number;
            /** Default 4. */
            maxDepth?: number;
            /** Time between two fits when there is something new. Default 15. */
            refitMinutes?: number;
            /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
            uniformShare?: number;
            /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
            reach?: number;
            /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
            halfLife?: string;
            /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
            examination?: number[];
            /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
            features?: string[];
          };
          diversity?: {
            /** Weight of relevance against similarity to what is already chosen (maximal marginal relevance); 1 = off. */
            lambda: number;
            /** At most this many items per value of the attribute. */
            caps: {
              attribute: string;
              max: number;
            }[];
          };
          /** Sources tried in order when the customer is unknown or too few candidates are left. */
          fallback?: ("popular" | "trending" | "coOccurrence" | "buyAgain" | "affinity" | "new")[];
          /** Candidates scored at most. */
          candidateLimit?: number;
        };
      };
    })[];
    /** Key of the control. Default: the first variant. */
    control?: string;
    /** The placement that model, policy and placement variants change. */
    placement?: string;
    /** Of the hash. Default: the key. */
    seed?: string;
    /** Experiments with disjoint parts of one namespace share no customer. */
    namespace?: {
      key: string;
      /** Included. */
      start: number;
      /** Excluded. */
      end: number;
    };
    holdouts?: {
      key: string;
      /** Kept out. */
      share: number;
    }[];
    /** Share of the customers who take part. Default 1; not with `ramp`. */
    coverage?: number;
    ramp?: {
      from: string;
      /** From then on. */
      coverage: number;
    }[];
    targeting?: {
      /** In at least one of these. */
      segments?: string[];
      /** In none of these. */
      notSegments?: string[];
    };
    metrics: ({
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      /** Sharpen by the same figure before exposure. Default: where it helps. */
      cuped?: boolean;
      kind: "proportion";
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      /** Sharpen by the same figure before exposure. Default: where it helps. */
      cuped?: boolean;
      kind: "mean";
      of: "count" | "quantity";
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      /** Sharpen by the same figure before exposure. Default: where it helps. */
      cuped?: boolean;
      kind: "revenue";
      /** Only events in this currency count. */
      currency: string;
      /** Totals are capped at this quantile of paying customers’ totals. Default: 0.999; 1 = off. */
      winsoriseAt?: number;
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      /** Sharpen by the same figure before exposure. Default: where it helps. */
      cuped?: boolean;
      kind: "ratio";
      of: "count" | "quantity" | "value";
      /** Only events in this currency count. */
      currency?: string;
      denominator: string[];
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      kind: "retention";
      fromDay: number;
      /** Did one of the events in days [fromDay, toDay) after the first exposure. */
      toDay: number;
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      kind: "quantile";
      of: "value" | "quantity";
      /** Only events in this currency count. */
      currency?: string;
      /** Such as 0.9. */
      level: number;
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      /** Sharpen by the same figure before exposure. Default: where it helps. */
      cuped?: boolean;
      kind: "funnel";
      /** Event types of each step; no type in two steps. */
      steps: string[][];
    })[];
    /** Events count up to so many days after the first exposure. Default: all. */
    conversionDays?: number;
    /** Customer attributes noted with each exposure; results may be split by them. */
    attributes?: string[];
    /** Post-stratify every comparison by `channel`, `device`, `segment.NAME` or `attribute.NAME`, as of the exposure. */
    stratifyBy?: string;
    /** Window before exposure for CUPED and the bias check. Default 14. */
    preExposureDays?: number;
    /** Sample of control and one treatment together, length, smallest effect. */
    plan?: {
      plannedSample?: number;
      plannedDays?: number;
      newCustomersPerDay?: number;
      minimumEffect?: number;
      minimumDays?: number;
    };
  };
  ExperimentResults: {
    experiment: string;
    /** RFC 3339, UTC. */
    at: string;
    method: "sequential" | "fixed" | "bayesian";
    correction: "holm" | "benjaminiHochberg" | "none";
    alpha: number;
    control: string;
    daysRun: number;
    stratifiedBy: string | null;
    exposures: {
      variant: string;
      weight: number;
      customers: number;
    }[];
    exposuresByDay: {
      /** YYYY-MM-DD, UTC. */
      day: string;
      variant: string;
      /** First exposed that day. */
      customers: number;
    }[];
    sampleRatio: {
      value: {
        expected: number[];
        chiSquare: number;
        degreesOfFreedom: number;
        pValue: number;
        /** Valid however often one looks. */
        sequentialPValue: number;
        mismatch: boolean;
      } | null;
      problem: Schemas['FigureProblem'] | null;
    };
    multipleExposures: {
      /** Seen in several variants; they count nowhere. */
      customers: number;
      share: number | null;
      flagged: boolean;
    };
    variantsWithoutExposure: string[];
    /** Whether a metric already differed before exposure. */
    preExposure: ({
      metric: string;
      variant: string;
      adjustedPValue: number | null;
      biased: boolean;
      problem: Schemas['FigureProblem'] | null;
    })[];
    metrics: Schemas['MetricResult'][];
    breakdown: Schemas['ExperimentBreakdown'] | null;
    /** What was changed while it ran: figures before and after may mean different things. */
    edits: {
      /** RFC 3339, UTC. */
      at: string;
      changes: string[];
    }[];
    decision: {
      action: "ship" | "rollBack" | "keepRunning" | "noDecision";
      variant: string | null;
      days: number | null;
      text: string;
      reasons: ({
        key: string;
        /** The numbers and names in the text. */
        parameters: Record<string, string | number>;
        text: string;
      })[];
    };
  };
  Feature: {
    name: string;
    kind: string;
    scope: string;
    description: {
      en: string;
      'pt-BR': string;
    } | null;
    definition: Record<string, unknown>;
  };
  FieldError: {
    /** JSON Pointer into the request; empty where all of it is meant. */
    path: string;
    message: string;
    /** The rule that it breaks: required, minimum, unknown, noSuch, … */
    code?: string;
    /** What the message names: the limit, the values there are, what was given. */
    params?: Record<string, string | number | string[]>;
  };
  /** Why a figure does not exist. */
  FigureProblem: {
    key: string;
    /** The numbers and names in the text. */
    parameters: Record<string, string | number>;
    text: string;
  };
  Flag: {
    key: string;
    /** The variant's value; the control's for who takes no part. */
    value: unknown;
    /** SPLIT, TARGETING_MATCH or DEFAULT. */
    reason: string;
    variant?: string;
    metadata: {
      /** As of POST /v1/assignments. */
      assignment: string;
    };
  };
  /** PARSE_ERROR, TARGETING_KEY_MISSING, INVALID_CONTEXT or FLAG_NOT_FOUND. */
  FlagEvaluationFailure: {
    key?: string;
    errorCode: string;
    errorDetails: string;
  };
  FlagEvaluationRequest: {
    /** Other fields are not used. */
    context?: {
      /** The customer. */
      targetingKey?: string;
      /** Noted with the exposure. */
      channel?: string;
      /** Noted with the exposure. */
      device?: string;
    };
  };
  FunnelAnswer: {
    /** The 50 largest at most. */
    groups: ({
      value: string | null;
      steps: ({
        people: number;
        rate: number | null;
        fromPrevious: number | null;
        /** How long those who came so far took; with `times`, from the second step on. */
        time?: {
          medianSeconds: number | null;
          medianFromPreviousSeconds: number | null;
          /** People by the time since their first step. */
          histogram: ({
            fromSeconds: number;
            toSeconds: number | null;
            people: number;
          })[];
        };
      })[];
    })[];
    meta: {
      elapsedMs: number;
      rowsRead: number;
      /** RFC 3339, UTC. */
      freshAsOf: string;
    };
  };
  FunnelQuery: {
    /** In the order in which they must happen. */
    steps: {
      events: string[];
      /** As in `POST /v1/analytics/query`. */
      filters?: unknown[];
    }[];
    /** Event time, included. */
    from: string;
    /** Event time, not included. */
    to: string;
    /** From the first step to the last. */
    windowSeconds?: number;
    /** As in `POST /v1/analytics/query`. */
    filters?: unknown[];
    /** IANA name; default the server's. */
    timeZone?: string;
    breakdown?: string;
    /** Also says how long people took. */
    times?: boolean;
  };
  /** A condition that a version must meet to become champion. */
  Gate: {
    name: string;
    passed: boolean;
    /** Not judged, for want of data; counts as passed. */
    skipped: boolean;
    value: number | null;
    threshold: number | null;
    margin: number | null;
    rule: "above" | "atLeast" | "atMost";
    /** In words, with the figures. */
    detail: string;
    /** The sentence as a code of its gate, for readers of another language; older verdicts have none. */
    code?: string;
    /** What the sentence names; shares of 1, milliseconds. */
    figures?: Record<string, number | string>;
  };
  GateLimits: {
    minimumGain: number;
    calibrationError: number;
    calibrationSlack: number;
    latencyMs: number;
    latencyFactor: number;
    coverageShare: number;
    offPolicyLoss: number;
    offPolicySlots: number;
    offPolicyUnsupported: number;
    offPolicyWithoutSupport: "skip" | "refuse";
  };
  /** What can be recommended. */
  Item: {
    /** Your id of it. */
    itemId: string;
    title: string;
    category: string;
    /** From general to special. */
    categories?: string[];
    tags?: string[];
    price?: number;
    /** ISO 4217. */
    currency?: string;
    /** `brand`, `department`…: affinities, filters and rules may name any of them. */
    attributes?: Record<string, string | number | boolean>;
    url?: string;
    imageUrl?: string;
    availableFrom?: string;
    availableUntil?: string;
    /** Never recommended. */
    hidden?: boolean;
  };
  Job: {
    id: string;
    kind: string;
    state: "queued" | "running" | "done" | "failed" | "cancelled";
    /** 0 to 1. */
    progress: number;
    message: string;
    told: Schemas['ToldCode'] | null;
    result: Record<string, unknown> | null;
    error: string | null;
    errors: Schemas['FieldError'][] | null;
    /** RFC 3339, UTC. */
    createdAt: string;
    startedAt: string | null;
    finishedAt: string | null;
  };
  JobDetail: {
    id: string;
    kind: string;
    state: "queued" | "running" | "done" | "failed" | "cancelled";
    /** 0 to 1. */
    progress: number;
    message: string;
    told: Schemas['ToldCode'] | null;
    result: Record<string, unknown> | null;
    error: string | null;
    errors: Schemas['FieldError'][] | null;
    /** RFC 3339, UTC. */
    createdAt: string;
    startedAt: string | null;
    finishedAt: string | null;
    /** The newest lines, oldest first. */
    log: {
      /** RFC 3339, UTC. */
      at: string;
      line: string;
      told?: Schemas['ToldCode'];
    }[];
    /** The newest points of its curves, oldest first. */
    metrics: {
      /** RFC 3339, UTC. */
      at: string;
      iteration: number;
      name: string;
      value: number;
    }[];
  };
  Key: {
    id: string;
    name: string;
    /** The first characters of the key, to recognise it by. */
    prefix: string;
    scopes: ("events:write" | "recommendations:read" | "catalog:write" | "customers:read" | "customers:write" | "analytics:read" | "models:write" | "experiments:write" | "admin")[];
    rateLimit: number | null;
    /** What events sent with it are marked as. */
    origin: "live" | "import" | "simulated";
    /** RFC 3339, UTC. */
    createdAt: string;
    lastUsedAt: string | null;
    revokedAt: string | null;
  };
  LifetimeAnswer: {
    cohorts: ({
      date: string;
      people: number;
      values: ({
        /** Cumulative value per person. */
        mean: number;
        low: number | null;
        high: number | null;
      })[];
    })[];
    meta: {
      elapsedMs: number;
      rowsRead: number;
      /** RFC 3339, UTC. */
      freshAsOf: string;
    };
  };
  LifetimeQuery: {
    start: string[];
    /** Event time, included. */
    from: string;
    /** Event time, not included. */
    to: string;
    granularity: "day" | "week" | "month";
    /** IANA name; default the server's. */
    timeZone?: string;
    /** As in `POST /v1/analytics/query`. */
    filters?: unknown[];
    earns?: string[];
  };
  LiveMessage: {
    snapshot: Schemas['LiveSnapshot'];
    /** Whole seconds, oldest first: five minutes in the first message, the newest few in the next ones. */
    seconds: Schemas['LiveSecond'][];
  };
  LiveSecond: {
    /** Start of the second, epoch ms. */
    at: number;
    events: number;
    recommendations: number;
    latencyP50: number | null;
    latencyP99: number | null;
  };
  LiveSnapshot: {
    /** Epoch ms. */
    at: number;
    /** What the figures below are counted over. */
    windowSeconds: number;
    /** Mean of the last ten whole seconds. */
    eventsPerSecond: number;
    recommendationsPerSecond: number;
    activeCustomers: number;
    impressions: number;
    clicks: number;
    clickThroughRate: number | null;
    buyers: number;
    purchases: number;
    /** Share of the active customers who bought. */
    conversionRate: number | null;
    /** In `currency`, the one with the largest sum. */
    revenue: number;
    currency?: string;
    revenues: {
      currency: string;
      amount: number;
    }[];
    /** By events other than impressions. */
    topItems: {
      id: string;
      name: string;
      count: number;
    }[];
    topCategories: {
      id: string;
      name: string;
      count: number;
    }[];
    latencyP50: number | null;
    latencyP99: number | null;
    /** Milliseconds from arrival until a batch is durable and applied. */
    ingestionP50: number | null;
    ingestionP99: number | null;
    pendingRecords: number;
    /** Records that the warehouse does not hold yet. */
    warehouseLag: number;
    /** Events ever accepted. */
    totalEvents: number;
    /** Simulated events in the window. */
    simulatedEvents: number;
    origins: {
      live: number;
      import: number;
      simulated: number;
    };
    today: {
      /** Midnight UTC, epoch ms. */
      since: number;
      events: number;
      recommendations: number;
      impressions: number;
      clicks: number;
      addToCarts: number;
      purchases: number;
      revenues: {
        currency: string;
        amount: number;
      }[];
      origins: {
        live: number;
        import: number;
        simulated: number;
      };
    };
  };
  Me: {
    kind: "person" | "key";
    id: string;
    name: string;
    email: string | null;
    role: "viewer" | "analyst" | "admin" | null;
    locale: "en" | "pt-BR" | null;
    timeZone: string | null;
    scopes: ("events:write" | "recommendations:read" | "catalog:write" | "customers:read" | "customers:write" | "analytics:read" | "models:write" | "experiments:write" | "admin")[];
  };
  MetricResult: {
    key: string;
    kind: "proportion" | "mean" | "revenue" | "ratio" | "retention" | "quantile" | "funnel";
    role: "goal" | "secondary" | "guardrail";
    direction: "increase" | "decrease";
    currency: string | null;
    level: number | null;
    cap: number | null;
    /** By variant. */
    variants: Record<string, {
      n: number | null;
      mean: number | null;
      problem: Schemas['FigureProblem'] | null;
    }>;
    comparisons: Schemas['VariantComparison'][];
    steps: {
      events: string[];
      /** Customers who came this far, by variant. */
      reached: Record<string, number>;
    }[] | null;
  };
  Model: {
    name: string;
    versions: number;
    latest: Schemas['ModelVersion'];
    aliases: Schemas['ModelAlias'][];
    problems: Schemas['ModelProblem'][];
  };
  ModelAlias: {
    alias: string;
    version: number;
    /** RFC 3339, UTC. */
    changedAt: string;
    serving: string | null;
    problem: string | null;
  };
  ModelComparison: {
    versions: string[];
    metrics: ({
      name: string;
      values: (number | null)[];
      differs: boolean;
    })[];
    parameters: {
      name: string;
      values: unknown[];
      differs: boolean;
    }[];
    features: {
      name: string;
      present: boolean[];
    }[];
    importance: ({
      name: string;
      values: (number | null)[];
    })[];
  };
  ModelCurves: {
    /** What early stopping watched comes first. At most 200 rounds each. */
    learning: {
      metric: string;
      higherIsBetter: boolean;
      iterations: number[];
      train: number[];
      validation: number[];
    }[];
    bestIteration: number | null;
    /** Predicted against observed, before and after calibration. */
    reliability: {
      before: {
        lower: number;
        upper: number;
        count: number;
        meanPredicted: number;
        observedRate: number;
        observedLow: number;
        observedHigh: number;
      }[] | null;
      after: {
        lower: number;
        upper: number;
        count: number;
        meanPredicted: number;
        observedRate: number;
        observedLow: number;
        observedHigh: number;
      }[];
    };
    roc: {
      x: number[];
      y: number[];
    } | null;
    precisionRecall: {
      x: number[];
      y: number[];
    } | null;
    importance: ({
      feature: string;
      gain: number | null;
      permutation: {
        mean: number;
        deviation: number;
      } | null;
    })[];
  };
  ModelMetrics: {
    /** Ranks that NDCG and the like look at. */
    k: number;
    /** This version first. */
    methods: ({
      /** `ranker` (this version), `name@version` of the champion of that time, `heuristic`, `popularity`, `served`, `source.NAME`. */
      name: string;
      ndcg: {
        mean: number;
        low: number;
        high: number;
      } | null;
      ndcgOfAll: {
        mean: number;
        low: number;
        high: number;
      } | null;
      averagePrecision: {
        mean: number;
        low: number;
        high: number;
      } | null;
      reciprocalRank: {
        mean: number;
        low: number;
        high: number;
      } | null;
      hitRate: {
        mean: number;
        low: number;
        high: number;
      } | null;
      correctedNdcg: {
        mean: number;
        low: number;
        high: number;
      } | null;
    })[];
    /** Of NDCG, paired: this version against each other. */
    comparisons: ({
      method: string;
      against: string;
      ratio: {
        mean: number;
        low: number;
        high: number;
      } | null;
      difference: {
        mean: number;
        low: number;
        high: number;
      } | null;
      correctedDifference: {
        mean: number;
        low: number;
        high: number;
      } | null;
    })[];
    bestSource: string | null;
    probabilities: {
      auc: number | null;
      averagePrecision: number | null;
      logLoss: number;
      uncalibratedError: number | null;
      expectedCalibrationError: number;
      maximumCalibrationError: number;
      baseRate: number;
    } | null;
    beyondAccuracy: Record<string, {
      coverage: number;
      novelty: number | null;
      diversity: number | null;
    }>;
    groups: {
      train: number;
      validation: number;
      test: number;
    };
    rows: {
      train: number;
      validation: number;
      test: number;
    };
    customers: number;
  };
  /** A limit that a champion is beyond now. */
  ModelProblem: {
    /** `name@version` of the champion. */
    model: string;
    kind: "reward" | "calibration" | "featureDrift" | "scoreDrift" | "missing";
    feature: string | null;
    value: number;
    limit: number;
    detail: string;
    rollsBack: boolean;
  };
  ModelVersion: {
    name: string;
    version: number;
    kind: "trees" | "xgboost" | "onnx" | "heuristic";
    format: "xgboost-ubjson" | "xgboost-json" | "onnx" | "none";
    state: "ready" | "removed";
    label: string | null;
    /** That point here now. */
    aliases: string[];
    summary: Record<string, number>;
    notes: string;
    tags: string[];
    /** RFC 3339, UTC. */
    createdAt: string;
    createdBy: string;
  };
  ModelVersionDetail: {
    name: string;
    version: number;
    kind: "trees" | "xgboost" | "onnx" | "heuristic";
    format: "xgboost-ubjson" | "xgboost-json" | "onnx" | "none";
    state: "ready" | "removed";
    label: string | null;
    /** That point here now. */
    aliases: string[];
    summary: Record<string, number>;
    notes: string;
    tags: string[];
    /** RFC 3339, UTC. */
    createdAt: string;
    createdBy: string;
    signature: {
      /** Columns in order: declared features, or `source.NAME` for a source’s evidence. */
      features: string[];
      output: "margin" | "probability" | "value";
      /** ONNX: name of the graph’s input. */
      input?: string;
      /** ONNX: name of the graph’s output. */
      outputName?: string;
    };
    featureHash: string | null;
    sha256: string | null;
    bytes: number;
    seed: number | null;
    parameters: Record<string, unknown> | null;
    dataRange: Record<string, unknown> | null;
    calibrator: Record<string, unknown> | null;
    codeVersion: string;
    evaluation: {
      kind: "training" | "evaluation";
      /** RFC 3339, UTC. */
      at: string;
      jobId: string | null;
      from: "decisions" | "purchases";
      windows: {
        train: {
          /** RFC 3339, UTC. */
          from: string;
          /** RFC 3339, UTC. */
          to: string;
        };
        validation: {
          /** RFC 3339, UTC. */
          from: string;
          /** RFC 3339, UTC. */
          to: string;
        };
        test: {
          /** RFC 3339, UTC. */
          from: string;
          /** RFC 3339, UTC. */
          to: string;
        };
      };
      dataRange: {
        fromOffset: number;
        toOffset: number;
        checksum: string;
        rows: number;
        positives: number;
        /** RFC 3339, UTC. */
        from: string;
        /** RFC 3339, UTC. */
        to: string;
      };
    } | null;
    metrics: Schemas['ModelMetrics'] | null;
    curves: Schemas['ModelCurves'] | null;
    offPolicy: Schemas['OffPolicyReport'] | null;
    bias: Schemas['BiasReport'] | null;
    reference: Schemas['DriftReference'] | null;
    /** As judged last; a promotion judges again. */
    gates: Schemas['Gate'][];
    /** Checks of the data, what was skipped, how calibration was chosen. */
    details: Record<string, unknown>;
  };
  ModelWatch: {
    /** `name@version`. */
    model: string;
    /** RFC 3339, UTC. */
    from: string;
    /** RFC 3339, UTC. */
    to: string;
    report: {
      decisions: number;
      /** Decisions whose outcomes are followed: all, or an even share of them where traffic is high. Clicks, conversions and value are theirs. */
      followed: number;
      slots: number;
      clicks: number;
      conversions: number;
      value: number;
      clickedShare: number | null;
      reference: {
        /** What it would have served in the held-out window, or the first that it did serve. */
        source: "training" | "evaluation" | "firstServed";
        rows: number;
      } | null;
      /** Largest shift first. */
      features: {
        name: string;
        /** Population stability index; above 0.25 a large shift. */
        psi: number;
        /** Bits, 0 to 1. */
        jensenShannon: number;
        /** Share of missing values now. */
        missing: number;
        missingBefore: number;
      }[];
      scores: {
        name: string;
        /** Population stability index; above 0.25 a large shift. */
        psi: number;
        /** Bits, 0 to 1. */
        jensenShannon: number;
        /** Share of missing values now. */
        missing: number;
        missingBefore: number;
      } | null;
      /** Slots by bin of the reference’s scores, as its `shares`; empty without reference. */
      scoreCounts: number[];
      calibration: {
        points: {
          predicted: number;
          observed: number;
          slots: number;
        }[];
        error: number | null;
        /** What chance alone would give. */
        noise: number;
      };
      delay: {
        median: number;
        p90: number;
      } | null;
      delays: ({
        upToSeconds: number | null;
        clicks: number;
      })[];
    };
    hours: ({
      /** RFC 3339, UTC. */
      at: string;
      report: {
        decisions: number;
        /** Decisions whose outcomes are followed: all, or an even share of them where traffic is high. Clicks, conversions and value are theirs. */
        followed: number;
        slots: number;
        clicks: number;
        conversions: number;
        value: number;
        clickedShare: number | null;
        reference: {
          /** What it would have served in the held-out window, or the first that it did serve. */
          source: "training" | "evaluation" | "firstServed";
          rows: number;
        } | null;
        /** Largest shift first. */
        features: {
          name: string;
          /** Population stability index; above 0.25 a large shift. */
          psi: number;
          /** Bits, 0 to 1. */
          jensenShannon: number;
          /** Share of missing values now. */
          missing: number;
          missingBefore: number;
        }[];
        scores: {
          name: string;
          /** Population stability index; above 0.25 a large shift. */
          psi: number;
          /** Bits, 0 to 1. */
          jensenShannon: number;
          /** Share of missing values now. */
          missing: number;
          missingBefore: number;
        } | null;
        /** Slots by bin of the reference’s scores, as its `shares`; empty without reference. */
        scoreCounts: number[];
        calibration: {
          points: {
            predicted: number;
            observed: number;
            slots: number;
          }[];
          error: number | null;
          /** What chance alone would give. */
          noise: number;
        };
        delay: {
          median: number;
          p90: number;
        } | null;
        delays: ({
          upToSeconds: number | null;
          clicks: number;
        })[];
      };
    })[];
    /** Limits that a champion is beyond. */
    alerts: ({
      kind: "reward" | "calibration" | "featureDrift" | "scoreDrift" | "missing";
      feature: string | null;
      value: number;
      limit: number;
      detail: string;
      rollsBack: boolean;
    })[];
  };
  ModelWatchSeries: {
    /** `name@version`. */
    model: string;
    by: "hour" | "day";
    /** RFC 3339, UTC. */
    from: string;
    /** RFC 3339, UTC. */
    to: string;
    reference: Schemas['DriftReference'] | null;
    baseline: {
      /** What served in the week before it became champion, or itself over the range. */
      of: "before" | "own";
      share: number;
      decisions: number;
    } | null;
    /** Hours or UTC days with decisions, oldest first. */
    points: ({
      /** RFC 3339, UTC. */
      at: string;
      decisions: number;
      slots: number;
      clicks: number;
      conversions: number;
      value: number;
      clickedShare: number | null;
      limits: {
        low: number;
        high: number;
      } | null;
      calibrationError: number | null;
      calibrationLimit: number | null;
      delay: {
        median: number;
        p90: number;
      } | null;
      psi: number | null;
      jensenShannon: number | null;
    })[];
    /** Over the whole range, largest shift first; null: too few values to tell. */
    features: ({
      name: string;
      psi: number | null;
      jensenShannon: number | null;
      missing: number | null;
      missingBefore: number;
      /** As many as `points` above. */
      points: ({
        psi: number | null;
        jensenShannon: number | null;
        missing: number | null;
      })[];
    })[];
    problems: Schemas['ModelProblem'][];
  };
  ModelWithVersions: {
    name: string;
    versions: Schemas['ModelVersion'][];
    aliases: Schemas['ModelAlias'][];
    gates: {
      version: number;
      passed: boolean;
      gates: Schemas['Gate'][];
    } | null;
    /** In force, from the `learning` section of personalize.config.ts. */
    limits: {
      gates: Schemas['GateLimits'];
      watch: Schemas['WatchLimits'];
    };
    problems: Schemas['ModelProblem'][];
    schedule: Schemas['TrainSchedule'] | null;
  };
  /** Reward per decision that the version would have earned, from logged decisions. */
  OffPolicyReport: {
    placement: string;
    /** The placement’s policy, for which the version was judged. */
    policy: string;
    reward: "click" | "conversion" | "value";
    /** RFC 3339, UTC. */
    from: string;
    /** RFC 3339, UTC. */
    to: string;
    decisions: number;
    ranks: number;
    leftOut: {
      code: string;
      count: number;
    }[];
    effectiveSlots: number | null;
    unsupportedShare: number | null;
    served: {
      mean: number;
      low: number;
      high: number;
    } | null;
    snips: {
      mean: number;
      low: number;
      high: number;
    } | null;
    doublyRobust: {
      mean: number;
      low: number;
      high: number;
    } | null;
    lift: {
      mean: number;
      low: number;
      high: number;
    } | null;
    problem: {
      code: string;
      message: string;
      figure: number | null;
      limit: number | null;
    } | null;
  };
  PathsAnswer: {
    paths: number;
    /** Between two events: paths with more steps than are shown. */
    shortened: number;
    nodes: ({
      id: number;
      /** 0 is the anchor; steps before an end are negative. */
      step: number;
      value: string | null;
      other: boolean;
      paths: number;
      /** Paths that stop here; before an end, those that begin here. */
      ended: number;
    })[];
    links: {
      source: number;
      target: number;
      paths: number;
    }[];
    meta: {
      elapsedMs: number;
      rowsRead: number;
      /** RFC 3339, UTC. */
      freshAsOf: string;
    };
  };
  /** With `start`, what comes after it; with `end`, what comes before it; with both, what lies between; with neither, from the beginning of each visit. */
  PathsQuery: {
    /** Event time, included. */
    from: string;
    /** Event time, not included. */
    to: string;
    start?: {
      events: string[];
      /** As in `POST /v1/analytics/query`. */
      filters?: unknown[];
    };
    end?: {
      events: string[];
      /** As in `POST /v1/analytics/query`. */
      filters?: unknown[];
    };
    steps?: number;
    /** Values shown for each step; the others are one. */
    nodes?: number;
    /** A dimension of events: what a step is called by. */
    by?: string;
    /** `session`: a path ends after 30 minutes without an event. */
    scope?: "session" | "customer";
    /** From the path's first step to its last. */
    windowSeconds?: number;
    /** Equal steps behind each other count as one. */
    merge?: boolean;
    /** As in `POST /v1/analytics/query`. */
    filters?: unknown[];
    /** IANA name; default the server's. */
    timeZone?: string;
  };
  Pipeline: {
    project: string;
    /** Database of the models. */
    schema: string;
    nodes: Schemas['PipelineNode'][];
    macros: {
      name: string;
      path: string;
      description: string;
    }[];
    vars: Record<string, string | number | boolean>;
    /** What is wrong with the project; it cannot run until none is. */
    problems: Schemas['PipelineProblem'][];
    running: string | null;
  };
  PipelineNode: {
    id: string;
    kind: "source" | "model" | "test" | "exposure";
    name: string;
    path: string;
    line: number;
    description: string;
    tags: string[];
    dependsOn: string[];
    columns: ({
      name: string;
      description: string;
      tests: string[];
      holds: string | null;
    })[];
    materialized: "view" | "table" | "incremental" | "materialized_view" | "ephemeral" | null;
    relation: string | null;
    severity: "error" | "warn" | null;
    exposure: {
      label: string;
      type: string;
      owner: string;
    } | null;
    /** SQL as written. */
    source: string;
    /** SQL as it runs in full. */
    sql: string;
    incrementalSql: string | null;
    /** Whether it differs from what was built or checked last. */
    modified: boolean;
    last: {
      runId: string;
      status: "success" | "pass" | "warn" | "fail" | "error" | "skipped" | "cancelled";
      /** RFC 3339, UTC. */
      startedAt: string;
      durationMs: number;
      rows: number | null;
      bytes: number | null;
      failures: number | null;
      message: string;
      line: number | null;
    } | null;
  };
  PipelineProblem: {
    code: "noProject" | "badPath" | "tooLarge" | "yamlSyntax" | "yamlShape" | "jinja" | "badName" | "duplicateName" | "missingRef" | "missingSource" | "missingVar" | "envVar" | "unsupported" | "badConfig" | "unknownModel" | "unknownTest" | "severalStatements" | "emptyModel" | "cycle" | "timeout";
    /** Within the project's folder. */
    file: string;
    line: number | null;
    message: string;
    /** Names and values of the message. */
    params: Record<string, string>;
  };
  PipelineRun: {
    /** Also its job's. */
    id: string;
    command: "run" | "test" | "build";
    select: string[];
    exclude: string[];
    fullRefresh: boolean;
    vars: Record<string, string | number | boolean>;
    by: string;
    state: "running" | "done" | "failed" | "cancelled";
    /** RFC 3339, UTC. */
    startedAt: string;
    finishedAt: string | null;
    /** Nodes that it works on. */
    chosen: number;
    /** Nodes by status. */
    counts: Record<string, number>;
    error: string;
    /** The error as codes. */
    errors: Schemas['FieldError'][];
  };
  PipelineRunDetail: {
    /** Also its job's. */
    id: string;
    command: "run" | "test" | "build";
    select: string[];
    exclude: string[];
    fullRefresh: boolean;
    vars: Record<string, string | number | boolean>;
    by: string;
    state: "running" | "done" | "failed" | "cancelled";
    /** RFC 3339, UTC. */
    startedAt: string;
    finishedAt: string | null;
    /** Nodes that it works on. */
    chosen: number;
    /** Nodes by status. */
    counts: Record<string, number>;
    error: string;
    /** The error as codes. */
    errors: Schemas['FieldError'][];
    nodes: ({
      id: string;
      status: "success" | "pass" | "warn" | "fail" | "error" | "skipped" | "cancelled";
      /** RFC 3339, UTC. */
      startedAt: string;
      durationMs: number;
      rows: number | null;
      bytes: number | null;
      failures: number | null;
      sample: {
        columns: string[];
        rows: ((string | null)[])[];
      } | null;
      message: string;
      line: number | null;
    })[];
  };
  PipelineSchedule: {
    enabled: boolean;
    /** Five fields, such as `0 3 * * *`. */
    cron: string;
    /** IANA zone. Default: the server's. */
    timeZone?: string;
    name: string;
    run: {
      /** `run` builds models, `test` checks, `build` (the default) does both in order. */
      command?: "run" | "test" | "build";
      /** dbt's selectors: `customer_360`, `+tag:marts`, `path:models/staging`, `state:modified+`. */
      select?: string[];
      /** dbt's selectors: `customer_360`, `+tag:marts`, `path:models/staging`, `state:modified+`. */
      exclude?: string[];
      /** Makes incremental models anew. */
      fullRefresh?: boolean;
      /** Values in place of those in dbt_project.yml; one word each, since they become part of SQL. */
      vars?: Record<string, string | number | boolean>;
    };
    nextRun: string | null;
    last: {
      /** RFC 3339, UTC. */
      at: string;
      jobId: string | null;
      problem: string | null;
    } | null;
  };
  /** A slot where recommendations show. */
  Placement: {
    name: string;
    title: string;
    sources: ({
      name: "popular" | "trending" | "coOccurrence" | "buyAgain" | "affinity" | "new";
      /** Candidates taken from this source at most. */
      limit: number;
    })[];
    filters: ({
      kind: "available";
    } | {
      kind: "notHidden";
    } | {
      kind: "notBoughtWithin";
      days: number;
    } | {
      kind: "notInCart";
    } | {
      kind: "price";
      min?: number;
      max?: number;
    } | {
      kind: "attribute";
      attribute: string;
      op: "in" | "notIn";
      values: (string | number | boolean)[];
    })[];
    /** `heuristic` or a registry reference such as `ranker@champion`. */
    ranker: string;
    policy: {
      kind: "greedy";
      /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
      uniformShare?: number;
      /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
      reach?: number;
    } | {
      kind: "epsilonGreedy";
      epsilon: number;
    } | {
      kind: "softmax";
      /** In units of the pool’s span of scores: 0.1 favours the best, 1 is nearly even. */
      temperature: number;
      /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
      uniformShare?: number;
      /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
      reach?: number;
    } | {
      kind: "betaThompson";
      /** 1 when a recommended item earned it, else 0. Default click. */
      reward?: "click" | "purchase";
      /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
      priorWeight?: number;
      /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
      draws?: number;
      /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
      uniformShare?: number;
      /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
      reach?: number;
      /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
      halfLife?: string;
      /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
      examination?: number[];
    } | {
      kind: "gaussianThompson";
      /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
      reward?: "click" | "purchase" | "value";
      /** Standard deviation of one reward. Default: measured. */
      noise?: number;
      /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
      priorWeight?: number;
      /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
      draws?: number;
      /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
      uniformShare?: number;
      /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
      reach?: number;
      /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
      halfLife?: string;
      /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
      examination?: number[];
    } | {
      kind: "linUcb";
      /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
      reward?: "click" | "purchase" | "value";
      /** Width of the confidence bound in standard errors. Default 1. */
      alpha?: number;
      /** Prior precision of a coefficient, in items seen. Default 10. */
      ridge?: number;
      /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
      uniformShare?: number;
      /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
      reach?: number;
      /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
      halfLife?: string;
      /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
      examination?: number[];
      /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
      features?: string[];
    } | {
      kind: "linearThompson";
      /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
      reward?: "click" | "purchase" | "value";
      /** Prior precision of a coefficient, in items seen. Default 10. */
      ridge?: number;
      /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
      draws?: number;
      /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
      uniformShare?: number;
      /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
      reach?: number;
      /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
      halfLife?: string;
      /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
      examination?: number[];
      /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
      features?: string[];
    } | {
      kind: "bootstrappedTrees";
      /** 1 when a recommended item earned it, else 0. Default click. */
      reward?: "click" | "purchase";
      /** Models, each of a bootstrap sample. Default 10. */
      members?: number;
      /** Trees of each. Default 20. */
      iterations?: number;
      /** Default 4. */
      maxDepth?: number;
      /** Time between two fits when there is something new. Default 15. */
      refitMinutes?: number;
      /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
      uniformShare?: number;
      /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
      reach?: number;
      /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
      halfLife?: string;
      /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
      examination?: number[];
      /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
      features?: string[];
    };
    /** Policies of segments, in order: the first whose segment the customer is in answers, else `policy`. */
    segmentPolicies?: ({
      /** Members get this policy. */
      segment: string;
      policy: {
        kind: "greedy";
        /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
        uniformShare?: number;
        /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
        reach?: number;
      } | {
        kind: "epsilonGreedy";
        epsilon: number;
      } | {
        kind: "softmax";
        /** In units of the pool’s span of scores: 0.1 favours the best, 1 is nearly even. */
        temperature: number;
        /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
        uniformShare?: number;
        /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
        reach?: number;
      } | {
        kind: "betaThompson";
        /** 1 when a recommended item earned it, else 0. Default click. */
        reward?: "click" | "purchase";
        /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
        priorWeight?: number;
        /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
        draws?: number;
        /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
        uniformShare?: number;
        /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
        reach?: number;
        /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
        halfLife?: string;
        /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
        examination?: number[];
      } | {
        kind: "gaussianThompson";
        /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
        reward?: "click" | "purchase" | "value";
        /** Standard deviation of one reward. Default: measured. */
        noise?: number;
        /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
        priorWeight?: number;
        /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
        draws?: number;
        /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
        uniformShare?: number;
        /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
        reach?: number;
        /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
        halfLife?: string;
        /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
        examination?: number[];
      } | {
        kind: "linUcb";
        /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
        reward?: "click" | "purchase" | "value";
        /** Width of the confidence bound in standard errors. Default 1. */
        alpha?: number;
        /** Prior precision of a coefficient, in items seen. Default 10. */
        ridge?: number;
        /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
        uniformShare?: number;
        /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
        reach?: number;
        /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
        halfLife?: string;
        /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
        examination?: number[];
        /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
        features?: string[];
      } | {
        kind: "linearThompson";
        /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
        reward?: "click" | "purchase" | "value";
        /** Prior precision of a coefficient, in items seen. Default 10. */
        ridge?: number;
        /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
        draws?: number;
        /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
        uniformShare?: number;
        /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
        reach?: number;
        /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
        halfLife?: string;
        /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
        examination?: number[];
        /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
        features?: string[];
      } | {
        kind: "bootstrappedTrees";
        /** 1 when a recommended item earned it, else 0. Default click. */
        reward?: "click" | "purchase";
        /** Models, each of a bootstrap sample. Default 10. */
        members?: number;
        /** Trees of each. Default 20. */
        iterations?: number;
        /** Default 4. */
        maxDepth?: number;
        /** Time between two fits when there is something new. Default 15. */
        refitMinutes?: number;
        /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
        uniformShare?: number;
        /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
        reach?: number;
        /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
        halfLife?: string;
        /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
        examination?: number[];
        /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
        features?: string[];
      };
    })[];
    diversity: {
      /** Weight of relevance against similarity to what is already chosen (maximal marginal relevance); 1 = off. */
      lambda: number;
      /** At most this many items per value of the attribute. */
      caps: {
        attribute: string;
        max: number;
      }[];
    };
    /** Sources tried in order when the customer is unknown or too few candidates are left. */
    fallback: ("popular" | "trending" | "coOccurrence" | "buyAgain" | "affinity" | "new")[];
    /** Candidates scored at most. */
    candidateLimit: number;
    defaultLimit: number;
    /** Log the slate’s feature vectors with each decision. */
    logFeatures: boolean;
    enabled: boolean;
    version: number;
    /** RFC 3339, UTC. */
    updatedAt: string;
  };
  PlacementPolicies: {
    placement: string;
    /** RFC 3339, UTC. */
    timestamp: string;
    /** The placement’s own, then those of its segments and of running experiments’ variants. */
    policies: Schemas['PolicyReport'][];
  };
  PlacementPreviewRequest: {
    /** For whom. One of `customerId` and `anonymousId` is needed. */
    customerId?: string;
    /** For whom, before signing in. */
    anonymousId?: string;
    limit?: number;
    context?: {
      channel?: string;
      device?: string;
      /** The item of the page that shows the slot. */
      itemId?: string;
      cart?: string[];
    };
    locale?: "en" | "pt-BR";
    /** A placement as PUT takes it, which need not be stored. Default: the stored one. */
    settings?: unknown;
  };
  PolicyArm: {
    itemId: string;
    title: string | null;
    /** Times seen that were learnt from. */
    pulls: number;
    /** Of those, how many earned something. */
    rewards: number;
    mean: number | null;
    interval: number[] | null;
    /** Its share of what was seen, faded with the half-life, 0 to 1. */
    share: number;
    probabilityBest: number | null;
  };
  PolicyCoefficient: {
    name: string;
    /** Change of the expected reward by one standard deviation of the column; the intercept’s is the mean reward. */
    coefficient: number;
    standardError: number;
    /** Of the column, among items seen. */
    mean: number;
    /** 0: the column never varied. */
    deviation: number;
  };
  PolicyReport: {
    /** As decisions record it. */
    policy: string;
    kind: "greedy" | "epsilonGreedy" | "softmax" | "betaThompson" | "gaussianThompson" | "linUcb" | "linearThompson" | "bootstrappedTrees";
    segment: string | null;
    variant: string | null;
    learns: boolean;
    reward: "click" | "purchase" | "value" | null;
    halfLifeMs: number | null;
    /** Share of answers drawn uniformly. */
    uniformShare: number;
    /** Items seen that it learnt from. */
    pulls: number;
    /** Rewards applied. */
    rewards: number;
    /** Rewards that came when their context was no longer kept. */
    dropped: number;
    meanReward: number | null;
    updatedAt: string | null;
    /** Items that it has shown and still remembers. */
    armCount: number;
    /** The most shown first. */
    arms: Schemas['PolicyArm'][];
    /** Of linear policies. */
    coefficients: Schemas['PolicyCoefficient'][];
    trees: {
      /** RFC 3339, UTC. */
      fittedAt: string;
      members: number;
      rows: number;
      positives: number;
    } | null;
  };
  PolicyRisk: {
    name: string;
    control: string | null;
    /** Decisions, or customer-days of a campaign, behind the returns. */
    count: number;
    value: number | null;
    controlValue: number | null;
    days: string[];
    returns: number[];
    skipped: ({
      day: string;
      reason: "too_few" | "no_exposure" | "no_control_exposure" | "no_control_reward" | "loss_above_control";
    })[];
    risk: Schemas['Risk'];
  };
  PowerAnswer: {
    effect: number | null;
    method: "sequential" | "fixed";
    alpha: number;
    /** Tests that share the error rate. */
    comparisons: number;
    /** Customers in all variants. */
    total: number;
    perVariant: number[];
    /** For `plan.plannedSample` of the definition. */
    pairSample: number;
    expectedTotal: number | null;
    days: number | null;
    expectedDays: number | null;
    power: number | null;
    varianceReduction: number;
    /** The smallest effect that each number of weeks detects. */
    byWeek: ({
      days: number;
      customers: number;
      effect: number | null;
    })[];
    baseline: {
      proportion: number | null;
      mean: number | null;
      standardDeviation: number | null;
      source: "given" | "history";
      customers: number | null;
      windowDays: number | null;
      from: string | null;
      to: string | null;
    };
    traffic: {
      source: "given" | "history";
      /** On average. */
      newCustomersPerDay: number;
      /** Customers not seen before in the period; the last day repeats. */
      newCustomersByDay: number[];
      from: string | null;
      to: string | null;
    } | null;
  };
  /** One of `baseline` and `metric` is needed. */
  PowerRequest: {
    baseline?: {
      proportion: number;
    } | {
      mean: number;
      standardDeviation: number;
    };
    /** A figure per customer, counted from the first exposure on. */
    metric?: {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      /** Sharpen by the same figure before exposure. Default: where it helps. */
      cuped?: boolean;
      kind: "proportion";
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      /** Sharpen by the same figure before exposure. Default: where it helps. */
      cuped?: boolean;
      kind: "mean";
      of: "count" | "quantity";
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      /** Sharpen by the same figure before exposure. Default: where it helps. */
      cuped?: boolean;
      kind: "revenue";
      /** Only events in this currency count. */
      currency: string;
      /** Totals are capped at this quantile of paying customers’ totals. Default: 0.999; 1 = off. */
      winsoriseAt?: number;
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      /** Sharpen by the same figure before exposure. Default: where it helps. */
      cuped?: boolean;
      kind: "ratio";
      of: "count" | "quantity" | "value";
      /** Only events in this currency count. */
      currency?: string;
      denominator: string[];
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      kind: "retention";
      fromDay: number;
      /** Did one of the events in days [fromDay, toDay) after the first exposure. */
      toDay: number;
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      events: string[];
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      kind: "quantile";
      of: "value" | "quantity";
      /** Only events in this currency count. */
      currency?: string;
      /** Such as 0.9. */
      level: number;
    } | {
      key: string;
      role: "goal" | "secondary" | "guardrail";
      /** The good one. */
      direction?: "increase" | "decrease";
      /** Largest tolerated harm of a guardrail. Default 0.02, relative. */
      margin?: {
        value: number;
        scale: "relative" | "absolute";
      };
      /** Normal prior on the relative effect of the Bayesian reading. Default: flat. */
      prior?: {
        mean: number;
        standardDeviation: number;
      };
      /** Events count up to so many days after the first exposure. Default: the experiment’s. */
      conversionDays?: number;
      /** Sharpen by the same figure before exposure. Default: where it helps. */
      cuped?: boolean;
      kind: "funnel";
      /** Event types of each step; no type in two steps. */
      steps: string[][];
    };
    /** Smallest effect worth having, relative: 0.05 = +5 %. Or `days`. */
    minimumEffect?: number;
    /** Asks for the effect that so many days detect. */
    days?: number;
    /** Default sequential. */
    method?: "sequential" | "fixed";
    /** Default 0.05. */
    alpha?: number;
    /** Default 0.8. */
    power?: number;
    /** Of the variants, the control first. Default: two equal ones. */
    weights?: number[];
    /** Goal metrics to correct for. Default 1. */
    goals?: number;
    /** By CUPED. Default: as the history shows for `metric`, else 0. */
    varianceReduction?: number;
    /** Default: read from the warehouse. */
    newCustomersPerDay?: number;
    /** Whose history to read: who was shown the placement, who is in one of the segments. Default: everybody. */
    traffic?: {
      placement?: string;
      segments?: string[];
    };
    /** Share that takes part. Default 1. */
    coverage?: number;
  };
  Predictions: {
    /** `name@version`. */
    model: string;
    predictions: ({
      customerId?: string;
      anonymousId?: string;
      itemId: string;
      score: number;
      probability: number | null;
      contributions?: {
        feature: string;
        contribution: number;
      }[];
    })[];
  };
  /** Why a request was refused (RFC 9457). */
  Problem: {
    type: string;
    title: string;
    status: number;
    detail: string;
    /** Tells cases apart; the texts may change. */
    code: string;
    requestId?: string;
    errors?: Schemas['FieldError'][];
  };
  ProfileDecision: {
    decisionId: string;
    /** RFC 3339, UTC. */
    timestamp: string;
    placement: string;
    model: string;
    variant?: string;
    items: {
      rank: number;
      itemId: string;
      title?: string;
      seen: boolean;
      clicked: boolean;
      bought: boolean;
    }[];
  };
  ProfileEvent: {
    type: string;
    /** RFC 3339, UTC. */
    timestamp: string;
    itemId?: string;
    title?: string;
    value?: number;
    quantity?: number;
    channel?: string;
    device?: string;
    /** More than 1 where old events were joined. */
    count: number;
  };
  Recommendation: {
    /** From 1. */
    rank: number;
    itemId: string;
    title: string;
    /** One short sentence in the request's language. */
    content: string;
    /** The main reason. */
    recommendationType: string;
    /** Comparable within one answer only. */
    score: number;
    /** Probability that the policy puts this item at this rank. */
    propensity: number;
    /** 0 to 1: how much is known of customer and item. */
    confidenceScore: number;
    /** Estimated probability of a click, 0 to 1. */
    expectedEngagement: number;
    category: string;
    price?: number;
    currency?: string;
    url?: string;
    imageUrl?: string;
    reasons?: {
      feature: string;
      contribution: number;
      text: string;
    }[];
  };
  RecommendationAnswer: {
    /** Send it with impressions, clicks and purchases that follow. */
    decisionId: string;
    customerId: string | null;
    anonymousId?: string;
    placement: string;
    /** RFC 3339, UTC. */
    timestamp: string;
    model: string;
    policy: string;
    variant?: string;
    /** The first step of the placement's fallback that was needed. */
    fallback?: string;
    candidates: {
      /** Different items that sources named. */
      retrieved: number;
      /** What the filters left and was scored. */
      eligible: number;
      /** What diversity and caps left for the policy to choose from. Previews only. */
      pool?: number;
      /** Eligible items that each source named. Previews only. */
      sources?: {
        popular: number;
        trending: number;
        coOccurrence: number;
        buyAgain: number;
        affinity: number;
        new: number;
      };
    };
    recommendations: Schemas['Recommendation'][];
  };
  RecommendationRequest: {
    /** For whom. One of `customerId` and `anonymousId` is needed. */
    customerId?: string;
    /** For whom, before signing in. */
    anonymousId?: string;
    placement: string;
    /** Default: the placement's. */
    limit?: number;
    context?: {
      channel?: string;
      device?: string;
      /** The item of the page that shows the slot. */
      itemId?: string;
      cart?: string[];
    };
    /** On top of the placement's own filters. */
    filter?: ({
      kind: "available";
    } | {
      kind: "notHidden";
    } | {
      kind: "notBoughtWithin";
      days: number;
    } | {
      kind: "notInCart";
    } | {
      kind: "price";
      min?: number;
      max?: number;
    } | {
      kind: "attribute";
      attribute: string;
      op: "in" | "notIn";
      values: (string | number | boolean)[];
    })[];
    exclude?: string[];
    /** Only look: no exploration, with reasons, and no decision is logged. Not in batches. */
    preview?: boolean;
    /** Give the reasons. */
    explain?: boolean;
    /** Language of texts; default `en`. */
    locale?: "en" | "pt-BR";
  };
  RejectedEvent: {
    /** Its place in `events`. */
    index: number;
    code: string;
    /** JSON Pointer into the request. */
    path: string;
    detail: string;
  };
  Report: {
    title?: string;
    format: "csv" | "parquet" | "json" | "png" | "svg" | "pdf";
    /** One; a pdf takes more. `dataset` needs the scope admin and is made in the background. */
    blocks: ({
      type: "query";
      title?: string;
      query: {
        metrics: string[];
        dimensions?: string[];
        /** All must hold. Each `{dimension, op, values}` with op eq, in, notIn, contains, between or exists, or `{and: […]}`, `{or: […]}`, `{not: …}`. A dimension that an event lacks is the empty text. */
        filters?: unknown[];
        from?: string;
        to?: string;
        /** Splits by steps of time, in the dimension `date`. */
        granularity?: "minute" | "hour" | "day" | "week" | "month";
        /** IANA name; default the server's. */
        timeZone?: string;
        compare?: "previous" | {
          /** Included. */
          from: string;
          /** Not included. */
          to: string;
        };
        orderBy?: {
          name: string;
          direction?: "asc" | "desc";
        };
        /** Groups, each with all its steps of time. */
        limit?: number;
        /** Adds one group of all that the limit leaves out. */
        other?: boolean;
        totals?: boolean;
        /** False reads the events even where a rollup could answer. */
        rollups?: boolean;
      };
      /** Whole days up to the last midnight, instead of from and to. */
      lastDays?: number;
      show?: "chart" | "table" | "both" | "figures";
    } | {
      type: "data";
      title: string;
      notes?: string[];
      chart?: {
        kind: "lines";
        series: ({
          key: string;
          name: string;
          /** `[x, y, low?, high?]`, x ascending; epoch ms on a time axis. */
          points: ((number | null)[])[];
          interval?: "band" | "whiskers";
          draw?: "line" | "points" | "both";
          dashed?: boolean;
          reference?: boolean;
        })[];
        x: {
          name: string;
          type?: "value" | "time" | "log";
          min?: number;
          max?: number;
          step?: number;
          unit?: {
            style: "number" | "currency" | "percent";
            currency?: string;
          };
        };
        y: {
          name: string;
          min?: number;
          max?: number;
          unit: {
            style: "number" | "currency" | "percent";
            currency?: string;
          };
        };
        marks?: {
          x: number;
          name: string;
        }[];
      } | {
        kind: "bars";
        categories: string[];
        series: ({
          key: string;
          name: string;
          values: (number | null)[];
          reference?: boolean;
        })[];
        layout: "rows" | "columns";
        unit: {
          style: "number" | "currency" | "percent";
          currency?: string;
        };
        categoryName?: string;
        valueName?: string;
        limit?: {
          value: number;
          name: string;
        };
      };
      table?: {
        columns: ({
          name: string;
          type: "string" | "number" | "time";
          unit?: {
            style: "number" | "currency" | "percent";
            currency?: string;
          };
        })[];
        rows: ((string | number | null)[])[];
      };
      asOf?: string;
    } | {
      type: "dataset";
      dataset: "events" | "decisions" | "items" | "customers";
      from?: string;
      to?: string;
      eventType?: string;
      /** Whole days up to the last midnight, instead of from and to. */
      lastDays?: number;
    })[];
    locale?: "en" | "pt-BR";
    /** IANA name. */
    timeZone?: string;
    /** Of pictures; a pdf is always light. */
    theme?: "light" | "dark";
    /** px of a picture. */
    width?: number;
    /** px of the chart in a picture. */
    height?: number;
    /** PNG pixels for each px; default 2. A picture has 64 million at most. */
    scale?: number;
    csv?: {
      separator?: "," | ";" | "\t";
      /** Start with a byte-order mark, for spreadsheets. */
      bom?: boolean;
    };
  };
  ReportFile: {
    id: string;
    name: string;
    mediaType: string;
    bytes: number;
    scheduleId: string | null;
    /** RFC 3339, UTC. */
    createdAt: string;
    /** RFC 3339, UTC. */
    expiresAt: string;
  };
  ReportRun: {
    /** Also that of its job. */
    id: string;
    cause: "schedule" | "manual" | "test";
    state: "running" | "done" | "failed";
    /** RFC 3339, UTC. */
    startedAt: string;
    finishedAt: string | null;
    error: string | null;
    /** The error as codes. */
    errors: Schemas['FieldError'][];
    fileId: string | null;
    bytes: number | null;
  };
  ReportSchedule: {
    id: string;
    name: string;
    report: Schemas['Report'];
    /** Minute, hour, day of month, month, day of week. */
    cron: string;
    /** IANA name. */
    timeZone: string;
    enabled: boolean;
    to: {
      /** Under the data folder’s `reports`. */
      folder?: string;
      emails?: string[];
      webhook?: {
        url: string;
        signed: boolean;
      };
    };
    /** RFC 3339, UTC. */
    createdAt: string;
    /** RFC 3339, UTC. */
    updatedAt: string;
    nextRun: string | null;
    lastRun: Schemas['ReportRun'] | null;
  };
  ReportScheduleInput: {
    name: string;
    report: Schemas['Report'];
    /** Minute, hour, day of month, month, day of week. */
    cron: string;
    /** IANA name. */
    timeZone: string;
    enabled: boolean;
    to: {
      /** Under the data folder’s `reports`. */
      folder?: string;
      emails?: string[];
      webhook?: {
        url: string;
        /** `whsec_` + base64; signs what is sent. Never shown again. */
        secret?: string;
      };
    };
  };
  RetentionAnswer: {
    cohorts: {
      date: string;
      people: number;
      /** People who came back that many steps after their first; 0 is the same step. */
      returned: number[];
      /** So many of the steps are over. */
      complete: number;
    }[];
    meta: {
      elapsedMs: number;
      rowsRead: number;
      /** RFC 3339, UTC. */
      freshAsOf: string;
    };
  };
  RetentionQuery: {
    start: string[];
    /** Event time, included. */
    from: string;
    /** Event time, not included. */
    to: string;
    granularity: "day" | "week" | "month";
    /** IANA name; default the server's. */
    timeZone?: string;
    /** As in `POST /v1/analytics/query`. */
    filters?: unknown[];
    return: string[];
    /** `bounded`: came back in just that step; `rolling`: in that step or later. */
    mode?: "bounded" | "rolling";
  };
  RfmAnswer: {
    customers: number;
    value: number;
    thresholds: {
      /** Four, ascending. */
      recencyDays: number[];
      /** Four, ascending. */
      frequency: number[];
      /** Four, ascending. */
      monetary: number[];
    } | null;
    cells: ({
      /** 5: bought most recently. */
      recency: number;
      /** 5: bought most often. */
      frequency: number;
      customers: number;
      share: number;
      value: number;
      valueShare: number | null;
      /** Mean score of what they spent. */
      monetary: number;
    })[];
    meta: {
      elapsedMs: number;
      rowsRead: number;
      /** RFC 3339, UTC. */
      freshAsOf: string;
    };
  };
  RfmQuery: {
    /** Event time, included. */
    from: string;
    /** Event time, not included. */
    to: string;
    events?: string[];
    /** As in `POST /v1/analytics/query`. */
    filters?: unknown[];
    /** IANA name; default the server's. */
    timeZone?: string;
  };
  /** Risk-adjusted performance of a series. */
  Risk: {
    totalReturn: number | null;
    cagr: number | null;
    volatility: number | null;
    sharpeRatio: number | null;
    sortinoRatio: number | null;
    maxDrawdown: number | null;
    calmarRatio: number | null;
    winRate: number | null;
    profitFactor: number | null;
    valueAtRisk95: number | null;
    expectedShortfall95: number | null;
    /** Why a figure is null, by its name. */
    reasons: Record<string, {
      key: string;
      text: string;
    }>;
    intervals: {
      totalReturn: {
        lower: number | null;
        upper: number | null;
        reason: {
          key: string;
          text: string;
        } | null;
        /** Share of resamples in which the figure had no value. */
        undefinedShare: number;
      };
      cagr: {
        lower: number | null;
        upper: number | null;
        reason: {
          key: string;
          text: string;
        } | null;
        /** Share of resamples in which the figure had no value. */
        undefinedShare: number;
      };
      volatility: {
        lower: number | null;
        upper: number | null;
        reason: {
          key: string;
          text: string;
        } | null;
        /** Share of resamples in which the figure had no value. */
        undefinedShare: number;
      };
      sharpeRatio: {
        lower: number | null;
        upper: number | null;
        reason: {
          key: string;
          text: string;
        } | null;
        /** Share of resamples in which the figure had no value. */
        undefinedShare: number;
      };
      sortinoRatio: {
        lower: number | null;
        upper: number | null;
        reason: {
          key: string;
          text: string;
        } | null;
        /** Share of resamples in which the figure had no value. */
        undefinedShare: number;
      };
      maxDrawdown: {
        lower: number | null;
        upper: number | null;
        reason: {
          key: string;
          text: string;
        } | null;
        /** Share of resamples in which the figure had no value. */
        undefinedShare: number;
      };
      calmarRatio: {
        lower: number | null;
        upper: number | null;
        reason: {
          key: string;
          text: string;
        } | null;
        /** Share of resamples in which the figure had no value. */
        undefinedShare: number;
      };
      winRate: {
        lower: number | null;
        upper: number | null;
        reason: {
          key: string;
          text: string;
        } | null;
        /** Share of resamples in which the figure had no value. */
        undefinedShare: number;
      };
      profitFactor: {
        lower: number | null;
        upper: number | null;
        reason: {
          key: string;
          text: string;
        } | null;
        /** Share of resamples in which the figure had no value. */
        undefinedShare: number;
      };
      valueAtRisk95: {
        lower: number | null;
        upper: number | null;
        reason: {
          key: string;
          text: string;
        } | null;
        /** Share of resamples in which the figure had no value. */
        undefinedShare: number;
      };
      expectedShortfall95: {
        lower: number | null;
        upper: number | null;
        reason: {
          key: string;
          text: string;
        } | null;
        /** Share of resamples in which the figure had no value. */
        undefinedShare: number;
      };
    };
    periods: number;
    periodsPerYear: number;
    confidence: number;
    resamples: number;
    blockLength: number;
    /** A unit invested at the start; periods + 1 values. */
    equity: number[];
    /** Equity over its highest so far, less one. */
    underwater: number[];
    deepestDrawdown: {
      /** Index into `equity`. */
      peak: number;
      trough: number;
      recovery: number | null;
    } | null;
  };
  RuleSubjects: {
    /** Customers looked at. */
    sampled: number;
    attributes: ({
      name: string;
      type: "text" | "number" | "boolean" | "list";
      /** Share of customers who have it. */
      coverage: number;
      /** Most frequent first. */
      values: (string | number | boolean)[];
      min: number | null;
      max: number | null;
    })[];
    features: ({
      name: string;
      quartiles: number[] | null;
      min: number | null;
      max: number | null;
    })[];
    affinities: {
      attribute: string;
      values: string[];
    }[];
  };
  SavedView: {
    title: string;
    /** The page: /customers. */
    path: string;
    /** Its state, as in the address, without the ?. */
    search: string;
    shared: boolean;
    id: string;
    version: number;
    author: {
      id: string;
      name: string;
    };
    /** RFC 3339, UTC. */
    createdAt: string;
    /** RFC 3339, UTC. */
    updatedAt: string;
    /** Whether the caller may change it. */
    mayEdit: boolean;
  };
  SavedViewContent: {
    title: string;
    /** The page: /customers. */
    path: string;
    /** Its state, as in the address, without the ?. */
    search: string;
    shared: boolean;
  };
  Segment: {
    name: string;
    title: string;
    description: {
      en: string;
      'pt-BR': string;
    } | null;
    group: string | null;
    rule: Record<string, unknown>;
    /** `config`: declared in personalize.config.ts and changed there. */
    source: "config" | "stored";
    /** 0 for declared ones. */
    version: number;
    updatedAt: string | null;
    /** Now, visitors included. */
    members: number;
    problem: string | null;
  };
  /** One call of Segment's HTTP tracking API; further fields are accepted. */
  SegmentCall: {
    userId?: unknown;
    anonymousId?: unknown;
    messageId?: string;
    timestamp?: unknown;
    sentAt?: unknown;
    context?: Record<string, unknown>;
    properties?: Record<string, unknown>;
    traits?: Record<string, unknown>;
  };
  SegmentPreview: {
    /** Customers and visitors whom the rule, without its group, holds for now. */
    matching: number;
    /** Of how many. */
    customers: number;
    /** Those who did something last first. */
    sample: Schemas['CustomerSummary'][];
    elapsedMs: number;
  };
  SegmentWithUse: {
    name: string;
    title: string;
    description: {
      en: string;
      'pt-BR': string;
    } | null;
    group: string | null;
    rule: Record<string, unknown>;
    /** `config`: declared in personalize.config.ts and changed there. */
    source: "config" | "stored";
    /** 0 for declared ones. */
    version: number;
    updatedAt: string | null;
    /** Now, visitors included. */
    members: number;
    problem: string | null;
    /** What names it. */
    usedBy: ({
      kind: "placement" | "experiment";
      name: string;
      title: string;
    })[];
  };
  ShadowAnswer: {
    decisionId: string;
    shadow: string;
    model: string;
    placement: string;
    /** RFC 3339, UTC. */
    decidedAt: string;
    /** Share of items that both chose. */
    overlap: number;
    elapsedMs: number;
    answered: Record<string, unknown>[];
    shadowAnswer: Record<string, unknown>[];
  };
  /** A board without what its questions leave out. */
  SharedBoard: {
    title: string;
    description?: string;
    days?: number;
    /** RFC 3339, UTC. */
    from?: string;
    /** RFC 3339, UTC. */
    to?: string;
    timeZone?: string;
    /** RFC 3339, UTC. */
    expiresAt: string;
    /** What its metrics are called, by locale. */
    names: Record<string, Record<string, string>>;
    cards: ({
      id: string;
      title: string;
      /** How it is drawn. */
      kind: "line" | "bar" | "table" | "figure";
      /** Columns of two. */
      width: number;
      /** Small, medium or large. */
      height: number;
      query: {
        metrics: string[];
        dimensions?: string[];
        /** Steps of time. */
        granularity?: "minute" | "hour" | "day" | "week" | "month";
      };
    })[];
  };
  SimilarItem: {
    itemId: string;
    title: string;
    category: string;
    price?: number;
    currency?: string;
    /** 0 to 1. */
    score: number;
    /** How often customers put both together, as a share of the strongest neighbour's. */
    together: number;
    /** Cosine of the attributes. */
    alike: number;
  };
  Status: {
    version: string;
    /** RFC 3339, UTC. */
    startedAt: string;
    /** Events in the journal since the first start. */
    eventsReceived: number;
    lastEventAt: string | null;
    items: number;
    customers: number;
    timeZone: string;
    demo: {
      /** RFC 3339, UTC. */
      startedAt: string;
      /** Added to the data set's own times. */
      timeShiftMs: number;
      dataset: string;
    } | null;
    /** Whether simulated traffic arrived within the last five minutes. */
    simulated: boolean;
  };
  StoredEvent: {
    messageId: string;
    type: string;
    customerId?: string;
    anonymousId?: string;
    itemId?: string;
    /** RFC 3339, UTC. */
    timestamp: string;
    /** RFC 3339, UTC. */
    receivedAt: string;
    value?: number;
    currency?: string;
    quantity?: number;
    channel?: string;
    device?: string;
    placement?: string;
    decisionId?: string;
    properties?: Record<string, unknown>;
    traits?: Record<string, unknown>;
    origin: "live" | "import" | "simulated";
  };
  /** The sentence as a code and what it names, for readers of another language. */
  ToldCode: {
    code: string;
    params: Record<string, number | string>;
  };
  TrainRequest: {
    /** `auto` (default): decisions once they earned enough and reach back far enough, else purchases. */
    from?: "auto" | "decisions" | "purchases";
    label?: "click" | "conversion" | "value";
    attributionHours?: number;
    /** Default `home`. */
    placement?: string;
    sourceEvidence?: boolean;
    excludeFeatures?: string[];
    split?: {
      testDays?: number;
      validationDays?: number;
      trainDays?: number;
      gapDays?: number;
    };
    sampling?: {
      retrieved?: number;
      popular?: number;
      maxGroups?: number;
      maxRows?: number;
    };
    biasCorrection?: boolean;
    objective?: "lambdaMart" | "logistic";
    /** Of the boosted trees; defaults are in docs/models.md. */
    parameters?: {
      iterations?: number;
      learningRate?: number;
      growth?: "depthWise" | "leafWise";
      maxDepth?: number;
      maxLeaves?: number;
      maxBins?: number;
      minChildWeight?: number;
      minSamplesLeaf?: number;
      l1?: number;
      l2?: number;
      minSplitGain?: number;
      rowSampling?: number;
      columnSamplingByTree?: number;
      columnSamplingByLevel?: number;
      columnSamplingByNode?: number;
      earlyStoppingRounds?: number;
    };
    /** Ranks that NDCG looks at. */
    k?: number;
    seed?: number;
    threads?: number;
    resamples?: number;
    /** Journal offset after the last record to use. */
    toOffset?: number;
    /** Make it champion when every gate passes; default true. */
    promote?: boolean;
    notes?: string;
    tags?: string[];
  };
  TrainSchedule: {
    enabled?: boolean;
    /** Five fields. */
    cron?: string;
    /** IANA; default the deployment’s. */
    timeZone?: string;
    /** Train after this many new clicks and conversions. */
    newRewards?: number;
    /** Train when a population stability index exceeds this. */
    drift?: number;
    train?: Schemas['TrainRequest'];
    nextRun: string | null;
    rewardsSince: number;
    last: {
      /** RFC 3339, UTC. */
      at: string;
      cause: string;
      jobId: string | null;
      problem: string | null;
    } | null;
  };
  User: {
    id: string;
    email: string;
    name: string;
    role: "viewer" | "analyst" | "admin";
    locale: "en" | "pt-BR";
    timeZone: string | null;
    /** RFC 3339, UTC. */
    createdAt: string;
    disabledAt: string | null;
  };
  VariantComparison: {
    variant: string;
    comparison: {
      method: "sequential" | "fixed";
      alpha: number;
      control: {
        n: number;
        mean: number;
      };
      treatment: {
        n: number;
        mean: number;
      };
      absolute: Schemas['EffectInterval'];
      relative: Schemas['EffectInterval'] | null;
      relativeProblem: Schemas['FigureProblem'] | null;
      pValue: number;
      /** Before any correction. */
      significant: boolean;
    } | null;
    problem: Schemas['FigureProblem'] | null;
    adjustedPValue: number | null;
    /** After the correction. */
    significant: boolean;
    sequential: Schemas['EffectReading'] | null;
    fixed: Schemas['EffectReading'] | null;
    bayesian: {
      absolute: Schemas['EffectPosterior'];
      relative: Schemas['EffectPosterior'] | null;
    } | null;
    guardrail: {
      status: "passed" | "failed" | "undecided";
      worstCase: number | null;
      margin: number;
      problem: Schemas['FigureProblem'] | null;
    } | null;
    adjustment: {
      cuped: boolean;
      cupedReason: {
        key: "switched_off" | "kind" | "nothing_before_exposure" | "no_comparison";
        text: string;
      } | null;
      postStratified: boolean;
      varianceReduction: number | null;
    };
  };
  WatchLimits: {
    fewestDecisions: number;
    sigmas: number;
    calibrationSlack: number;
    fewestSlots: number;
    drift: number;
    missing: number;
    rollback: boolean;
  };
}

export interface Operations {
  /** Whether the process answers */
  'GET /healthz': {
    response: {
      status: "ok";
    };
  };
  /** Prometheus metrics */
  'GET /metrics': {
    response: undefined;
  };
  /** Evaluate all flags (OpenFeature remote evaluation) */
  'POST /ofrep/v1/evaluate/flags': {
    body: Schemas['FlagEvaluationRequest'];
    response: {
      flags: Schemas['Flag'][];
    };
  };
  /** Evaluate one flag (OpenFeature remote evaluation) */
  'POST /ofrep/v1/evaluate/flags/{key}': {
    path: {
      /** The flag: a running experiment. */
      key: string;
    };
    body: Schemas['FlagEvaluationRequest'];
    response: Schemas['Flag'];
  };
  /** Whether the process takes traffic, and how far it is with starting */
  'GET /readyz': {
    response: {
      status: "starting" | "ready" | "stopping";
      message: string;
      progress: number;
    };
  };
  /** Names of the keys and people with these ids; ids of nobody are left out */
  'GET /v1/actors': {
    query: {
      id: string[];
    };
    response: {
      data: Schemas['Actor'][];
    };
  };
  /** Alerts and their state, oldest first */
  'GET /v1/alerts': {
    response: {
      data: Schemas['Alert'][];
      nextCursor: null;
    };
  };
  /** Make an alert */
  'POST /v1/alerts': {
    body: Schemas['AlertDefinition'];
    response: Schemas['Alert'];
  };
  /** When an alert would have fired in the last 30 days */
  'POST /v1/alerts/preview': {
    body: Schemas['AlertDefinition'];
    response: Schemas['AlertPreview'];
  };
  /** Remove an alert and its history */
  'DELETE /v1/alerts/{id}': {
    path: {
      /** Its id. */
      id: string;
    };
    response: undefined;
  };
  /** One alert */
  'GET /v1/alerts/{id}': {
    path: {
      /** Its id. */
      id: string;
    };
    response: Schemas['Alert'];
  };
  /** Change an alert */
  'PUT /v1/alerts/{id}': {
    path: {
      /** Its id. */
      id: string;
    };
    body: Schemas['AlertDefinition'];
    response: Schemas['Alert'];
  };
  /** Say that you look after an alert that fires */
  'POST /v1/alerts/{id}/acknowledge': {
    path: {
      /** Its id. */
      id: string;
    };
    response: Schemas['Alert'];
  };
  /** What happened to an alert, newest first; the last 200 */
  'GET /v1/alerts/{id}/history': {
    path: {
      /** Its id. */
      id: string;
    };
    response: {
      data: ({
        /** RFC 3339, UTC. */
        at: string;
        kind: "firing" | "ok" | "noData" | "error" | "snoozed" | "woken" | "acknowledged" | "delivered" | "undelivered" | "changed";
        value: number | null;
        detail: string;
      })[];
      nextCursor: null;
    };
  };
  /** Put a removed alert back, its secrets and history too */
  'POST /v1/alerts/{id}/restore': {
    path: {
      /** Its id. */
      id: string;
    };
    response: Schemas['Alert'];
  };
  /** Keep an alert quiet until a time, or wake it */
  'POST /v1/alerts/{id}/snooze': {
    path: {
      /** Its id. */
      id: string;
    };
    body: {
      until: string | null;
    };
    response: Schemas['Alert'];
  };
  /** Send a test to every channel */
  'POST /v1/alerts/{id}/test': {
    path: {
      /** Its id. */
      id: string;
    };
    response: {
      data: ({
        kind: string;
        to: string;
        error: string | null;
      })[];
    };
  };
  /** Two ids of one customer */
  'POST /v1/alias': {
    body: Schemas['SegmentCall'];
    response: {
      success: boolean;
      rejected?: {
        index: number;
        code: string;
        path: string;
        detail: string;
      }[];
    };
  };
  /** A metric over time with the band that its past expects */
  'POST /v1/analytics/anomalies': {
    query?: {
      /** Language of errors and notices; default by `Accept-Language`. */
      locale?: "en" | "pt-BR";
    };
    body: Schemas['AnomaliesQuery'];
    response: Schemas['AnomaliesAnswer'];
  };
  /** Count who takes steps in order, and how long it takes them */
  'POST /v1/analytics/funnel': {
    query?: {
      /** Language of errors and notices; default by `Accept-Language`. */
      locale?: "en" | "pt-BR";
    };
    body: Schemas['FunnelQuery'];
    response: Schemas['FunnelAnswer'];
  };
  /** What cohorts spend as time goes on */
  'POST /v1/analytics/lifetime': {
    query?: {
      /** Language of errors and notices; default by `Accept-Language`. */
      locale?: "en" | "pt-BR";
    };
    body: Schemas['LifetimeQuery'];
    response: Schemas['LifetimeAnswer'];
  };
  /** Which steps follow each other */
  'POST /v1/analytics/paths': {
    query?: {
      /** Language of errors and notices; default by `Accept-Language`. */
      locale?: "en" | "pt-BR";
    };
    body: Schemas['PathsQuery'];
    response: Schemas['PathsAnswer'];
  };
  /** Risk-adjusted performance of policies, models, variants or campaigns */
  'GET /v1/analytics/policies': {
    query: {
      /** What the arms are. */
      by: "policy" | "model" | "variant" | "campaign";
      /** Default: 90 days before `to`. */
      from?: string;
      /** Not included. Default: now. */
      to?: string;
      placement?: string;
      /** Arm that the others are held against. Default: a variant’s own `control`; else all other decisions of the day, weighted to the arm’s placements; for a campaign the customers it never reached. */
      control?: string;
      /** Default `value`. */
      reward?: "click" | "conversion" | "value";
      /** For annualisation. Default 365. */
      periodsPerYear?: number;
      /** Benchmark rate per day, as a fraction. Default 0. */
      riskFree?: number;
      /** Decisions (customers, of a campaign) that a day needs to count. Default 20. */
      minDecisions?: number;
      /** Days that a campaign counts. Default 30. */
      campaignDays?: number;
      /** Default 1,000. */
      resamples?: number;
      /** Default 0.95. */
      confidence?: number;
      /** IANA zone whose days are the periods. Default: UTC. */
      timeZone?: string;
      /** Language of the reasons. */
      locale?: "en" | "pt-BR";
    };
    response: {
      /** RFC 3339, UTC. */
      from: string;
      /** RFC 3339, UTC. */
      to: string;
      timeZone: string;
      data: Schemas['PolicyRisk'][];
    };
  };
  /** Ask for metrics by dimensions */
  'POST /v1/analytics/query': {
    query?: {
      /** Language of errors and notices; default by `Accept-Language`. */
      locale?: "en" | "pt-BR";
    };
    body: Schemas['AnalyticsQuery'];
    response: Schemas['AnalyticsAnswer'];
  };
  /** Count who comes back */
  'POST /v1/analytics/retention': {
    query?: {
      /** Language of errors and notices; default by `Accept-Language`. */
      locale?: "en" | "pt-BR";
    };
    body: Schemas['RetentionQuery'];
    response: Schemas['RetentionAnswer'];
  };
  /** Buyers by recency, frequency and value */
  'POST /v1/analytics/rfm': {
    query?: {
      /** Language of errors and notices; default by `Accept-Language`. */
      locale?: "en" | "pt-BR";
    };
    body: Schemas['RfmQuery'];
    response: Schemas['RfmAnswer'];
  };
  /** Risk-adjusted performance of a series */
  'POST /v1/analytics/risk': {
    body: {
      /** Simple return of each period, 0.01 = +1 %. Not with `values`. */
      returns?: number[];
      /** Value at the start and after each period; one more than there are periods. */
      values?: number[];
      /** Benchmark rate per period, as a fraction. Default 0. */
      riskFree?: number | number[];
      /** For annualisation. Default 252. */
      periodsPerYear?: number;
      /** Per-period target of the Sortino ratio. Default: the benchmark rate. */
      target?: number;
      /** Default 1,000. */
      resamples?: number;
      /** Default 0.95. */
      confidence?: number;
      /** Expected block length. Default: by autocorrelation. */
      blockLength?: number;
      /** Language of the reasons. */
      locale?: "en" | "pt-BR";
    };
    response: Schemas['Risk'];
  };
  /** Metrics and dimensions */
  'GET /v1/analytics/schema': {
    response: Schemas['AnalyticsSchema'];
  };
  /** Annotations of a time, oldest first */
  'GET /v1/annotations': {
    query?: {
      /** RFC 3339, UTC. */
      from?: string;
      /** RFC 3339, UTC. */
      to?: string;
    };
    response: {
      data: Schemas['Annotation'][];
      nextCursor: null;
    };
  };
  /** Write down what happened */
  'POST /v1/annotations': {
    query?: {
      /** Of one that was removed, to put it back. */
      id?: string;
    };
    body: Schemas['AnnotationContent'];
    response: Schemas['Annotation'];
  };
  /** Remove an annotation */
  'DELETE /v1/annotations/{id}': {
    path: {
      /** Its id. */
      id: string;
    };
    response: undefined;
  };
  /** Assign a customer to a variant */
  'POST /v1/assignments': {
    body: {
      /** Whom to assign. One of `customerId` and `anonymousId` is needed. */
      customerId?: string;
      /** Whom to assign, before signing in. */
      anonymousId?: string;
      /** The experiment. */
      experiment: string;
      /** Noted with the exposure, to split results by. */
      context?: {
        channel?: string;
        device?: string;
      };
    };
    response: Schemas['Assignment'];
  };
  /** List audit entries, newest first */
  'GET /v1/audit': {
    query?: {
      /** Any of these. */
      action?: string[];
      actor?: string;
      target?: string;
      from?: string;
      to?: string;
      limit?: number;
      /** `nextCursor` of the page before. */
      cursor?: string;
    };
    response: {
      data: Schemas['AuditEntry'][];
      nextCursor: string | null;
    };
  };
  /** Every action that the audit log knows */
  'GET /v1/audit/actions': {
    response: {
      data: string[];
    };
  };
  /** Audit entries as CSV, newest first */
  'GET /v1/audit/export': {
    query?: {
      /** Any of these. */
      action?: string[];
      actor?: string;
      target?: string;
      from?: string;
      to?: string;
    };
    response: string;
  };
  /** Several calls at once */
  'POST /v1/batch': {
    body: {
      batch: Schemas['SegmentCall'][];
    };
    response: {
      success: boolean;
      rejected?: {
        index: number;
        code: string;
        path: string;
        detail: string;
      }[];
    };
  };
  /** Your boards and shared ones, newest change first */
  'GET /v1/boards': {
    response: {
      data: {
        id: string;
        title: string;
        shared: boolean;
        cards: number;
        author: string;
        /** RFC 3339, UTC. */
        updatedAt: string;
        mayEdit: boolean;
      }[];
      nextCursor: null;
    };
  };
  /** Make a board */
  'POST /v1/boards': {
    query?: {
      /** Of one that was removed, to put it back. */
      id?: string;
    };
    body: Schemas['BoardContent'];
    response: Schemas['Board'];
  };
  /** Remove a board */
  'DELETE /v1/boards/{id}': {
    path: {
      /** Its id. */
      id: string;
    };
    response: undefined;
  };
  /** One board */
  'GET /v1/boards/{id}': {
    path: {
      /** Its id. */
      id: string;
    };
    response: Schemas['Board'];
  };
  /** Change a board */
  'PUT /v1/boards/{id}': {
    path: {
      /** Its id. */
      id: string;
    };
    body: Schemas['BoardContent'];
    response: Schemas['Board'];
  };
  /** A card's figures over its board's time */
  'GET /v1/boards/{id}/cards/{card}': {
    path: {
      /** Its id. */
      id: string;
      card: string;
    };
    query?: {
      /** Language of errors and notices; default by `Accept-Language`. */
      locale?: "en" | "pt-BR";
    };
    response: Schemas['BoardCardAnswer'];
  };
  /** Links to a board, newest first */
  'GET /v1/boards/{id}/shares': {
    path: {
      /** Its id. */
      id: string;
    };
    response: {
      data: Schemas['BoardShare'][];
      nextCursor: null;
    };
  };
  /** Make a read-only link to a board */
  'POST /v1/boards/{id}/shares': {
    path: {
      /** Its id. */
      id: string;
    };
    body: {
      /** Until it expires. */
      days: number;
    };
    response: {
      id: string;
      author: {
        id: string;
        name: string;
      };
      /** RFC 3339, UTC. */
      createdAt: string;
      /** RFC 3339, UTC. */
      expiresAt: string;
      revokedAt: string | null;
      token: string;
    };
  };
  /** Revoke a link at once */
  'DELETE /v1/boards/{id}/shares/{share}': {
    path: {
      /** Its id. */
      id: string;
      share: string;
    };
    response: Schemas['BoardShare'];
  };
  /** Search customers by id, segment and attributes */
  'GET /v1/customers': {
    query?: {
      /** Start of the id. */
      search?: string;
      segment?: string;
      /** `name:value`; all must match. */
      attribute?: string[];
      /** Include visitors who have not signed in. */
      anonymous?: boolean;
      limit?: number;
      /** `nextCursor` of the page before. */
      cursor?: string;
    };
    response: {
      data: Schemas['CustomerSummary'][];
      nextCursor: string | null;
    };
  };
  /** Erase one customer from every store; answers with the job that does it */
  'DELETE /v1/customers/{id}': {
    path: {
      /** A customerId, or an anonymousId that no customer has. */
      id: string;
    };
    response: Schemas['Job'];
  };
  /** One customer, as the next recommendation would see them */
  'GET /v1/customers/{id}': {
    path: {
      /** A customerId, or an anonymousId that no customer has. */
      id: string;
    };
    response: Schemas['Customer'];
  };
  /** Set attributes; a customer who is not known yet is made */
  'PATCH /v1/customers/{id}': {
    path: {
      /** A customerId, or an anonymousId that no customer has. */
      id: string;
    };
    body: {
      /** null removes one. */
      attributes: Record<string, unknown>;
    };
    response: Schemas['Customer'];
  };
  /** Everything that is kept about one customer, as a file */
  'GET /v1/customers/{id}/export': {
    path: {
      /** A customerId, or an anonymousId that no customer has. */
      id: string;
    };
    response: Record<string, unknown>;
  };
  /** List logged decisions, newest first */
  'GET /v1/decisions': {
    query?: {
      /** Only of this placement. */
      placement?: string;
      /** Only by this `name@version`. */
      model?: string;
      /** Only by this policy, such as `epsilonGreedy(0.05)`. */
      policy?: string;
      /** Only of this `experiment:variant`. */
      variant?: string;
      /** Only of this customer or visitor. */
      customerId?: string;
      /** RFC 3339, UTC. */
      from?: string;
      /** RFC 3339, UTC. */
      to?: string;
      limit?: number;
      /** `nextCursor` of the page before. */
      cursor?: string;
    };
    response: {
      data: Schemas['Decision'][];
      nextCursor: string | null;
    };
  };
  /** List evaluations, newest first */
  'GET /v1/evaluations': {
    query?: {
      placement?: string;
      limit?: number;
      /** `nextCursor` of the page before. */
      cursor?: string;
    };
    response: {
      data: Schemas['Evaluation'][];
      nextCursor: string | null;
    };
  };
  /** What would a policy have earned? */
  'POST /v1/evaluations': {
    body: {
      /** The policy to be judged. */
      policy: {
        /** How slates are drawn. A kind that learns is judged with what the placement’s policy of that kind knows at this moment. */
        kind: "greedy" | "epsilonGreedy" | "softmax" | "uniform" | "betaThompson" | "gaussianThompson" | "linUcb" | "linearThompson" | "bootstrappedTrees";
        /** `name@version`, `name@alias` or `heuristic`. Default: the placement’s ranker now. */
        model?: string;
        /** Default 0.1. */
        epsilon?: number;
        /** In units of the span of the pool’s scores. Default 1. */
        temperature?: number;
        /** Of a kind that learns: the policy of this segment. */
        segment?: string;
        /** Of a kind that learns: the policy of this variant, `experiment:variant`. */
        variant?: string;
      };
      /** Default `home`. */
      placement?: string;
      /** Of the decisions; included. */
      from?: string;
      /** Not included. */
      to?: string;
      /** What a slot earns. Default `click`. */
      reward?: "click" | "conversion" | "value";
      /** Hours after a decision within which an outcome counts. Default 24. */
      attributionHours?: number;
      /** Take decisions whose attribution window has not ended. Default false. */
      includeOpen?: boolean;
      origins?: ("live" | "import" | "simulated")[];
      seed?: number;
      /** Judge a policy that learns also on decisions that taught it, which flatters it. Default false: refused. */
      includeLearnedFrom?: boolean;
      estimators?: ("ips" | "clipped-ips" | "snips" | "dm" | "dr" | "sndr" | "switch-dr" | "dr-os" | "mrdr" | "iips" | "cascade-ips" | "cascade-dr" | "sips")[];
      /** Default `logistic`; ridge regression for `value`. */
      rewardModel?: "logistic" | "trees";
      /** Threshold of clipping, switching and shrinking. Default: chosen from the data. */
      lambda?: number;
      /** How it is chosen. Default `mse`. */
      tuning?: "mse" | "slope";
      /** First ranks of a slate that count. Default: the most common length, at most 20. */
      ranks?: number;
      /** A random sample. Default 20,000. */
      maxDecisions?: number;
      /** Default 0.95. */
      level?: number;
      /** Default 1,000. */
      resamples?: number;
      /** Refused beyond. Default 0.05. */
      maxUnsupportedShare?: number;
      /** Refused below. Default 30. */
      minEffectiveRows?: number;
    };
    response: Schemas['Evaluation'] | Schemas['Job'];
  };
  /** Get an evaluation */
  'GET /v1/evaluations/{id}': {
    path: {
      id: string;
    };
    response: Schemas['Evaluation'];
  };
  /** List stored events, newest first */
  'GET /v1/events': {
    query?: {
      /** Only this customer, with what they did before signing in. */
      customerId?: string;
      type?: string;
      /** Only with this item. */
      itemId?: string;
      /** Event time, included. */
      from?: string;
      /** Event time, not included. */
      to?: string;
      limit?: number;
      /** `nextCursor` of the page before. */
      cursor?: string;
    };
    response: {
      data: Schemas['StoredEvent'][];
      nextCursor: string | null;
    };
  };
  /** Send events */
  'POST /v1/events': {
    body: {
      events: Schemas['Event'][];
      /** The client's clock when it sent this; corrects a wrong one. RFC 3339 (`2026-01-31T09:30:00Z`) or epoch milliseconds. */
      sentAt?: string | number;
    };
    response: Schemas['EventsAnswer'];
  };
  /** List experiments, newest first */
  'GET /v1/experiments': {
    response: {
      data: Schemas['Experiment'][];
      nextCursor: null;
    };
  };
  /** Make a draft of an experiment */
  'POST /v1/experiments': {
    body: Schemas['ExperimentDefinition'];
    response: Schemas['Experiment'];
  };
  /** Correct p-values for many tests */
  'POST /v1/experiments/adjust': {
    body: {
      /** Null where a test could not be made; it does not count. */
      pValues: (number | null)[];
      /** `holm` (default) bounds the chance of any false positive, `benjaminiHochberg` the share of false ones among the findings. */
      correction?: "holm" | "benjaminiHochberg";
      /** Significant at or below this. Default 0.05. */
      alpha?: number;
    };
    response: Schemas['AdjustedPValues'];
  };
  /** Sample size and duration, or the effect that can be detected */
  'POST /v1/experiments/power': {
    body: Schemas['PowerRequest'];
    response: Schemas['PowerAnswer'];
  };
  /** Remove a draft */
  'DELETE /v1/experiments/{key}': {
    path: {
      /** The experiment. */
      key: string;
    };
    response: undefined;
  };
  /** One experiment */
  'GET /v1/experiments/{key}': {
    path: {
      /** The experiment. */
      key: string;
    };
    response: Schemas['Experiment'];
  };
  /** Change an experiment */
  'PUT /v1/experiments/{key}': {
    path: {
      /** The experiment. */
      key: string;
    };
    body: Schemas['ExperimentDefinition'];
    response: Schemas['Experiment'];
  };
  /** Results of an experiment, with a decision in words */
  'GET /v1/experiments/{key}/results': {
    path: {
      /** The experiment. */
      key: string;
    };
    query?: {
      /** `sequential` (default) may be read at any time, `fixed` once, at the planned end. */
      method?: "sequential" | "fixed" | "bayesian";
      /** Of p-values over the goals, and apart over secondary metrics. Default holm. */
      correction?: "holm" | "benjaminiHochberg" | "none";
      /** Error rate. Default 0.05. */
      alpha?: number;
      /** Split the goals by `channel`, `device`, `segment`, `segment.NAME` or `attribute.NAME`, as of the exposure; two with a comma between are crossed. */
      by?: string;
      /** Post-stratify by this dimension in place of the experiment’s; `none` switches it off. */
      stratifyBy?: string;
      /** Language of texts. */
      locale?: "en" | "pt-BR";
    };
    response: Schemas['ExperimentResults'];
  };
  /** One metric as of the end of each day */
  'GET /v1/experiments/{key}/results/daily': {
    path: {
      /** The experiment. */
      key: string;
    };
    query?: {
      /** Key of the metric. Default: the first goal. */
      metric?: string;
      /** `sequential` (default): a confidence sequence, valid on all days at once. */
      method?: "sequential" | "fixed";
      /** Default 0.05. */
      alpha?: number;
      /** Language of texts. */
      locale?: "en" | "pt-BR";
    };
    response: Schemas['ExperimentDailyResults'];
  };
  /** Assign customers from now on */
  'POST /v1/experiments/{key}/start': {
    path: {
      /** The experiment. */
      key: string;
    };
    response: Schemas['Experiment'];
  };
  /** End an experiment for good */
  'POST /v1/experiments/{key}/stop': {
    path: {
      /** The experiment. */
      key: string;
    };
    body: {
      /** `shipped`: a variant becomes the normal case; `rolledBack`: none does; `stopped`: no decision was taken. */
      outcome?: "shipped" | "rolledBack" | "stopped";
      /** Which was shipped. */
      variant?: string;
      /** Why, for who reads it later. Kept with the experiment and in the audit log. */
      reason?: string;
    };
    response: Schemas['Experiment'];
  };
  /** Export events, decisions, items or customers as CSV, JSON, JSON lines or Parquet */
  'GET /v1/exports/{dataset}': {
    path: {
      /** What to export. */
      dataset: "events" | "decisions" | "items" | "customers";
    };
    query?: {
      /** Default csv. */
      format?: "csv" | "jsonl" | "json" | "parquet";
      /** First time; events and decisions only. */
      from?: string;
      /** Time before which to stop. */
      to?: string;
      /** Only events of this type. */
      type?: string;
      /** Of CSV; default comma. */
      separator?: "comma" | "semicolon" | "tab";
      /** Start CSV with a byte-order mark, for spreadsheets. */
      bom?: boolean;
    };
    response: string;
  };
  /** The features that are computed */
  'GET /v1/features': {
    response: {
      data: Schemas['Feature'][];
      nextCursor: null;
    };
  };
  /** What a customer belongs to */
  'POST /v1/group': {
    body: Schemas['SegmentCall'];
    response: {
      success: boolean;
      rejected?: {
        index: number;
        code: string;
        path: string;
        detail: string;
      }[];
    };
  };
  /** Who a customer is */
  'POST /v1/identify': {
    body: Schemas['SegmentCall'];
    response: {
      success: boolean;
      rejected?: {
        index: number;
        code: string;
        path: string;
        detail: string;
      }[];
    };
  };
  /** List items */
  'GET /v1/items': {
    query?: {
      /** In ids and titles. */
      search?: string;
      category?: string;
      /** Only these. */
      itemId?: string[];
      /** Only hidden ones, or only the others. */
      hidden?: boolean;
      /** By availableFrom and availableUntil: available now, not yet, or no longer. */
      availability?: "now" | "later" | "past";
      limit?: number;
      /** `nextCursor` of the page before. */
      cursor?: string;
    };
    response: {
      data: Schemas['Item'][];
      nextCursor: string | null;
    };
  };
  /** Add or replace items */
  'POST /v1/items': {
    body: {
      items: Schemas['Item'][];
    };
    response: {
      upserted: number;
      rejected: {
        index: number;
        code: string;
        path: string;
        detail: string;
      }[];
    };
  };
  /** Remove one item */
  'DELETE /v1/items/{itemId}': {
    path: {
      /** The item. */
      itemId: string;
    };
    response: undefined;
  };
  /** One item */
  'GET /v1/items/{itemId}': {
    path: {
      /** The item. */
      itemId: string;
    };
    response: Schemas['Item'];
  };
  /** Change fields of one item; null removes an optional one */
  'PATCH /v1/items/{itemId}': {
    path: {
      /** The item. */
      itemId: string;
    };
    body: {
      title?: string;
      category?: string;
      categories?: string[] | null;
      tags?: string[] | null;
      price?: number | null;
      currency?: string | null;
      attributes?: Record<string, string | number | boolean> | null;
      url?: string | null;
      imageUrl?: string | null;
      availableFrom?: string | null;
      availableUntil?: string | null;
      hidden?: boolean | null;
    };
    response: Schemas['Item'];
  };
  /** Add or replace one item */
  'PUT /v1/items/{itemId}': {
    path: {
      /** The item. */
      itemId: string;
    };
    body: {
      /** As in the path. */
      itemId?: string;
      title: string;
      category: string;
      /** From general to special. */
      categories?: string[];
      tags?: string[];
      price?: number;
      /** ISO 4217. */
      currency?: string;
      /** `brand`, `department`…: affinities, filters and rules may name any of them. */
      attributes?: Record<string, string | number | boolean>;
      url?: string;
      imageUrl?: string;
      availableFrom?: string;
      availableUntil?: string;
      /** Never recommended. */
      hidden?: boolean;
    };
    response: Schemas['Item'];
  };
  /** Items that customers put together with this one, or that are like it */
  'GET /v1/items/{itemId}/similar': {
    path: {
      /** The item. */
      itemId: string;
    };
    query?: {
      limit?: number;
    };
    response: {
      data: Schemas['SimilarItem'][];
      nextCursor: null;
    };
  };
  /** List jobs, newest first */
  'GET /v1/jobs': {
    query?: {
      kind?: string;
      state?: "queued" | "running" | "done" | "failed" | "cancelled";
      limit?: number;
      /** `nextCursor` of the page before. */
      cursor?: string;
    };
    response: {
      data: Schemas['Job'][];
      nextCursor: string | null;
    };
  };
  /** Cancel a job */
  'DELETE /v1/jobs/{id}': {
    path: {
      /** The job. */
      id: string;
    };
    response: Schemas['Job'];
  };
  /** One job, with the newest lines and points that it told */
  'GET /v1/jobs/{id}': {
    path: {
      /** The job. */
      id: string;
    };
    response: Schemas['JobDetail'];
  };
  /** Follow a job until it ends (server-sent events) */
  'GET /v1/jobs/{id}/stream': {
    path: {
      /** The job. */
      id: string;
    };
    response: Schemas['Job'];
  };
  /** List keys */
  'GET /v1/keys': {
    response: {
      data: Schemas['Key'][];
      nextCursor: null;
    };
  };
  /** Make a key */
  'POST /v1/keys': {
    body: {
      name: string;
      scopes: ("events:write" | "recommendations:read" | "catalog:write" | "customers:read" | "customers:write" | "analytics:read" | "models:write" | "experiments:write" | "admin")[];
      rateLimit?: number | null;
      /** `simulated` for simulations, `import` for history. */
      origin?: "live" | "import" | "simulated";
    };
    response: {
      key: Schemas['Key'];
      /** Shown only now. */
      secret: string;
    };
  };
  /** Revoke a key */
  'DELETE /v1/keys/{id}': {
    path: {
      /** The key. */
      id: string;
    };
    response: undefined;
  };
  /** Live figures, one message a second (server-sent events) */
  'GET /v1/live': {
    response: Schemas['LiveMessage'];
  };
  /** List models with their aliases */
  'GET /v1/models': {
    response: {
      data: Schemas['Model'][];
      nextCursor: null;
    };
  };
  /** One model: versions, newest first, aliases, gates with their limits, and problems now */
  'GET /v1/models/{name}': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
    };
    response: Schemas['ModelWithVersions'];
  };
  /** Remove an alias; placements that name it fall back to the built-in ranker */
  'DELETE /v1/models/{name}/aliases/{alias}': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
      /** `champion`, `challenger`, `shadow` or any. */
      alias: string;
    };
    query?: {
      reason?: string;
    };
    response: undefined;
  };
  /** Point an alias at a version; it serves when this is answered */
  'PUT /v1/models/{name}/aliases/{alias}': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
      /** `champion`, `challenger`, `shadow` or any. */
      alias: string;
    };
    body: {
      version: number;
      /** Why; kept in the history and the audit. */
      reason?: string;
      /** Set it although a gate refuses; needs a reason and is audited. */
      override?: boolean;
    };
    response: Schemas['AliasChange'];
  };
  /** Who moved an alias, when and why, newest first */
  'GET /v1/models/{name}/aliases/{alias}/history': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
      /** `champion`, `challenger`, `shadow` or any. */
      alias: string;
    };
    query?: {
      limit?: number;
      /** `nextCursor` of the page before. */
      cursor?: string;
    };
    response: {
      data: Schemas['AliasChange'][];
      nextCursor: string | null;
    };
  };
  /** Versions side by side */
  'GET /v1/models/{name}/compare': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
    };
    query: {
      /** Numbers with commas between: `3,5`. */
      versions: string;
    };
    response: Schemas['ModelComparison'];
  };
  /** Learn a ranker off-policy, from what logged decisions earned */
  'POST /v1/models/{name}/learn-policy': {
    path: {
      name: string;
    };
    body: {
      /** Default `home`. */
      placement?: string;
      /** Of the decisions; included. */
      from?: string;
      /** Not included. */
      to?: string;
      /** What a slot earns. Default `click`. */
      reward?: "click" | "conversion" | "value";
      /** Hours after a decision within which an outcome counts. Default 24. */
      attributionHours?: number;
      /** Take decisions whose attribution window has not ended. Default false. */
      includeOpen?: boolean;
      origins?: ("live" | "import" | "simulated")[];
      seed?: number;
      /** Inverse propensities or doubly robust. Default `dr`. */
      method?: "ipw" | "dr";
      /** Default 0.001. */
      l2?: number;
      /** Default 0.01. */
      propensityFloor?: number;
      /** Default 5,000. */
      maxDecisions?: number;
      notes?: string;
    };
    response: Schemas['Job'];
  };
  /** Score customers and items with a model */
  'POST /v1/models/{name}/predict': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
    };
    body: {
      customers?: {
        customerId?: string;
        anonymousId?: string;
      }[];
      customerIds?: string[];
      /** Default: the placement’s candidates. */
      items?: string[];
      version?: number;
      /** Default `champion`, else the newest version. */
      alias?: string;
      /** Whose sources give candidates and evidence; default `home`. */
      placement?: string;
      context?: {
        channel?: string;
        device?: string;
      };
      /** Best items kept per customer. */
      limit?: number;
      explain?: boolean;
    };
    response: Schemas['Predictions'];
  };
  /** Put an alias (by default `champion`) back to the version before */
  'POST /v1/models/{name}/rollback': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
    };
    body: {
      /** `champion`, `challenger`, `shadow` or any. */
      alias?: string;
      /** Why; kept in the history and the audit. */
      reason?: string;
    };
    response: Schemas['AliasChange'];
  };
  /** Train only when asked */
  'DELETE /v1/models/{name}/schedule': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
    };
    response: undefined;
  };
  /** When a model trains by itself */
  'GET /v1/models/{name}/schedule': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
    };
    response: Schemas['TrainSchedule'];
  };
  /** Train by the clock, after new outcomes, or on drift */
  'PUT /v1/models/{name}/schedule': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
    };
    body: {
      enabled?: boolean;
      /** Five fields. */
      cron?: string;
      /** IANA; default the deployment’s. */
      timeZone?: string;
      /** Train after this many new clicks and conversions. */
      newRewards?: number;
      /** Train when a population stability index exceeds this. */
      drift?: number;
      train?: Schemas['TrainRequest'];
    };
    response: Schemas['TrainSchedule'];
  };
  /** What shadow and challenger would have answered, newest first */
  'GET /v1/models/{name}/shadow': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
    };
    query?: {
      version?: number;
      limit?: number;
      /** `nextCursor` of the page before. */
      cursor?: string;
    };
    response: {
      data: Schemas['ShadowAnswer'][];
      nextCursor: string | null;
    };
  };
  /** Train the next version, in the background */
  'POST /v1/models/{name}/train': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
    };
    body: Schemas['TrainRequest'];
    response: Schemas['Job'];
  };
  /** Import a model made elsewhere (XGBoost JSON or UBJSON, ONNX) as the next version */
  'POST /v1/models/{name}/versions': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
    };
    body: {
      format: "xgboost-json" | "xgboost-ubjson" | "onnx";
      /** The file in base64; XGBoost JSON may also stand here as it is. */
      model: string | Record<string, unknown>;
      signature?: {
        /** Columns in order: declared features, or `source.NAME` for a source’s evidence. */
        features?: string[];
        output?: "margin" | "probability" | "value";
        /** ONNX: name of the graph’s input. */
        input?: string;
        /** ONNX: name of the graph’s output. */
        outputName?: string;
      };
      label?: "click" | "conversion" | "value";
      notes?: string;
      tags?: string[];
    };
    response: Schemas['ModelVersionDetail'];
  };
  /** One version with its metrics, curves and gates */
  'GET /v1/models/{name}/versions/{version}': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
      version: number;
    };
    response: Schemas['ModelVersionDetail'];
  };
  /** Change notes and tags */
  'PATCH /v1/models/{name}/versions/{version}': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
      version: number;
    };
    body: {
      notes?: string;
      tags?: string[];
    };
    response: Schemas['ModelVersion'];
  };
  /** Measure a version on the held-out window, in the background */
  'POST /v1/models/{name}/versions/{version}/evaluate': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
      version: number;
    };
    body: Schemas['EvaluateRequest'];
    response: Schemas['Job'];
  };
  /** Whether a version could become champion now */
  'GET /v1/models/{name}/versions/{version}/gates': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
      version: number;
    };
    response: {
      passed: boolean;
      gates: Schemas['Gate'][];
    };
  };
  /** Drift, calibration, label delay and rewards of a version in service */
  'GET /v1/models/{name}/versions/{version}/watch': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
      version: number;
    };
    query?: {
      hours?: number;
    };
    response: Schemas['ModelWatch'];
  };
  /** A version in service through time: drift, calibration, label delay, rewards and their limits */
  'GET /v1/models/{name}/watch': {
    path: {
      /** The model, such as `ranker`. */
      name: string;
    };
    query?: {
      version?: number;
      /** RFC 3339, UTC. */
      from?: string;
      /** RFC 3339, UTC. */
      to?: string;
      /** Default: hours for up to three days. */
      by?: "hour" | "day";
    };
    response: Schemas['ModelWatchSeries'];
  };
  /** A page that was viewed */
  'POST /v1/page': {
    body: Schemas['SegmentCall'];
    response: {
      success: boolean;
      rejected?: {
        index: number;
        code: string;
        path: string;
        detail: string;
      }[];
    };
  };
  /** The models, tests, sources and exposures of the data pipeline, and how each went last */
  'GET /v1/pipeline': {
    response: Schemas['Pipeline'];
  };
  /** The newest 50 runs, newest first */
  'GET /v1/pipeline/runs': {
    response: {
      data: Schemas['PipelineRun'][];
    };
  };
  /** Build models and check them, in the background */
  'POST /v1/pipeline/runs': {
    body: {
      /** `run` builds models, `test` checks, `build` (the default) does both in order. */
      command?: "run" | "test" | "build";
      /** dbt's selectors: `customer_360`, `+tag:marts`, `path:models/staging`, `state:modified+`. */
      select?: string[];
      /** dbt's selectors: `customer_360`, `+tag:marts`, `path:models/staging`, `state:modified+`. */
      exclude?: string[];
      /** Makes incremental models anew. */
      fullRefresh?: boolean;
      /** Values in place of those in dbt_project.yml; one word each, since they become part of SQL. */
      vars?: Record<string, string | number | boolean>;
    };
    response: Schemas['Job'];
  };
  /** One run, node by node, with rows that break its tests */
  'GET /v1/pipeline/runs/{id}': {
    path: {
      /** The run. */
      id: string;
    };
    response: Schemas['PipelineRunDetail'];
  };
  /** When the pipeline runs by itself */
  'GET /v1/pipeline/schedules': {
    response: {
      data: Schemas['PipelineSchedule'][];
    };
  };
  /** Run the pipeline only when asked */
  'DELETE /v1/pipeline/schedules/{name}': {
    path: {
      name: string;
    };
    response: undefined;
  };
  /** Run the pipeline by the clock */
  'PUT /v1/pipeline/schedules/{name}': {
    path: {
      name: string;
    };
    body: {
      /** Default true. */
      enabled?: boolean;
      /** Five fields, such as `0 3 * * *`. */
      cron: string;
      /** IANA zone. Default: the server's. */
      timeZone?: string;
      run?: {
        /** `run` builds models, `test` checks, `build` (the default) does both in order. */
        command?: "run" | "test" | "build";
        /** dbt's selectors: `customer_360`, `+tag:marts`, `path:models/staging`, `state:modified+`. */
        select?: string[];
        /** dbt's selectors: `customer_360`, `+tag:marts`, `path:models/staging`, `state:modified+`. */
        exclude?: string[];
        /** Makes incremental models anew. */
        fullRefresh?: boolean;
        /** Values in place of those in dbt_project.yml; one word each, since they become part of SQL. */
        vars?: Record<string, string | number | boolean>;
      };
    };
    response: Schemas['PipelineSchedule'];
  };
  /** List placements */
  'GET /v1/placements': {
    response: {
      data: Schemas['Placement'][];
      nextCursor: null;
    };
  };
  /** Remove a placement */
  'DELETE /v1/placements/{name}': {
    path: {
      name: string;
    };
    response: undefined;
  };
  /** One placement */
  'GET /v1/placements/{name}': {
    path: {
      name: string;
    };
    response: Schemas['Placement'];
  };
  /** Make or replace a placement */
  'PUT /v1/placements/{name}': {
    path: {
      name: string;
    };
    body: {
      name?: string;
      title: string;
      sources: ({
        name: "popular" | "trending" | "coOccurrence" | "buyAgain" | "affinity" | "new";
        /** Candidates taken from this source at most. */
        limit: number;
      })[];
      filters: ({
        kind: "available";
      } | {
        kind: "notHidden";
      } | {
        kind: "notBoughtWithin";
        days: number;
      } | {
        kind: "notInCart";
      } | {
        kind: "price";
        min?: number;
        max?: number;
      } | {
        kind: "attribute";
        attribute: string;
        op: "in" | "notIn";
        values: (string | number | boolean)[];
      })[];
      /** `heuristic` or a registry reference such as `ranker@champion`. */
      ranker: string;
      policy: {
        kind: "greedy";
        /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
        uniformShare?: number;
        /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
        reach?: number;
      } | {
        kind: "epsilonGreedy";
        epsilon: number;
      } | {
        kind: "softmax";
        /** In units of the pool’s span of scores: 0.1 favours the best, 1 is nearly even. */
        temperature: number;
        /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
        uniformShare?: number;
        /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
        reach?: number;
      } | {
        kind: "betaThompson";
        /** 1 when a recommended item earned it, else 0. Default click. */
        reward?: "click" | "purchase";
        /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
        priorWeight?: number;
        /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
        draws?: number;
        /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
        uniformShare?: number;
        /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
        reach?: number;
        /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
        halfLife?: string;
        /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
        examination?: number[];
      } | {
        kind: "gaussianThompson";
        /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
        reward?: "click" | "purchase" | "value";
        /** Standard deviation of one reward. Default: measured. */
        noise?: number;
        /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
        priorWeight?: number;
        /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
        draws?: number;
        /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
        uniformShare?: number;
        /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
        reach?: number;
        /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
        halfLife?: string;
        /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
        examination?: number[];
      } | {
        kind: "linUcb";
        /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
        reward?: "click" | "purchase" | "value";
        /** Width of the confidence bound in standard errors. Default 1. */
        alpha?: number;
        /** Prior precision of a coefficient, in items seen. Default 10. */
        ridge?: number;
        /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
        uniformShare?: number;
        /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
        reach?: number;
        /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
        halfLife?: string;
        /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
        examination?: number[];
        /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
        features?: string[];
      } | {
        kind: "linearThompson";
        /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
        reward?: "click" | "purchase" | "value";
        /** Prior precision of a coefficient, in items seen. Default 10. */
        ridge?: number;
        /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
        draws?: number;
        /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
        uniformShare?: number;
        /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
        reach?: number;
        /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
        halfLife?: string;
        /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
        examination?: number[];
        /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
        features?: string[];
      } | {
        kind: "bootstrappedTrees";
        /** 1 when a recommended item earned it, else 0. Default click. */
        reward?: "click" | "purchase";
        /** Models, each of a bootstrap sample. Default 10. */
        members?: number;
        /** Trees of each. Default 20. */
        iterations?: number;
        /** Default 4. */
        maxDepth?: number;
        /** Time between two fits when there is something new. Default 15. */
        refitMinutes?: number;
        /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
        uniformShare?: number;
        /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
        reach?: number;
        /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
        halfLife?: string;
        /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
        examination?: number[];
        /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
        features?: string[];
      };
      /** Policies of segments, in order: the first whose segment the customer is in answers, else `policy`. */
      segmentPolicies?: ({
        /** Members get this policy. */
        segment: string;
        policy: {
          kind: "greedy";
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
        } | {
          kind: "epsilonGreedy";
          epsilon: number;
        } | {
          kind: "softmax";
          /** In units of the pool’s span of scores: 0.1 favours the best, 1 is nearly even. */
          temperature: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0 for greedy and softmax, 0.05 for policies that learn. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
        } | {
          kind: "betaThompson";
          /** 1 when a recommended item earned it, else 0. Default click. */
          reward?: "click" | "purchase";
          /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
          priorWeight?: number;
          /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
          draws?: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
          /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
          halfLife?: string;
          /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
          examination?: number[];
        } | {
          kind: "gaussianThompson";
          /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
          reward?: "click" | "purchase" | "value";
          /** Standard deviation of one reward. Default: measured. */
          noise?: number;
          /** Weight of the prior, in items seen: the item’s smoothed rate before this policy showed it. Default 20. */
          priorWeight?: number;
          /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
          draws?: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
          /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
          halfLife?: string;
          /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
          examination?: number[];
        } | {
          kind: "linUcb";
          /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
          reward?: "click" | "purchase" | "value";
          /** Width of the confidence bound in standard errors. Default 1. */
          alpha?: number;
          /** Prior precision of a coefficient, in items seen. Default 10. */
          ridge?: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
          /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
          halfLife?: string;
          /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
          examination?: number[];
          /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
          features?: string[];
        } | {
          kind: "linearThompson";
          /** What a recommended item earns: a click, a purchase, or the money of its purchases. Default click. */
          reward?: "click" | "purchase" | "value";
          /** Prior precision of a coefficient, in items seen. Default 10. */
          ridge?: number;
          /** Posterior draws per answer, one of which decides; the propensities count all of them, so they are exact given the draws. Default 32. */
          draws?: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
          /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
          halfLife?: string;
          /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
          examination?: number[];
          /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
          features?: string[];
        } | {
          kind: "bootstrappedTrees";
          /** 1 when a recommended item earned it, else 0. Default click. */
          reward?: "click" | "purchase";
          /** Models, each of a bootstrap sample. Default 10. */
          members?: number;
          /** Trees of each. Default 20. */
          iterations?: number;
          /** Default 4. */
          maxDepth?: number;
          /** Time between two fits when there is something new. Default 15. */
          refitMinutes?: number;
          /** Share of answers whose slate is drawn uniformly from the pool: no propensity is below uniformShare ÷ pool. Default 0.05. */
          uniformShare?: number;
          /** The pool is the slate that diversity ordered and this many next candidates, all within the caps. Default 30. */
          reach?: number;
          /** Age at which an observation counts half, such as `14d`, for rewards that drift. Default: never. */
          halfLife?: string;
          /** Chance that a customer looks at each rank, the first rank first; later ranks count like the last. Default 1 ÷ log₂(rank + 1). */
          examination?: number[];
          /** Declared features of the context, beside the ranker’s score and the item’s click rate; `a*b` is a product, which brings its factors along to linear models. Default: all pair and item features. */
          features?: string[];
        };
      })[];
      diversity: {
        /** Weight of relevance against similarity to what is already chosen (maximal marginal relevance); 1 = off. */
        lambda: number;
        /** At most this many items per value of the attribute. */
        caps: {
          attribute: string;
          max: number;
        }[];
      };
      /** Sources tried in order when the customer is unknown or too few candidates are left. */
      fallback: ("popular" | "trending" | "coOccurrence" | "buyAgain" | "affinity" | "new")[];
      /** Candidates scored at most. */
      candidateLimit: number;
      defaultLimit: number;
      /** Log the slate’s feature vectors with each decision. */
      logFeatures: boolean;
      enabled: boolean;
    };
    response: Schemas['Placement'];
  };
  /** Let a placement’s policies forget what they have learnt */
  'DELETE /v1/placements/{name}/policy': {
    path: {
      name: string;
    };
    query?: {
      /** Only the policy of this segment. */
      segment?: string;
      /** Only the placement’s own policy, not those of segments and variants. */
      own?: boolean;
    };
    response: {
      /** Policies that had learnt something. */
      reset: number;
    };
  };
  /** What a placement’s policies have learnt */
  'GET /v1/placements/{name}/policy': {
    path: {
      name: string;
    };
    query?: {
      /** Arms listed for each policy. */
      limit?: number;
    };
    response: Schemas['PlacementPolicies'];
  };
  /** What a placement, or changed settings of it, would answer */
  'POST /v1/placements/{name}/preview': {
    path: {
      name: string;
    };
    body: Schemas['PlacementPreviewRequest'];
    response: Schemas['RecommendationAnswer'];
  };
  /** Recommend items to a customer */
  'POST /v1/recommendations': {
    body: Schemas['RecommendationRequest'];
    response: Schemas['RecommendationAnswer'];
  };
  /** Recommend to several customers (emails, caches); one bad request refuses all */
  'POST /v1/recommendations/batch': {
    body: {
      requests: Schemas['RecommendationRequest'][];
    };
    response: {
      answers: Schemas['RecommendationAnswer'][];
    };
  };
  /** Make a report: CSV, Parquet, JSON, PNG, SVG or PDF */
  'POST /v1/reports': {
    body: Schemas['Report'];
    response: string | Schemas['Job'];
  };
  /** Your finished reports, newest first */
  'GET /v1/reports/files': {
    response: {
      data: Schemas['ReportFile'][];
    };
  };
  /** Delete a finished report, or stop one that is being made */
  'DELETE /v1/reports/files/{id}': {
    path: {
      id: string;
    };
    response: undefined;
  };
  /** Fetch a finished report */
  'GET /v1/reports/files/{id}': {
    path: {
      id: string;
    };
    response: string;
  };
  /** Get ready to draw, so that the first picture or document comes as fast as the next */
  'POST /v1/reports/renderer': {
    response: undefined;
  };
  /** Scheduled reports with their last and next run */
  'GET /v1/reports/schedules': {
    response: {
      data: Schemas['ReportSchedule'][];
    };
  };
  /** Schedule a report */
  'POST /v1/reports/schedules': {
    body: Schemas['ReportScheduleInput'];
    response: Schemas['ReportSchedule'];
  };
  /** Delete a scheduled report and its history */
  'DELETE /v1/reports/schedules/{id}': {
    path: {
      id: string;
    };
    response: undefined;
  };
  /** One scheduled report */
  'GET /v1/reports/schedules/{id}': {
    path: {
      id: string;
    };
    response: Schemas['ReportSchedule'];
  };
  /** Change or pause a scheduled report */
  'PUT /v1/reports/schedules/{id}': {
    path: {
      id: string;
    };
    body: Schemas['ReportScheduleInput'];
    response: Schemas['ReportSchedule'];
  };
  /** Put a deleted scheduled report back, its secret and history too */
  'POST /v1/reports/schedules/{id}/restore': {
    path: {
      id: string;
    };
    response: Schemas['ReportSchedule'];
  };
  /** Make and deliver a scheduled report now */
  'POST /v1/reports/schedules/{id}/run': {
    path: {
      id: string;
    };
    body: {
      /** Marks the run as a test in the history. */
      test?: boolean;
    };
    response: Schemas['Job'];
  };
  /** Runs of a scheduled report, newest first */
  'GET /v1/reports/schedules/{id}/runs': {
    path: {
      id: string;
    };
    response: {
      data: Schemas['ReportRun'][];
    };
  };
  /** What rules may compare, with values that customers have */
  'GET /v1/rule-subjects': {
    response: Schemas['RuleSubjects'];
  };
  /** A screen that was viewed */
  'POST /v1/screen': {
    body: Schemas['SegmentCall'];
    response: {
      success: boolean;
      rejected?: {
        index: number;
        code: string;
        path: string;
        detail: string;
      }[];
    };
  };
  /** How many entered and left segments, by day */
  'GET /v1/segment-moves': {
    query?: {
      segment?: string;
      days?: number;
      /** IANA name, such as America/Sao_Paulo. */
      timeZone?: string;
    };
    response: {
      timeZone: string;
      data: {
        segment: string;
        /** Of the time zone; days without moves are left out. */
        day: string;
        entered: number;
        left: number;
      }[];
    };
  };
  /** The segments, their rules and how many are in them */
  'GET /v1/segments': {
    response: {
      data: Schemas['Segment'][];
      nextCursor: null;
    };
  };
  /** How many customers a rule holds for now, and some of them; nothing is stored */
  'POST /v1/segments/preview': {
    body: {
      /** `and`, `or`, `not`, or a comparison of an attribute, a feature or an affinity. */
      rule: Record<string, unknown>;
      /** Members to show; default 10. */
      sample?: number;
    };
    response: Schemas['SegmentPreview'];
  };
  /** Remove a segment; its members leave it within moments */
  'DELETE /v1/segments/{name}': {
    path: {
      name: string;
    };
    response: undefined;
  };
  /** One segment, and what uses it */
  'GET /v1/segments/{name}': {
    path: {
      name: string;
    };
    response: Schemas['SegmentWithUse'];
  };
  /** Make or replace a segment; customers enter and leave it within moments */
  'PUT /v1/segments/{name}': {
    path: {
      /** The segment. */
      name: string;
    };
    body: {
      description?: {
        en: string;
        'pt-BR': string;
      };
      group?: string;
      /** `and`, `or`, `not`, or a comparison of an attribute, a feature or an affinity. */
      rule: Record<string, unknown>;
    };
    response: Schemas['Segment'];
  };
  /** End the session */
  'DELETE /v1/session': {
    response: undefined;
  };
  /** Who is calling, and what they may do */
  'GET /v1/session': {
    response: Schemas['Me'];
  };
  /** Change your own name, language, time zone or password */
  'PATCH /v1/session': {
    body: {
      name?: string;
      locale?: "en" | "pt-BR";
      timeZone?: string | null;
      password?: {
        current: string;
        next: string;
      };
    };
    response: Schemas['Me'];
  };
  /** Sign in; sets the session cookie */
  'POST /v1/session': {
    body: {
      email: string;
      password: string;
    } | {
      key: string;
    };
    response: Schemas['Me'];
  };
  /** The board of a link */
  'GET /v1/shared/{token}': {
    path: {
      /** The last part of the link. */
      token: string;
    };
    response: Schemas['SharedBoard'];
  };
  /** A card's figures, through a link */
  'GET /v1/shared/{token}/cards/{card}': {
    path: {
      /** The last part of the link. */
      token: string;
      card: string;
    };
    query?: {
      /** Language of errors and notices; default by `Accept-Language`. */
      locale?: "en" | "pt-BR";
    };
    response: Schemas['BoardCardAnswer'];
  };
  /** What has arrived so far, and whether this is a demo */
  'GET /v1/status': {
    response: Schemas['Status'];
  };
  /** What a customer did */
  'POST /v1/track': {
    body: Schemas['SegmentCall'];
    response: {
      success: boolean;
      rejected?: {
        index: number;
        code: string;
        path: string;
        detail: string;
      }[];
    };
  };
  /** List people */
  'GET /v1/users': {
    response: {
      data: Schemas['User'][];
      nextCursor: null;
    };
  };
  /** Add a person */
  'POST /v1/users': {
    body: {
      email: string;
      name: string;
      password: string;
      role: "viewer" | "analyst" | "admin";
      locale?: "en" | "pt-BR";
      timeZone?: string | null;
    };
    response: Schemas['User'];
  };
  /** Remove a person; they are signed out at once */
  'DELETE /v1/users/{id}': {
    path: {
      /** The person. */
      id: string;
    };
    response: undefined;
  };
  /** Change a person */
  'PATCH /v1/users/{id}': {
    path: {
      /** The person. */
      id: string;
    };
    body: {
      name?: string;
      role?: "viewer" | "analyst" | "admin";
      locale?: "en" | "pt-BR";
      timeZone?: string | null;
      password?: string;
      disabled?: boolean;
    };
    response: Schemas['User'];
  };
  /** Your saved views and shared ones */
  'GET /v1/views': {
    response: {
      data: Schemas['SavedView'][];
      nextCursor: null;
    };
  };
  /** Save a view */
  'POST /v1/views': {
    query?: {
      /** Of one that was removed, to put it back. */
      id?: string;
    };
    body: Schemas['SavedViewContent'];
    response: Schemas['SavedView'];
  };
  /** Remove a view */
  'DELETE /v1/views/{id}': {
    path: {
      /** Its id. */
      id: string;
    };
    response: undefined;
  };
  /** Rename, share or replace a view */
  'PUT /v1/views/{id}': {
    path: {
      /** Its id. */
      id: string;
    };
    body: Schemas['SavedViewContent'];
    response: Schemas['SavedView'];
  };
}
