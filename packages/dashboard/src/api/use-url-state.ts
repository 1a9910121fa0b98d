import { useSearchParams } from 'wouter';

/** One part of the page's state, kept in the address so that a link shows the same page. */
export function useUrlState(name: string): [value: string, set: (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  return [
    search.get(name) ?? '',
    (value) =>
      setSearch(
        (previous) => {
          const next = new URLSearchParams(previous);
          if (value === '') next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
  ];
}

/** The same for one of a few choices: the first where the address names none of them. */
export function useUrlChoice<T extends string>(
  name: string,
  choices: readonly [T, ...T[]],
): [choice: T, set: (choice: string | null) => void] {
  const [value, set] = useUrlState(name);
  const [first] = choices;
  return [
    choices.find((one) => one === value) ?? first,
    (next) => set(next === null || next === first ? '' : next),
  ];
}
