import { useMutation } from '@tanstack/react-query';
import { type Experiment, type ResultsQuery, useAllResults } from '../../../api/experiments.ts';
import { tableToCsv } from '../../../charts/csv.ts';
import { download } from '../../../charts/download.ts';
import { resultsTable } from './results-table.ts';

/** Every figure of an experiment as one CSV file in the browser's downloads. */
export function useExperimentCsv(experiment: Experiment) {
  const readAll = useAllResults(experiment);
  return useMutation({
    mutationFn: async (query: ResultsQuery) => {
      const { results, daily } = await readAll(query);
      download(`${experiment.key}.csv`, tableToCsv(resultsTable(results, daily)));
    },
  });
}
